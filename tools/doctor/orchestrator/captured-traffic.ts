/**
 * Checks that no configuration captures the virtual agent's traffic a second time.
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
	'Remove rules for messages last, when orchestrator/bridge and conversations-classic/addresses pass. Until then, only these rules may capture messages. Setup keeps that order.';

export const capturedTraffic: Check = {
	name: 'captured-traffic',
	title: 'Captured traffic',
	expected: 'no configuration automatically captures the virtual agent’s numbers',
	impact:
		'Messages and calls are captured twice: the virtual agent may reply twice, the summary has duplicates, and calls are transcribed and billed twice.',
	advice: BY_HAND,
	look: (account) =>
		lookAtConfiguration(account, async (configuration) => {
			const senders = sendersOf(account.environment);
			if (senders.length === 0) return skipped('no sender of the virtual agent is set in .env');
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
			? [`Setup doesn’t change these because other teams may need them: ${others.join('; ')}.`]
			: []),
		BY_HAND,
	];
	return wrong(captures.map(describe).join('; '), {
		...(messages.length === captures.length &&
			!isBridged && {
				impact:
					'Once the configuration is connected to Flex, messages are captured twice: the virtual agent may reply twice, and the summary has duplicates.',
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
