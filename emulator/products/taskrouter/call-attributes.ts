/**
 * What TaskRouter adds to the attributes of every call it queues: the call's own fields, in lower case.
 * @see https://www.twilio.com/docs/voice/twiml/enqueue
 * @module
 */
import type { Call, World } from '../../core/world';

/** Where Twilio places a number of the United States; it knows nothing of other addresses here. */
const PLACE = { country: 'US', state: 'CA', city: 'SAN FRANCISCO', zip: '94105' };
const NOWHERE = { country: '', state: '', city: '', zip: '' };

/**
 * The keys are those of tasks that people published (`from_country` to `caller_city`, empty where Twilio knows nothing).
 * GUESS: `call_status` is in few of them. A task of any call on a live account would settle it.
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
	const known = address.startsWith('+1') ? PLACE : NOWHERE;
	return Object.fromEntries(Object.entries(known).map(([key, value]) => [`${side}_${key}`, value]));
}
