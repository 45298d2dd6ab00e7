/**
 * Checks that no configuration records the virtual agent's traffic a second time.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { sendersOf } from '../../account/agent-connect/senders';
import { ORCHESTRATOR_CONFIGURATION } from '../../account/console';
import { readFlexService } from '../../account/flex/conversations-service';
import {
	bridgedService,
	type OrchestratorConfiguration,
	readEveryConfiguration,
} from '../../account/orchestrator/configuration';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { type Capture, capturesOf, describe, stopCapturing } from './captures';
import { lookAtConfiguration } from './look';

const BY_HAND = `Remove the virtual agent’s senders from Automatically captured traffic (${ORCHESTRATOR_CONFIGURATION} > Channel Traffic tab).`;

const LAST =
	'Remove rules for messages last, when orchestrator/bridge and conversations-classic/addresses pass: until then, only these rules may record messages. npx handoff setup keeps that order.';

export const capturedTraffic: Check = {
	name: 'captured-traffic',
	title: 'The virtual agent’s traffic is not captured twice',
	expected: 'no configuration of the account captures the virtual agent’s numbers automatically',
	impact:
		'What customers say is recorded twice, so the virtual agent may answer twice and the summary repeats itself; calls are transcribed, and billed, twice.',
	advice: BY_HAND,
	look: (account) =>
		lookAtConfiguration(account, async (configuration) => {
			const senders = sendersOf(account.environment);
			if (senders.length === 0) return skipped('.env names no sender of the virtual agent');
			const captures = (await readEveryConfiguration(account))
				.flatMap((each) => capturesOf(each, senders))
				.filter((capture) => account.handsOver(isOfMessages(capture) ? 'messaging' : 'voice'));
			if (captures.length === 0) return ok('no configuration captures the virtual agent’s numbers');
			return twice(captures, await isBridged(account, configuration));
		}),
};

/** Setup removes only rules about the virtual agent's senders: another number, or all traffic, may be another team's. */
function twice(captures: readonly Capture[], isBridged: boolean): Observation {
	const others = captures.filter(({ isOurs }) => !isOurs).map(describe);
	const messages = captures.filter(isOfMessages);
	const advice = [
		...(messages.length > 0 ? [LAST] : []),
		...(others.length > 0
			? [
					`Decide on these yourself, since other teams may need them; npx handoff setup leaves them: ${others.join('; ')}.`,
				]
			: []),
		BY_HAND,
	];
	return wrong(captures.map(describe).join('; '), {
		...(messages.length === captures.length &&
			!isBridged && {
				impact:
					'Once the configuration is connected to Flex, messages are recorded twice: the virtual agent may answer twice, and the summary repeats itself.',
			}),
		advice: advice.join(' '),
		fixes: stopCapturing(captures.filter(({ isOurs }) => isOurs)),
	});
}

async function isBridged(account: AccountView, configuration: OrchestratorConfiguration): Promise<boolean> {
	const service = await readFlexService(account);
	return service !== undefined && bridgedService(configuration) === service.sid;
}

function isOfMessages({ channel }: Capture): boolean {
	return channel !== 'VOICE';
}
