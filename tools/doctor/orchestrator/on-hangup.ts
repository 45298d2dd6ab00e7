/**
 * How "On hangup", the guide's choice for the "Closed" timeout of calls, reads in the API.
 *
 * No number of minutes is it: `closed` is at least 1 in Twilio's OpenAPI spec (twilio_conversations_v2.json) and in TAC
 * 2.5 (tac/models/conversation.py), and minutes count from the last communication, not from the end of the call
 * (docs/conversations/orchestrator/concepts/lifecycle). For calls of ConversationRelay Twilio's skill posts
 * `"VOICE": { "statusTimeouts": null }` (github.com/twilio/ai, twilio-conversation-orchestrator); TAC takes that.
 *
 * GUESS: that this null is "On hangup". The spec does not call it nullable, so the Console may leave `statusTimeouts` out
 * instead. A configuration that was saved there with "On hangup" and read through the API would settle it.
 * @module
 */

import type { OrchestratorConfiguration } from '../../account/orchestrator-configuration';
import type { Fix, SetEdit } from '../engine/fix';
import { asJson } from '../engine/json';

/**
 * Minutes after the last words, or `on-hangup`. `unset` when the configuration says nothing about calls, `no-closed` when
 * it has timeouts of calls without that one.
 */
export function voiceCloses({
	channelSettings,
}: OrchestratorConfiguration): number | 'on-hangup' | 'unset' | 'no-closed' {
	const voice = channelSettings?.VOICE;
	if (!voice) return 'unset';
	return voice.statusTimeouts ? (voice.statusTimeouts.closed ?? 'no-closed') : 'on-hangup';
}

export function closeOnHangup(configuration: OrchestratorConfiguration): Fix {
	const inactive = configuration.channelSettings?.VOICE?.statusTimeouts?.inactive;
	// The timeouts are one setting: "On hangup" is that there are none.
	const loses =
		inactive == null ? '' : `, and no longer make it inactive after ${inMinutes(inactive)} of silence`;
	return {
		stage: 'orchestrator',
		title: `Close a call’s conversation on hangup${loses}`,
		edits: [withoutTimeouts(configuration)],
	};
}

export function inMinutes(count: number): string {
	return `${count} minute${count === 1 ? '' : 's'}`;
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
