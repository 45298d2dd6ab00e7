/**
 * TwiML's `<Dial>`: a call goes on to a phone number, or to a SIP address.
 * @module
 */
import type { Call, World } from '../../core/world';
import { mayShow } from './caller-id';
import type { Verb } from './twiml';

/**
 * GUESS(sip-caller-id): a caller ID that may not be shown to a phone number may not be shown to a SIP address either, the stricter
 * reading; a `<Dial><Sip>` by a client on a live account would settle it.
 * @returns whether Twilio calls the number or the address
 */
export function dial(world: World, call: Call, verb: Verb): boolean {
	const number = (verb.children.find(({ name }) => /^(Number|Sip)$/.test(name)) ?? verb).text.trim();
	const { callerId } = verb.attributes;
	call.events.push(`Dial ${number}`);
	if (!mayShow(world, call, callerId)) {
		world.log('Phone', `13214: call ${call.sid} cannot use the caller ID ${callerId || call.from}`);
		return false;
	}
	return /^(\+[1-9]\d{1,14}|sips?:[^@\s]+@[^@\s]+)$/.test(number);
}
