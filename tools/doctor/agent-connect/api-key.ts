/**
 * @see readKey for what is requested
 * @module
 */
import { readKey } from '../../account/agent-connect/api-key';
import { type Check, ok, skipped, wrong } from '../engine/check';

export const apiKey: Check = {
	name: 'api-key',
	title: 'API key',
	expected: 'TWILIO_API_KEY and TWILIO_API_SECRET are valid for this account and can use Studio',
	impact:
		'The virtual agent doesn’t start, or its handoffs are rejected, so customers who ask for a human agent don’t reach one.',
	advice:
		'Create a Standard key (Console: Account > API keys & tokens), and put its SID and secret into .env.',
	look: async (account) => {
		const key = await readKey(account);
		if (!key) return skipped('not set; see agent-connect/settings');
		const { orchestrator, studio, name } = key;
		if (orchestrator === 'forbidden') {
			return wrong(
				'the key can’t read the Orchestrator configuration, which the virtual agent needs when it starts; it’s probably a Restricted key',
			);
		}
		if (orchestrator === 'refused') {
			return wrong(
				typeof name !== 'string'
					? 'Twilio rejected the key: it was deleted, or belongs to another account'
					: `TWILIO_API_SECRET isn’t the secret of the key ("${name}")`,
			);
		}
		if (studio === 'forbidden') {
			return wrong('the key can’t use Studio; it’s probably a Restricted key', {
				impact:
					'The virtual agent starts, but its messaging handoffs are rejected, so customers who ask for a human agent don’t reach one.',
				advice:
					'Create a Standard key, or give this one permissions for Studio (Console: Account > API keys & tokens), and put its SID and secret into .env.',
			});
		}
		if (name === null) return ok('valid (reading its name requires the auth token or a Main key)');
		if (name !== undefined) return ok(`"${name}", valid`);
		return wrong('the key is valid, but belongs to another account', {
			impact: 'The virtual agent uses the other account, and hands off there.',
		});
	},
};
