/**
 * Checks that nothing else records what passes through the agent's numbers.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { readFlexService } from '../../account/flex-service';
import {
	bridgedService,
	type OrchestratorConfiguration,
	readConfiguration,
	readEveryConfiguration,
} from '../../account/orchestrator-configuration';
import { bareAddress, sendersOf } from '../../account/senders';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { type Capture, capturesOf, describe, isEverybodys, stopCapturing } from './captures';
import { CONSOLE, NO_CONFIGURATION } from './chosen';

const BY_HAND = `${CONSOLE} > Channel Traffic tab: remove the agent’s senders from Automatically captured traffic.`;

const FIRST =
	'Those for messages last, once orchestrator/bridge and conversations-classic/addresses are fine: until then they alone may record what customers write. npm run setup keeps that order.';

export const capturedTraffic: Check = {
	name: 'captured-traffic',
	title: 'The agent’s traffic is not captured a second time',
	expected: 'no configuration of the account captures the agent’s numbers automatically',
	impact:
		'What customers say is recorded twice, so the agent may answer twice and the summary repeats itself; calls are transcribed, and paid for, twice.',
	advice: BY_HAND,
	look: async (account) => {
		const configuration = await readConfiguration(account);
		if (!configuration) return skipped(NO_CONFIGURATION);
		const senders = sendersOf(account.environment);
		if (senders.length === 0) return skipped('.env names no address of the agent');
		const captures = (await readEveryConfiguration(account))
			.flatMap((each) => capturesOf(each, senders))
			.filter((capture) => account.handsOver(isOfMessages(capture) ? 'messaging' : 'voice'));
		if (captures.length === 0) return ok('no configuration captures the agent’s numbers');
		return judge(account, captures, await isBridged(account, configuration));
	},
};

/** Everybody's traffic is not ours to stop, and a customer's number is not written into a file. */
function judge(account: AccountView, captures: readonly Capture[], isBridged: boolean): Observation {
	const ours = captures.filter(({ rule }) => !isEverybodys(rule) && !namesOthers(rule, account));
	const others = captures.filter((capture) => !ours.includes(capture));
	const byHand = `Not done by npm run setup: ${others.map(describe).join('; ')}. Such a rule may be there for others too, or names somebody’s number, so decide by hand.`;
	const messages = captures.filter(isOfMessages);
	const advice = [...(messages.length > 0 ? [FIRST] : []), ...(others.length > 0 ? [byHand] : []), BY_HAND];
	return wrong(captures.map(describe).join('; '), {
		...(messages.length === captures.length &&
			!isBridged && {
				impact:
					'Once the configuration is connected to Flex, what customers write is recorded twice: the agent may answer twice, and the summary repeats itself.',
			}),
		advice: advice.join(' '),
		fixes: stopCapturing(ours),
	});
}

/** A rule that names another number, such as a customer's. */
function namesOthers({ from, to }: Capture['rule'], { environment }: AccountView): boolean {
	const senders = sendersOf(environment).map(({ address }) => bareAddress(address));
	return [from, to].some((side) => side && side !== '*' && !senders.includes(bareAddress(side)));
}

async function isBridged(account: AccountView, configuration: OrchestratorConfiguration): Promise<boolean> {
	const service = await readFlexService(account);
	return service !== undefined && bridgedService(configuration) === service.sid;
}

function isOfMessages({ channel }: Capture): boolean {
	return channel !== 'VOICE';
}
