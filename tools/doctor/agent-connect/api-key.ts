/**
 * @see readKey for what is requested
 * @module
 */
import { readKey } from '../../account/agent-connect/api-key';
import { type Check, ok, skipped, wrong } from '../engine/check';

export const apiKey: Check = {
	name: 'api-key',
	title: 'API key',
	expected:
		'Twilio accepts TWILIO_API_KEY with TWILIO_API_SECRET, also at Studio, and the key belongs to this account',
	impact:
		'The virtual agent doesn’t start, or its handoffs are refused: customers who ask for a person stay with it.',
	advice:
		'Create a Standard key (Console: Account > API keys & tokens), and put its SID and its secret into .env.',
	look: async (account) => {
		const key = await readKey(account);
		if (!key) return skipped('not filled in: see agent-connect/settings');
		const { answer, studio, name } = key;
		if (answer === 'forbidden') {
			return wrong(
				'Twilio accepts the key, but doesn’t let it read the Orchestrator configuration, which the virtual agent does when it starts; it is probably a restricted key',
			);
		}
		if (answer === 'refused') {
			return wrong(
				typeof name !== 'string'
					? 'Twilio refuses the key, and this account has no such key: it was deleted, or belongs to another account'
					: `Twilio refuses the key, but this account has it ("${name}"): TWILIO_API_SECRET is not its secret`,
			);
		}
		if (studio === 'forbidden') {
			return wrong('Twilio accepts the key, but doesn’t let it use Studio; it is probably a restricted key', {
				impact:
					'The virtual agent starts, but its handoffs of messages are refused: customers who ask for a person stay with it.',
				advice:
					'Create a Standard key, or give this one Studio’s permissions (Console: Account > API keys & tokens), and put its SID and its secret into .env.',
			});
		}
		if (name === null) return ok('accepted; its name can be read with the auth token or a Main key only');
		if (name !== undefined) return ok(`"${name}", accepted`);
		return wrong('Twilio accepts the key, but this account has no such key: it belongs to another account', {
			impact: 'The virtual agent works on that other account, and hands over there.',
		});
	},
};
