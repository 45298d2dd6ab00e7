/**
 * Checks that the configuration is connected to Flex's Conversations service.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { BRIDGE } from '../../account/console';
import { readFlexService } from '../../account/flex/conversations-service';
import { named } from '../../account/format';
import {
	bridgedService,
	type OrchestratorConfiguration,
	readEveryConfiguration,
} from '../../account/orchestrator/configuration';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { asJson, asJsonObject } from '../engine/json';
import { lookAtWorkspace } from '../engine/look-at-workspace';
import { lookAtConfiguration } from './look';

const BY_HAND = `Enter the SID of Flex’s Conversations service (${BRIDGE}), then save.`;

export const bridge: Check = {
	name: 'bridge',
	title: 'Connection to Flex’s Conversations service',
	expected: 'the configuration is connected to the Conversations service that Flex uses',
	impact:
		'Messaging handoffs fail: the agent in Flex has no conversation to join, and /handoff returns not_bridged.',
	advice: BY_HAND,
	only: 'messaging',
	look: (account) =>
		lookAtConfiguration(account, (configuration) =>
			lookAtWorkspace(account, () => lookAtBridge(account, configuration)),
		),
};

async function lookAtBridge(
	account: AccountView,
	configuration: OrchestratorConfiguration,
): Promise<Observation> {
	const service = await readFlexService(account);
	if (!service) return skipped('Flex has no Conversations service; see conversations-classic/service');
	const bridged = bridgedService(configuration);
	if (bridged === service.sid) return ok(`connected to ${service.sid}`);
	const found = `${bridged === undefined ? 'not connected' : `connected to ${bridged}`}; Flex uses ${service.sid}`;
	const all = await readEveryConfiguration(account);
	const holder = all.find((other) => other.id !== configuration.id && bridgedService(other) === service.sid);
	if (!holder) return wrong(found, { fixes: [connect(configuration, service.sid)] });
	const name = named(holder.displayName, holder.id);
	return wrong(`${found}, to which ${name} is connected`, {
		advice: `Disconnect the service from ${name} because it can be connected to one configuration only, or use that configuration for the virtual agent (TWILIO_CONVERSATION_CONFIGURATION_ID). ${BY_HAND}`,
	});
}

/** In the SDK's spelling, whichever was there before. */
function connect({ id, conversationsV1Bridge: now }: OrchestratorConfiguration, serviceId: string): Fix {
	const { serviceSid, ...others } = now ?? {};
	const old = now?.serviceId || serviceSid;
	return {
		stage: 'orchestrator',
		title: `Connect Flex’s Conversations service ${serviceId}${old ? `, replacing ${old}` : ''}`,
		edits: [
			{
				edit: 'set',
				resource: 'orchestrator-configuration',
				id,
				path: ['conversationsV1Bridge'],
				...(now != null && { before: asJson(now) }),
				after: { ...asJsonObject(others), serviceId },
			},
		],
	};
}
