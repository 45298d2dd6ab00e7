/**
 * Capture rules, by which a configuration captures traffic of the account's numbers.
 * @module
 */

import { bareAddress } from '../../../src/conversation/customer';
import { redact } from '../../../src/redact';
import type { Sender } from '../../account/agent-connect/senders';
import { named } from '../../account/format';
import type { OrchestratorConfiguration } from '../../account/orchestrator/configuration';
import type { Fix } from '../engine/fix';
import { asJson } from '../engine/json';

/** The channels that pass through each kind of sender. On another channel the same number may be another team's. */
const CHANNELS: Readonly<Record<Sender['channel'], readonly string[]>> = {
	PHONE: ['VOICE', 'SMS'],
	WHATSAPP: ['WHATSAPP'],
	RCS: ['RCS'],
};

type Rule = NonNullable<
	NonNullable<NonNullable<OrchestratorConfiguration['channelSettings']>[string]>['captureRules']
>[number];

export interface Capture {
	readonly configuration: OrchestratorConfiguration;
	readonly channel: string;
	readonly rule: Rule;
	/** Whether the rule is about the virtual agent's senders and no other number. */
	readonly isOurs: boolean;
}

/** The rules that capture one of our senders: those that name it, and those that capture all traffic. */
export function capturesOf(configuration: OrchestratorConfiguration, senders: readonly Sender[]): Capture[] {
	return Object.entries(configuration.channelSettings ?? {}).flatMap(([channel, setting]) => {
		const ours = senders
			.filter((sender) => CHANNELS[sender.channel].includes(channel))
			.map(({ address }) => bareAddress(address));
		if (ours.length === 0) return [];
		return (setting?.captureRules ?? []).flatMap((rule): Capture[] => {
			const named = sidesOf(rule).filter((side) => side !== '*' && side !== '');
			const isOneOfOurs = (side: string) => ours.includes(bareAddress(side));
			if (!named.some(isOneOfOurs) && !capturesAll(rule)) return [];
			const isOurs = named.length > 0 && named.every(isOneOfOurs);
			return [{ configuration, channel, rule, isOurs }];
		});
	});
}

/** Of calls, a rule without a type captures those of the telephone network only (Twilio's docs, Channels). */
function capturesAll(rule: Rule): boolean {
	const metadata = asJson(rule.metadata ?? {});
	const callType =
		typeof metadata === 'object' && metadata !== null && 'callType' in metadata ? metadata.callType : 'PSTN';
	return sidesOf(rule).every((side) => side === '*') && callType === 'PSTN';
}

/**
 * ConversationRelay records calls in any case. Messages reach the agent's conversations through the bridge and what
 * creates classic conversations; while one of them is missing, through these rules.
 */
const NEEDED = ['orchestrator/bridge', 'conversations-classic/addresses'];

/** One change for each configuration and channel. */
export function stopCapturing(captures: readonly Capture[]): Fix[] {
	return captures
		.filter((capture, index) => captures.findIndex((other) => isSamePlace(capture, other)) === index)
		.map((place): Fix => {
			const { configuration, channel } = place;
			const { id, displayName } = configuration;
			const rules = captures.filter((capture) => isSamePlace(capture, place)).map(({ rule }) => asJson(rule));
			return {
				...(channel === 'VOICE' ? { stage: 'orchestrator' } : { stage: 'traffic', needs: NEEDED }),
				title: `Stop capturing ${channel} of the virtual agent’s numbers in ${named(displayName, id)}`,
				edits: [
					{
						edit: 'list',
						resource: 'orchestrator-configuration',
						id,
						path: ['channelSettings', channel, 'captureRules'],
						remove: rules,
						add: [],
					},
				],
			};
		});
}

/** @example '"sales" (conv_configuration_…) captures SMS from any number to +*********06' */
export function describe({ configuration, channel, rule }: Capture): string {
	const [from, to] = sidesOf(rule).map((side) => (side === '*' ? 'any number' : redact(side) || 'no number'));
	return `${named(configuration.displayName, configuration.id)} captures ${channel} from ${from} to ${to}`;
}

function sidesOf({ from, to }: Rule): [string, string] {
	return [from?.trim() ?? '', to?.trim() ?? ''];
}

function isSamePlace(one: Capture, other: Capture): boolean {
	return one.configuration.id === other.configuration.id && one.channel === other.channel;
}
