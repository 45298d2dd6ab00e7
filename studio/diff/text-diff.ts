/**
 * Shows how a value changed, in half a line.
 * @module
 */

/** Texts up to this length are shown in full. */
const SHORT = 60;
/** How many characters of a longer text are shown around the difference. */
const CONTEXT = 12;

/**
 * Shows both values; of two long texts only the difference, with a few characters around it.
 * @param was `undefined` when the value was added
 * @param is `undefined` when the value was removed
 * @example change(30, '45') // '30 → "45"'
 * @example change(`${long}left${long}`, `${long}right${long}`) // '"…aaaaaaaaaaaaleftaaaaaaaaaaaa…" → "…aaaaaaaaaaaarightaaaaaaaaaaaa…"'
 */
export function change(was: unknown, is: unknown): string {
	if (typeof was !== 'string' || typeof is !== 'string') return `${show(was)} → ${show(is)}`;
	// By code point, so that no character is cut in half.
	const [before, after] = [[...was], [...is]];
	if (before.length <= SHORT && after.length <= SHORT) return `${quote(before)} → ${quote(after)}`;
	const limit = Math.min(before.length, after.length);
	let head = 0;
	while (head < limit && before[head] === after[head]) head++;
	let tail = 0;
	while (tail < limit - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
	const cut = (text: readonly string[]): string => {
		const start = Math.max(0, head - CONTEXT);
		const end = Math.min(text.length, text.length - tail + CONTEXT);
		return quote(text.slice(start, end), start > 0, end < text.length);
	};
	return `${cut(before)} → ${cut(after)}`;
}

function show(value: unknown): string {
	if (value === undefined) return '(none)';
	return typeof value === 'string' ? quote([...value]) : clip([...JSON.stringify(value)]);
}

function quote(text: readonly string[], cutBefore = false, cutAfter = false): string {
	return `"${cutBefore ? '…' : ''}${clip(text)}${cutAfter ? '…' : ''}"`;
}

/** Shortens a text in the middle, and escapes what a terminal would interpret. */
function clip(text: readonly string[]): string {
	const limit = 2 * SHORT;
	const kept = text.length <= limit ? text : [...text.slice(0, SHORT), ' … ', ...text.slice(-SHORT)];
	return kept.join('').replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
		const known: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };
		return known[character] ?? `\\u{${character.codePointAt(0)?.toString(16)}}`;
	});
}
