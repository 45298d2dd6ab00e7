/**
 * Texts that break what surrounds them, and random payloads.
 * @module
 */
import { hostileTexts } from './fixtures';

/** Texts that end the JSON, Liquid or TwiML around them unless they are escaped. */
export const texts: Readonly<Record<string, string>> = {
	...hostileTexts,
	'the end of an object and an empty string': '}""',
	'many such ends': '}""}""}"",{"":""}""',
	'a quote and a brace': '"}',
	'a brace and a quote': '}"',
	'two quotes': '""',
	'a backslash at the end': 'C:\\',
	'an escaped quote': '\\"',
	'line breaks': 'one\ntwo\r\nthree\u2028four',
	'a Liquid value': '{{ flow.variables.handoff }}',
	'a Liquid tag': '{% raw %}{% endraw %}{% comment %}',
	'an end of Liquid': '}} %}',
	'a placeholder': `$${'{FUNCTIONS_URL}'}`,
	'a JSON object': '{"conversationId":"stolen"}',
	'other keys': '","conversationId":"stolen","x":"',
};

/** Random attributes, the same for the same seed. */
export function randomAttributes(seed: number): Record<string, unknown> {
	const random = mulberry32(seed);
	const below = (limit: number) => Math.floor(random() * limit);
	const pool = [...Object.values(texts), 'conversationId', 'reason', 'priority', 'a', ''];
	const piece = () => pool[below(pool.length)] ?? '';
	const noise = () => String.fromCharCode(...Array.from({ length: below(6) }, () => below(0xfffe)));
	const string = () => [piece, noise, () => piece() + noise() + piece()][below(3)]?.() ?? '';
	const value = (depth: number): unknown => {
		const leaves = [string, string, () => below(1_000) - 500, () => random() < 0.5, () => null];
		if (depth === 0 || random() < 0.5) return leaves[below(leaves.length)]?.();
		if (random() < 0.4) return Array.from({ length: below(4) }, () => value(depth - 1));
		return object(depth - 1);
	};
	const object = (depth: number): Record<string, unknown> =>
		Object.fromEntries(Array.from({ length: below(6) }, () => [string(), value(depth)]));
	return { ...object(3), ...(random() < 0.8 && { reason: value(2) }) };
}

/** A small generator of reproducible numbers in [0, 1). */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
