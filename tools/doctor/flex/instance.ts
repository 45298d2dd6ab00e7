/**
 * Whether the account has a Flex that is ready for people to work in.
 * @module
 */

import { findFlexConfiguration } from '../../account/flex-configuration';
import { isReady } from '../../account/workspace';
import { type Check, ok, wrong } from '../engine/check';

export const instance: Check = {
	name: 'instance',
	title: 'Flex',
	expected: 'the account has Flex, and its setup is finished',
	impact: 'There is nobody to hand over to: customers who ask for a person reach none.',
	advice:
		'Open Flex in the Twilio Console (Flex > Overview) and finish its setup, or use the account that has Flex.',
	look: async (account) => {
		const flex = await findFlexConfiguration(account);
		if (!flex) return wrong('the account has no Flex');
		const { status, taskrouter_workspace_sid: workspace } = flex;
		if (isReady(flex)) return ok(`ready, workspace ${workspace}`);
		return wrong(
			status === 'inprogress'
				? 'the setup of Flex was begun and is not finished'
				: status === 'notstarted'
					? 'the setup of Flex was never begun'
					: 'Flex names no TaskRouter workspace',
		);
	},
};
