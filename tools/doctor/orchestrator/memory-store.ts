/**
 * Checks that customers can be recognised.
 * @module
 */

import type { AccountView } from '../../account/account-view';
import { askingFor } from '../../account/asking';
import { SetupError } from '../../account/errors';
import { named } from '../../account/format';
import { readConfiguration } from '../../account/orchestrator-configuration';
import { type Check, ok, skipped, wrong } from '../engine/check';
import { NO_CONFIGURATION } from './chosen';

export const memoryStore: Check = {
	name: 'memory-store',
	title: 'The memory store is there',
	expected: 'the memory store that the configuration names exists and is ACTIVE',
	// Twilio reports nothing when it is gone (github.com/twilio/ai, twilio-conversation-orchestrator, "Silent Memory
	// linkage failure").
	impact:
		'Customers are not recognised: the agent remembers nobody, and the task in Flex has an empty profileId. No error says so.',
	advice:
		'Create a memory store and a configuration that names it (https://www.twilio.com/docs/conversations/orchestrator/quickstart), and set TWILIO_CONVERSATION_CONFIGURATION_ID in .env to that configuration.',
	look: async (account) => {
		const configuration = await readConfiguration(account);
		if (!configuration) return skipped(NO_CONFIGURATION);
		const id = configuration.memoryStoreId;
		if (!id) return wrong('the configuration names none');
		const store = await fetchStore(account, id);
		if (!store) return wrong(`${id} is gone`);
		const name = named(store.displayName, id);
		if (!store.status) throw new SetupError('Twilio does not tell the status of the memory store.');
		if (store.status === 'ACTIVE') return ok(`${name} is ACTIVE`);
		const isComing = store.status === 'QUEUED' || store.status === 'PROVISIONING';
		return wrong(`${name} is ${store.status}`, {
			...(isComing && { advice: 'Twilio is still making the store. Run this again in some minutes.' }),
		});
	},
};

/** Statuses: twilio-node 6.2 `rest/memory/v1/store.d.ts`. */
async function fetchStore({ twilio }: AccountView, id: string) {
	return askingFor('reading the memory store', () => twilio.memory.v1.stores(id).fetch());
}
