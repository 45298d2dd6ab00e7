/**
 * Whether Twilio accepts the account's credentials. Everything else is read with them.
 * @module
 */
import { isRecord } from '../../../src/json';
import { redact } from '../../../src/redact';
import { fromTwilio, statusOf } from '../../../src/twilio/errors';
import { isApiKey, isRefusal, readAccount, usableCredentials } from '../../account/credentials';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';

/** Twilio's code for an account that is suspended or closed: https://www.twilio.com/docs/api/errors/20005 */
const NOT_ACTIVE = 20005;

const COPY = 'Copy both into .env from the first page of the Console (Account Info).';

export const credentials: Check = {
	name: 'credentials',
	title: 'Account SID and auth token, or API key',
	expected: 'ACCOUNT_SID with AUTH_TOKEN, or with the API key, is valid, and the account is active',
	impact: 'Doctor can’t read the account, and the virtual agent can’t use it.',
	advice: COPY,
	look: async ({ twilio, settings }) => {
		if (!usableCredentials(settings)) {
			return skipped('not set; see agent-connect/settings');
		}
		try {
			const account = await readAccount(twilio);
			if (!account) return ok('a Standard API key; name and status need the auth token or a Main key');
			return judge(redact(account.friendlyName), account.status, account.type);
		} catch (error) {
			if (isRefusal(error)) return refused(error, isApiKey(twilio));
			throw fromTwilio('reading the account', error);
		}
	},
};

function judge(name: string, status: string, type: string): Observation {
	if (status !== 'active') return notActive(`the account "${name}" is ${status}`);
	if (type !== 'Trial') return ok(`"${name}", active`);
	return ok(`"${name}", active (trial account: verified numbers only)`);
}

function notActive(found: string): Observation {
	return wrong(found, {
		impact: 'The account can’t make or receive calls or messages.',
		advice: 'Check the Console for the reason, contact Twilio Support, or use another account.',
	});
}

function refused(error: unknown, byKey: boolean): Observation {
	const code = isRecord(error) ? error.code : undefined;
	if (code === NOT_ACTIVE) return notActive('the account is not active');
	if (byKey) {
		return wrong('Twilio rejected the API key for this account', {
			advice:
				'Create a Standard key in this account (Console: Account > API keys & tokens), and put its SID and secret into .env, or into twilio-cli: twilio login. If they’re correct, check in the Console whether the account is suspended or closed.',
		});
	}
	if (statusOf(error) === 403) {
		return wrong('valid, but without read access; they may be test credentials', {
			advice: 'Copy the live credentials into .env from the first page of the Console (Account Info).',
		});
	}
	return wrong('rejected by Twilio', {
		// A suspended or closed account is among the causes: https://www.twilio.com/docs/api/errors/20003
		advice: `${COPY} If they’re the same, check there whether the account is suspended or closed.`,
	});
}
