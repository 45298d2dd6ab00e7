/**
 * Checks that the account has a Flex that agents can work in.
 * @module
 */
import { isReady, readFlex } from '../../account/flex/workspace';
import { type Check, ok, wrong } from '../engine/check';

export const instance: Check = {
	name: 'instance',
	title: 'Flex is set up',
	expected: 'the account has Flex, and its setup is finished',
	impact: 'Handoffs fail: there are no agents to hand a customer over to.',
	advice: 'Finish the setup of Flex (Console: Flex > Overview), or use the account that has Flex.',
	look: async (account) => {
		const flex = await readFlex(account);
		if (!flex) return wrong('the account has no Flex');
		const { status, taskrouter_workspace_sid: workspace } = flex;
		if (isReady(flex)) return ok(`ready, workspace ${workspace}`);
		if (status === 'inprogress') return wrong('the setup of Flex is not finished');
		if (status === 'notstarted') return wrong('the setup of Flex was not started');
		return wrong('Flex names no TaskRouter workspace');
	},
};
