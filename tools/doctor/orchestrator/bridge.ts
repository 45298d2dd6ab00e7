/**
 * Checks that what customers write is synced with the Conversations service of Flex.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { readFlexService } from '../../account/flex-service';
import { named } from '../../account/format';
import {
	bridgedService,
	type OrchestratorConfiguration,
	readConfiguration,
	readEveryConfiguration,
} from '../../account/orchestrator-configuration';
import { lookAtWorkspace } from '../../account/workspace';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import type { Fix } from '../engine/fix';
import { asJson, asJsonObject } from '../engine/json';
import { CONSOLE, NO_CONFIGURATION } from './chosen';

const BY_HAND = `${CONSOLE} > Channel Traffic tab > Add Messaging and Chat Traffic > Connect Conversations service or Flex: tick it, enter the service’s SID, Save Changes.`;

export const bridge: Check = {
	name: 'bridge',
	title: 'The configuration is connected to Flex’s Conversations service',
	expected: 'the configuration is connected to the Conversations service that Flex uses',
	impact:
		'A chat or message cannot be handed over: the person in Flex has no conversation to join, and /handoff answers not_bridged.',
	advice: BY_HAND,
	only: 'messaging',
	look: async (account) => {
		const configuration = await readConfiguration(account);
		if (!configuration) return skipped(NO_CONFIGURATION);
		return lookAtWorkspace(account, () => compare(account, configuration));
	},
};

async function compare(account: AccountView, configuration: OrchestratorConfiguration): Promise<Observation> {
	const service = await readFlexService(account);
	if (!service) return skipped('Flex has no Conversations service to connect to');
	const bridged = bridgedService(configuration);
	if (bridged === service.sid) return ok(`connected to ${service.sid}`);
	const found = `connected to ${bridged ?? 'none'}; Flex uses ${service.sid}`;
	const all = await readEveryConfiguration(account);
	const holder = all.find((other) => other.id !== configuration.id && bridgedService(other) === service.sid);
	if (!holder) return wrong(found, { fixes: [connect(configuration, service.sid)] });
	const name = named(holder.displayName, holder.id);
	return wrong(`${found}, to which ${name} is connected`, {
		advice: `A service can be connected to one configuration only. Disconnect it from ${name}, or let the agent use that one (TWILIO_CONVERSATION_CONFIGURATION_ID). ${BY_HAND}`,
	});
}

/** In the spelling of the SDK, whatever was there before. */
function connect({ id, conversationsV1Bridge: now }: OrchestratorConfiguration, serviceId: string): Fix {
	const { serviceSid, ...others } = now ?? {};
	const old = now?.serviceId || serviceSid;
	return {
		stage: 'orchestrator',
		title: `Connect the Conversations service of Flex, ${serviceId}${old ? `, in place of ${old}` : ''}`,
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
