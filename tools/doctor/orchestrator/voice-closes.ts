/**
 * Checks that a call's conversation ends with the call.
 * @module
 */

import { type OrchestratorConfiguration, readConfiguration } from '../../account/orchestrator-configuration';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { CONSOLE, NO_CONFIGURATION } from './chosen';
import { closeOnHangup, inMinutes, voiceCloses } from './on-hangup';

export const voiceClosesOnHangup: Check = {
	name: 'voice-closes',
	only: 'voice',
	title: 'A call’s conversation closes when the caller hangs up',
	expected: '"Closed" for Voice (calls) is "On hangup"',
	impact:
		'The conversation outlives the call: its last summary comes late, and one who calls again lands in the old conversation.',
	advice: `${CONSOLE} > Overview tab > Conversation lifecycle and timeouts > Edit: for Voice (calls) set "Closed" to "On hangup".`,
	look: async (account) => {
		const configuration = await readConfiguration(account);
		return configuration ? judge(configuration) : skipped(NO_CONFIGURATION);
	},
};

function judge(configuration: OrchestratorConfiguration): Observation {
	const closes = voiceCloses(configuration);
	const fixes = [closeOnHangup(configuration)];
	if (closes === 'on-hangup') return ok('closes on hangup');
	if (closes === 'unset') return wrong('the configuration says nothing about calls', { fixes });
	if (closes !== 'no-closed') return wrong(`closes ${inMinutes(closes)} after the last words`, { fixes });
	return wrong('the timeouts of calls say nothing about "Closed"', {
		// It reads the configuration as it starts, and gives up when `closed` is missing (tac/core/tac.py).
		impact: 'The virtual agent does not start: TAC 2.5 takes no timeouts of calls without "Closed".',
		fixes,
	});
}
