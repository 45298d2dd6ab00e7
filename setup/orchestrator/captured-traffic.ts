/**
 * Checks that nothing else records what passes through the agent's numbers.
 * @module
 */
import type { AccountView } from '../account-view';
import { type Check, type Observation, ok, skipped, wrong } from '../check';
import { readFlexService } from '../conversations-classic/service';
import { sendersOf } from '../senders';
import { writable } from '../writable';
import { type Capture, capturesOf, describe, isEverybodys, stopCapturing } from './captures';
import { CONSOLE, NO_CONFIGURATION } from './chosen';
import {
	bridgedService,
	type OrchestratorConfiguration,
	readConfiguration,
	readEveryConfiguration,
} from './configuration';

const BY_HAND = `${CONSOLE} > Channel Traffic tab: remove the agent’s senders from Automatically captured traffic.`;

export const capturedTraffic: Check = {
	name: 'captured-traffic',
	title: 'The agent’s traffic is not captured a second time',
	expected: 'no configuration of the account captures the agent’s numbers automatically',
	consequence:
		'What customers say is recorded twice, so the agent may answer twice and the summary repeats itself; calls are transcribed, and paid for, twice.',
	remedy: BY_HAND,
	look: async (account) => {
		const configuration = await readConfiguration(account);
		if (!configuration) return skipped(NO_CONFIGURATION);
		const senders = sendersOf(account.environment);
		if (senders.length === 0) return skipped('.env names no address of the agent');
		const captures = (await readEveryConfiguration(account))
			.flatMap((each) => capturesOf(each, senders))
			.filter((capture) => account.handsOver(isOfMessages(capture) ? 'messaging' : 'voice'));
		if (captures.length === 0) return ok('no configuration captures the agent’s numbers');
		return judge(await divide(account, configuration, captures));
	},
};

interface Divided {
	/** For setup to stop now. */
	readonly now: readonly Capture[];
	/** Nobody should stop these before the agent's configuration is bridged. */
	readonly later: readonly Capture[];
	/** Everybody's traffic is not ours to stop, and a customer's number is not written into a file. */
	readonly byHand: readonly Capture[];
}

/**
 * Calls are recorded by ConversationRelay in any case. Messages reach the agent's conversations through the bridge, and
 * as long as there is none, through these very rules.
 */
async function divide(
	account: AccountView,
	configuration: OrchestratorConfiguration,
	captures: readonly Capture[],
): Promise<Divided> {
	const ours = captures.filter(
		(capture) => !isEverybodys(capture.rule) && writable(stopCapturing([capture]), account).length > 0,
	);
	const messages = captures.filter(isOfMessages);
	const isSafe = messages.length === 0 || (await isBridged(account, configuration));
	return {
		now: ours.filter((capture) => isSafe || !isOfMessages(capture)),
		later: isSafe ? [] : messages,
		byHand: captures.filter((capture) => !ours.includes(capture) && (isSafe || !isOfMessages(capture))),
	};
}

async function isBridged(account: AccountView, configuration: OrchestratorConfiguration): Promise<boolean> {
	const service = await readFlexService(account);
	return service !== undefined && bridgedService(configuration) === service.sid;
}

function isOfMessages({ channel }: Capture): boolean {
	return channel !== 'VOICE';
}

function judge({ now, later, byHand }: Divided): Observation {
	const all = [...now, ...later, ...byHand];
	const first = `First connect the agent’s configuration to Flex’s Conversations service (orchestrator/bridge): until then these rules alone record what customers write: ${later.map(describe).join('; ')}. npm run setup keeps that order.`;
	const others = `Not done by npm run setup: ${byHand.map(describe).join('; ')}. Such a rule may be there for others too, or names somebody’s number, so decide by hand.`;
	const remedy = [...(later.length > 0 ? [first] : []), ...(byHand.length > 0 ? [others] : []), BY_HAND];
	return wrong(all.map(describe).join('; '), {
		...(later.length === all.length && {
			consequence:
				'Once the configuration is connected to Flex, what customers write is recorded twice: the agent may answer twice, and the summary repeats itself.',
		}),
		remedy: remedy.join(' '),
		mends: stopCapturing(now),
	});
}
