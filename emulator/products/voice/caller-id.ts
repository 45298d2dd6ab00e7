/**
 * Which caller ID a `<Dial>` may show.
 * @see https://www.twilio.com/docs/api/errors/13214
 * @module
 */
import type { Call, World } from '../../core/world';

/** Twilio's `From` of a withheld number: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN, UNAVAILABLE on a keypad. */
const WITHHELD: ReadonlySet<string> = new Set([
	'+266696687',
	'+7378742833',
	'+2562533',
	'+8656696',
	'+86282452253',
]);

/**
 * Whether `<Dial>` may call a phone number with this caller ID, which is the caller's own number without a `callerId`. It
 * must be a phone number: the caller's, the dialed-in one, one of the account's or a verified one. A caller without a
 * number of their own (`client:…`, `sip:…`, withheld) therefore needs a `callerId`.
 *
 * GUESS(caller-id-withheld): a withheld number without `callerId` fails, the stricter reading: by the page above the
 * invalid ID is passed on, and some carriers reject the call. GUESS(caller-id-dial-fails): the dial fails with
 * `DialCallStatus=failed` and the call goes on. A `<Dial>` by a withheld number, and one by a client, with an `action`
 * on a live account would settle both.
 * @param callerId the attribute of `<Dial>`, if any
 */
export function mayShow(world: World, call: Call, callerId: string | undefined): boolean {
	const shown = callerId || call.from;
	if (!/^\+[1-9]\d{1,14}$/.test(shown) || WITHHELD.has(shown)) return false;
	if (shown === call.from || shown === call.to || world.outgoingCallerIds.has(shown)) return true;
	return [...world.phoneNumbers.values()].some(({ phoneNumber }) => phoneNumber === shown);
}
