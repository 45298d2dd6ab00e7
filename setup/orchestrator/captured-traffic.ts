/**
 * Checks that nothing else records what passes through the agent's numbers.
 * @module
 */
import { redact } from '../../src/redact';
import type { AccountView } from '../account-view';
import { type Check, ok, skipped, wrong } from '../check';
import { asJson } from '../json';
import type { Mend } from '../mend';
import { bareAddress, sendersOf } from '../senders';
import { named } from '../showing';
import { writable } from '../writable';
import { CONSOLE, NO_CONFIGURATION } from './chosen';
import { type OrchestratorConfiguration, readConfiguration } from './configuration';
import { readEveryConfiguration } from './every-configuration';

const BY_HAND = `${CONSOLE} > Channel Traffic tab: remove the agent’s senders from Automatically captured traffic.`;

export const capturedTraffic: Check = {
	name: 'captured-traffic',
	title: 'The agent’s traffic is not captured a second time',
	expected: 'no configuration of the account captures the agent’s numbers automatically',
	consequence:
		'What customers say is recorded twice, so the agent may answer twice and the summary repeats itself; calls are transcribed, and paid for, twice.',
	remedy: BY_HAND,
	look: async (account) => {
		if (!(await readConfiguration(account))) return skipped(NO_CONFIGURATION);
		const ours = sendersOf(account.environment).map(({ address }) => bareAddress(address));
		if (ours.length === 0) return skipped('.env names no address of the agent');
		const { voiceOnly } = account.options;
		const captures = (await readEveryConfiguration(account)).flatMap((configuration) =>
			capturesOf(configuration, ours).filter(({ channel }) => !voiceOnly || channel === 'VOICE'),
		);
		if (captures.length === 0) return ok('no configuration captures the agent’s numbers');
		const { automatic, byHand } = divide(account, captures);
		return wrong(captures.map(describe).join('; '), {
			...(byHand.length > 0 && {
				remedy: `${automatic.length > 0 ? 'npm run setup removes all but' : 'Not done by npm run setup:'} ${byHand.map(describe).join('; ')}. Such a rule may be there for others too, or names somebody’s number, so decide by hand. ${BY_HAND}`,
			}),
			mends: mendsOf(automatic),
		});
	},
};

type Rule = NonNullable<
	NonNullable<NonNullable<OrchestratorConfiguration['channelSettings']>[string]>['captureRules']
>[number];

interface Capture {
	readonly configuration: OrchestratorConfiguration;
	readonly channel: string;
	readonly rule: Rule;
}

/** The rules that catch one of our addresses: those that name it, and those that catch everybody's. */
function capturesOf(configuration: OrchestratorConfiguration, ours: readonly string[]): Capture[] {
	return Object.entries(configuration.channelSettings ?? {}).flatMap(([channel, setting]) =>
		(setting?.captureRules ?? [])
			.filter((rule) => isEverybodys(rule) || sidesOf(rule).some((side) => ours.includes(bareAddress(side))))
			.map((rule) => ({ configuration, channel, rule })),
	);
}

/** Of calls, a rule without a type catches those of the telephone network alone (Twilio's docs, Channels). */
function isEverybodys(rule: Rule): boolean {
	const metadata = asJson(rule.metadata ?? {});
	const callType =
		typeof metadata === 'object' && metadata !== null && 'callType' in metadata ? metadata.callType : 'PSTN';
	return sidesOf(rule).every((side) => side === '*') && callType === 'PSTN';
}

function sidesOf({ from, to }: Rule): [string, string] {
	return [from?.trim() ?? '', to?.trim() ?? ''];
}

/** Everybody's traffic is not ours to stop, and a customer's number is not written into a file. */
function divide(account: AccountView, captures: readonly Capture[]) {
	const automatic = captures.filter(
		(capture) => !isEverybodys(capture.rule) && writable(mendsOf([capture]), account).length > 0,
	);
	return { automatic, byHand: captures.filter((capture) => !automatic.includes(capture)) };
}

/** One for each configuration and channel. */
function mendsOf(captures: readonly Capture[]): Mend[] {
	return captures
		.filter((capture, index) => captures.findIndex((other) => isBeside(capture, other)) === index)
		.map((place): Mend => {
			const { configuration, channel } = place;
			const { id, displayName } = configuration;
			const rules = captures.filter((capture) => isBeside(capture, place)).map(({ rule }) => asJson(rule));
			return {
				stage: 'orchestrator',
				title: `Stop capturing ${channel} of the agent’s numbers in ${named(displayName, id)}`,
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

function isBeside(one: Capture, other: Capture): boolean {
	return one.configuration.id === other.configuration.id && one.channel === other.channel;
}

function describe({ configuration, channel, rule }: Capture): string {
	const [from, to] = sidesOf(rule).map((side) => (side === '*' ? 'anybody' : redact(side) || 'nobody'));
	return `${named(configuration.displayName, configuration.id)} captures ${channel} from ${from} to ${to}`;
}
