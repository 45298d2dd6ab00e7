/**
 * How "On hangup", the guide's choice for the "Closed" timeout of calls, reads in the API.
 *
 * GUESS: as `statusTimeouts` that are null, or have no `closed`. TAC 2.5 takes null, or a `closed` of at least one
 * minute (tac/models/conversation.py); Twilio's skill writes `"VOICE": { "statusTimeouts": null }` for calls of
 * ConversationRelay (github.com/twilio/ai, twilio-conversation-orchestrator); and minutes count from the last
 * communication, not from the end of the call (docs/conversations/orchestrator/concepts/lifecycle). A configuration
 * that was saved in the Console with "On hangup" and read through the API would settle it.
 * @module
 */
import { asJson } from '../json';
import type { SetEdit } from '../mend';
import type { OrchestratorConfiguration } from './configuration';

/** Minutes after the last words, `on-hangup`, or `unset` when the configuration says nothing about calls. */
export function voiceCloses({ channelSettings }: OrchestratorConfiguration): number | 'on-hangup' | 'unset' {
	const voice = channelSettings?.VOICE;
	return voice ? (voice.statusTimeouts?.closed ?? 'on-hangup') : 'unset';
}

export function closeOnHangup({ id, channelSettings }: OrchestratorConfiguration): SetEdit {
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
