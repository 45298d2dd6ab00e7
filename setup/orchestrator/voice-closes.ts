/**
 * Checks that a call's conversation ends with the call.
 * @module
 */
import { type Check, ok, skipped, wrong } from '../check';
import { CONSOLE, NO_CONFIGURATION } from './chosen';
import { readConfiguration } from './configuration';
import { closeOnHangup, voiceCloses } from './on-hangup';

export const voiceClosesOnHangup: Check = {
	name: 'voice-closes',
	title: 'A call’s conversation closes when the caller hangs up',
	expected: '"Closed" for Voice (calls) is "On hangup"',
	consequence:
		'The conversation outlives the call: its last summary comes late, and one who calls again lands in the old conversation.',
	remedy: `${CONSOLE} > Overview tab > Conversation lifecycle and timeouts > Edit: for Voice (calls) set "Closed" to "On hangup".`,
	look: async (account) => {
		const configuration = await readConfiguration(account);
		if (!configuration) return skipped(NO_CONFIGURATION);
		const closes = voiceCloses(configuration);
		if (closes === 'on-hangup') return ok('closes on hangup');
		const found =
			closes === 'unset'
				? 'the configuration says nothing about calls'
				: `closes ${closes} minute${closes === 1 ? '' : 's'} after the last words`;
		return wrong(found, {
			mends: [
				{
					stage: 'orchestrator',
					title: 'Close a call’s conversation on hangup',
					edits: [closeOnHangup(configuration)],
				},
			],
		});
	},
};
