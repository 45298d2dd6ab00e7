/**
 * TwiML's `<Dial>`: a call goes on to a phone number.
 * @module
 */
import type { Call, World } from '../../core/world';
import { mayShow } from './caller-id';
import type { Verb } from './twiml';

/** @returns whether Twilio calls the number */
export function dial(world: World, call: Call, verb: Verb): boolean {
	const number = (verb.children.find(({ name }) => name === 'Number') ?? verb).text.trim();
	const { callerId } = verb.attributes;
	call.events.push(`Dial ${number}`);
	if (!mayShow(world, call, callerId)) {
		world.log('Phone', `13214: call ${call.sid} may not use the caller ID ${callerId || call.from}`);
		return false;
	}
	return /^\+[1-9]\d{1,14}$/.test(number);
}
