/**
 * Whether Twilio lets us in. Everything else is read with these credentials.
 * @module
 */

import { isRecord } from '../../../src/json';
import { redact } from '../../../src/redact';
import { fromTwilio, statusOf } from '../../../src/twilio/errors';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { isUsable } from './settings';

/** Twilio's code for an account that is suspended or closed: https://www.twilio.com/docs/api/errors/20005 */
const NOT_ACTIVE = 20005;

const COPY = 'Copy both from the first page of the Twilio Console (Account Info) into .env.';

export const credentials: Check = {
	name: 'credentials',
	title: 'Account SID and auth token',
	expected: 'Twilio accepts ACCOUNT_SID and AUTH_TOKEN, and the account is active',
	impact: 'Nothing of the account can be read, and the agent cannot work on it.',
	advice: COPY,
	look: async ({ twilio, settings }) => {
		if (!isUsable(settings, 'ACCOUNT_SID') || !isUsable(settings, 'AUTH_TOKEN')) {
			return skipped('they are not filled in: see agent-connect/settings');
		}
		try {
			const { friendlyName, status, type } = await twilio.api.v2010.accounts(twilio.accountSid).fetch();
			return accountSaid(redact(friendlyName), status, type);
		} catch (error) {
			const status = statusOf(error);
			if (status === 401 || status === 403) return refused(error);
			throw fromTwilio('reading the account', error);
		}
	},
};

function accountSaid(name: string, status: string, type: string): Observation {
	if (status !== 'active') return notActive(`the account "${name}" is ${status}`);
	return ok(
		type === 'Trial'
			? `"${name}", active, a trial: it reaches numbers you have verified and no others`
			: `"${name}", active`,
	);
}

function notActive(found: string): Observation {
	return wrong(found, {
		impact: 'Twilio carries neither calls nor messages for it.',
		advice: 'Find out why in the Twilio Console, or ask Twilio’s support; or use another account.',
	});
}

function refused(error: unknown): Observation {
	const code = isRecord(error) ? error.code : undefined;
	if (code === NOT_ACTIVE) return notActive('the account is not active');
	return statusOf(error) === 403
		? wrong('Twilio knows them, and lets them read nothing: they may be test credentials', {
				advice: 'Copy the live credentials from the first page of the Twilio Console into .env.',
			})
		: wrong('Twilio refuses them', {
				// A suspended or closed account is among the causes: https://www.twilio.com/docs/api/errors/20003
				advice: `${COPY} If they are the same already, see there whether the account is suspended or closed.`,
			});
}
