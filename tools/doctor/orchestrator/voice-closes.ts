/**
 * Checks that a call's conversation closes with the call.
 *
 * The guide's "On hangup" isn't a number of minutes: `closed` is at least 1 in Twilio's OpenAPI spec
 * (twilio_conversations_v2.json) and in TAC 2.5 (tac/models/conversation.py), and minutes count from the last
 * communication, not from the end of the call (docs/conversations/orchestrator/concepts/lifecycle). For calls of
 * ConversationRelay Twilio's skill posts `"VOICE": { "statusTimeouts": null }` (github.com/twilio/ai,
 * twilio-conversation-orchestrator); TAC accepts that.
 *
 * GUESS(on-hangup-null): this null is "On hangup". The spec does not call it nullable, so the Console may leave
 * `statusTimeouts` out instead. A configuration that was saved there with "On hangup" and read through the API would
 * verify it.
 * @module
 */

import { ORCHESTRATOR_CONFIGURATION } from '../../account/console';
import type { OrchestratorConfiguration } from '../../account/orchestrator/configuration';
import { type Check, type Observation, ok, wrong } from '../engine/check';
import type { Fix, SetEdit } from '../engine/fix';
import { asJson } from '../engine/json';
import { lookAtConfiguration } from './look';

export const voiceCloses: Check = {
	name: 'voice-closes',
	only: 'voice',
	title: 'Voice conversations close on hangup',
	expected: '"Closed" for Voice (calls) is "On hangup"',
	impact:
		'The conversation stays open after the call: its last summary is late, and a customer who calls again is in the old conversation.',
	advice: `Set "Closed" for Voice (calls) to "On hangup" (${ORCHESTRATOR_CONFIGURATION} > Overview tab > Conversation lifecycle and timeouts > Edit).`,
	look: (account) => lookAtConfiguration(account, lookAtTimeouts),
};

function lookAtTimeouts(configuration: OrchestratorConfiguration): Observation {
	const voice = configuration.channelSettings?.VOICE;
	const fixes = [closeOnHangup(configuration)];
	if (!voice) return wrong('the configuration has no settings for calls', { fixes });
	if (!voice.statusTimeouts) return ok('closes on hangup');
	const { closed } = voice.statusTimeouts;
	if (closed != null) return wrong(`closes after ${inMinutes(closed)} of silence`, { fixes });
	return wrong('the timeouts of calls have no "Closed"', {
		// It reads the configuration as it starts, and gives up when `closed` is missing (tac/core/tac.py).
		impact: 'The virtual agent doesn’t start because TAC 2.5 requires a "Closed" timeout.',
		fixes,
	});
}

function closeOnHangup(configuration: OrchestratorConfiguration): Fix {
	const inactive = configuration.channelSettings?.VOICE?.statusTimeouts?.inactive;
	// The timeouts are one setting: "On hangup" means that there are none.
	const loses =
		inactive == null ? '' : `, and no longer set it inactive after ${inMinutes(inactive)} of silence`;
	return {
		stage: 'orchestrator',
		title: `Close a call’s conversation on hangup${loses}`,
		edits: [withoutTimeouts(configuration)],
	};
}

function withoutTimeouts({ id, channelSettings }: OrchestratorConfiguration): SetEdit {
	const voice = channelSettings?.VOICE;
	const target = { edit: 'set', resource: 'orchestrator-configuration', id } as const;
	if (!voice) return { ...target, path: ['channelSettings', 'VOICE'], after: { statusTimeouts: null } };
	return {
		...target,
		path: ['channelSettings', 'VOICE', 'statusTimeouts'],
		...(voice.statusTimeouts && { before: asJson(voice.statusTimeouts) }),
		after: null,
	};
}

function inMinutes(count: number): string {
	return `${count} minute${count === 1 ? '' : 's'}`;
}
