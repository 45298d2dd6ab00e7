/**
 * Checks that the virtual agent can recognize customers.
 * @module
 */
import { askingFor } from '../../account/asking';
import { SetupError } from '../../account/errors';
import { named } from '../../account/format';
import { type Check, ok, wrong } from '../engine/check';
import { lookAtConfiguration } from './look';

export const memoryStore: Check = {
	name: 'memory-store',
	title: 'Memory store',
	expected: 'the configuration’s memory store exists and is ACTIVE',
	// Twilio reports nothing when it is gone (github.com/twilio/ai, twilio-conversation-orchestrator, "Silent Memory
	// linkage failure").
	impact:
		'The virtual agent doesn’t recognize customers, and the task in Flex has an empty profileId. No error is reported.',
	advice:
		'Create a memory store and a configuration that uses it (https://www.twilio.com/docs/conversations/orchestrator/quickstart), and set TWILIO_CONVERSATION_CONFIGURATION_ID in .env to that configuration.',
	look: (account) =>
		lookAtConfiguration(account, async ({ memoryStoreId: id }) => {
			if (!id) return wrong('the configuration has none');
			// Statuses: twilio-node 6.2 `rest/memory/v1/store.d.ts`.
			const store = await askingFor('reading the memory store', () =>
				account.twilio.memory.v1.stores(id).fetch(),
			);
			if (!store) return wrong(`${id} not found`);
			const { status, displayName } = store;
			if (!status) throw new SetupError('Twilio didn’t return the status of the memory store.');
			const found = `${named(displayName, id)} is ${status}`;
			if (status === 'ACTIVE') return ok(found);
			if (status !== 'QUEUED' && status !== 'PROVISIONING') return wrong(found);
			return wrong(found, {
				advice: 'Twilio is creating the store. Wait a few minutes, then run this command again.',
			});
		}),
};
