/**
 * The attributes that TaskRouter adds to the task of every queued call: the call's own fields, in lower case.
 * @see https://www.twilio.com/docs/voice/twiml/enqueue
 * @module
 */
import type { Call, World } from '../../core/world';

/** The location of every number in the United States here; other addresses have none. */
const PLACE = { country: 'US', state: 'CA', city: 'SAN FRANCISCO', zip: '94105' };
const NO_PLACE = { country: '', state: '', city: '', zip: '' };

/**
 * The keys are those of published tasks (`from_country` to `caller_city`, empty when Twilio has no location).
 * GUESS(call-status-attribute): `call_status` is in few of them. A task of any call on a live account would settle it.
 */
export function callAttributes({ account }: World, call: Call): Record<string, string> {
	return {
		...place('from', call.from),
		...place('caller', call.from),
		...place('to', call.to),
		...place('called', call.to),
		call_sid: call.sid,
		call_status: call.status,
		account_sid: account.accountSid,
		from: call.from,
		caller: call.from,
		to: call.to,
		called: call.to,
		direction: call.direction,
		api_version: '2010-04-01',
	};
}

function place(side: string, address: string): Record<string, string> {
	const known = address.startsWith('+1') ? PLACE : NO_PLACE;
	return Object.fromEntries(Object.entries(known).map(([key, value]) => [`${side}_${key}`, value]));
}
