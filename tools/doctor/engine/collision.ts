/**
 * What someone else changed between our read of a resource and our write.
 *
 * A value that is to change is compared with a read just before its write (`edit.ts`). For the request in between, the APIs
 * that setup writes to have no condition: of twilio-node 6.2, only tasks, workers, Sync and Intelligence v2 take `If-Match`.
 * Their response to the write shows the rest, where it has a version or more than what was written.
 * @module
 */
import { isSameToTwilio, type JsonObject } from './json';

/**
 * @param before the resource as it was read
 * @param after the resource in Twilio's response to the write, or a part of it
 * @param changed the paths that the write changed
 * @returns what happened, to go after the resource's name; `undefined` when nothing shows
 */
export function collisionIn(
	before: JsonObject,
	after: JsonObject,
	changed: readonly (readonly string[])[],
): string | undefined {
	const { version: was } = before;
	const { version: now } = after;
	// Each write counts it up by one.
	if (typeof was === 'number' && typeof now === 'number' && now > was + 1) {
		return `was changed by someone else at the same time (expected version ${was + 1}, found ${now}). One change may have overwritten the other. Check it in the Console.`;
	}
	const others = Object.keys(after).filter(
		(name) =>
			name !== 'version' &&
			!changed.some(([first]) => first === name) &&
			!isSameToTwilio(before[name], after[name]),
	);
	if (others.length === 0) return undefined;
	return `was changed by someone else at the same time (${others.join(', ')}). Their change was kept. Run: npx handoff doctor`;
}
