/**
 * Checks that the account has a Flex that agents can work in.
 * @module
 */
import { isReady, readFlex } from '../../account/flex/workspace';
import { type Check, ok, wrong } from '../engine/check';

export const instance: Check = {
	name: 'instance',
	title: 'Flex setup',
	expected: 'the account has Flex, and its setup is complete',
	impact: 'Handoffs fail because there are no agents.',
	advice: 'Finish Flex setup (Console: Flex > Overview), or use an account that has Flex.',
	look: async (account) => {
		const flex = await readFlex(account);
		if (!flex) return wrong('the account has no Flex');
		const { status, taskrouter_workspace_sid: workspace } = flex;
		if (isReady(flex)) return ok(`ready, workspace ${workspace}`);
		if (status === 'inprogress') return wrong('Flex setup isn’t complete');
		if (status === 'notstarted') return wrong('Flex setup wasn’t started');
		return wrong('no TaskRouter workspace is set in Flex');
	},
};
