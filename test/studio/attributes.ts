/**
 * Attributes an app may send along with a handoff, from ordinary to hostile, and any number of random ones.
 * @module
 */
import { hostileTexts } from '../fixtures';

/** XML, and so the TwiML of a call, has no way to write U+FFFE and U+FFFF. They get a test of their own. */
const { noncharacters, ...speakable } = hostileTexts;

export { noncharacters };

/** Text that ends the JSON, the Liquid or the TwiML around it when it is not escaped. */
export const texts: Readonly<Record<string, string>> = {
	...speakable,
	'the end of an object and an empty string': '}""',
	'that end, many times': '}""}""}"",{"":""}""',
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
	nothing: '',
};

const OURS = {
	conversationId: 'stolen',
	storeId: 'stolen',
	profileId: 'stolen',
	channel: 'stolen',
	direction: 'stolen',
	name: 'stolen',
	customerAddress: '+15005550666',
};

/** An own key of that name, as `JSON.parse` makes it. */
const PROTOTYPE = {
	['__proto__']: { conversationId: 'stolen', admin: true },
	constructor: 'x',
	toString: 'y',
};

const each = (wrap: (text: string) => Record<string, unknown>, kind: string) =>
	Object.entries(texts).map(([name, text]): [string, Record<string, unknown>] => [
		`${name}, ${kind}`,
		wrap(text),
	]);

export const attributeTable: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
	['what an app usually sends', { department: 'support', tier: 'gold', reason: 'wants a person' }],
	['none', {}],
	['only a reason', { reason: 'angry' }],
	['a reason that is null', { reason: null, a: 1 }],
	['a reason that is empty', { reason: '' }],
	['a reason that is a number', { reason: 0 }],
	['a reason that is false', { reason: false }],
	['a reason that is an object', { reason: { code: 7, text: 'x' } }],
	['numbers', { zero: 0, negative: -1.5, big: 1e21, small: 1e-7, max: Number.MAX_SAFE_INTEGER }],
	['booleans and null', { yes: true, no: false, nothing: null }],
	['objects and arrays', { a: { b: { c: [{}, [], [[]], { d: null }] } }, list: [1, 'two', null, { x: [] }] }],
	['an object at the end', { a: { b: { c: {} } } }],
	['empty keys', { '': '', ' ': ' ' }],
	['keys in other scripts', { größe: 1, 名前: '太郎', '😀': '😀', ключ: 'да' }],
	['keys that look like numbers', { 2: 'b', 1: 'a', '-1': 'c' }],
	['keys with a dot', { 'a.b': 1, 'a[0]': 2 }],
	['our own names', OURS],
	['our own names, and a reason', { ...OURS, reason: 'mine', department: 'x' }],
	['our own names for what was lost', { handoffDataProblem: 'x', handoffDataReceived: 'y' }],
	['names of a prototype', PROTOTYPE],
	['names Liquid knows', { size: 3, first: 'a', last: 'z', forloop: {}, empty: true, blank: false }],
	...each((text) => ({ text, after: 1 }), 'as a value'),
	...each((text) => ({ reason: text }), 'as the reason'),
	...each((text) => ({ [text]: text }), 'as a key'),
	...each((text) => ({ deep: [{ [text]: [text, { text }] }] }), 'deep inside'),
];

/** `priority` attributes of every kind. */
export const priorities: readonly unknown[] = [
	...['low', 'normal', 'high', 'urgent', 'HIGH', ' Urgent ', 'highest', 'null', 'constructor', '', ' '],
	...[0, 1, 7, 30, 100, 2_147_483_647, 2_147_483_648, 1e21, -1, -0, 1.5, 10.0],
	...['0', '7', ' 7 ', '007', '+7', '-7', '-0', '7.0', '7.5', '1e3', '0x10', '1,000', '7 8', '٧', '７', '७'],
	...['2147483647', '2147483648', '99999999999999999999', 'Infinity', 'NaN', '{{ 7 }}', '7"', '7\n'],
	...[true, false, null, [], [7], ['high'], {}, { value: 7 }, { size: 7 }],
];

/** Attributes by chance, the same ones for the same seed. */
export function randomAttributes(seed: number): Record<string, unknown> {
	const random = mulberry32(seed);
	const below = (limit: number) => Math.floor(random() * limit);
	const pool = [...Object.values(texts), ...Object.keys(OURS), 'reason', 'priority', 'a', 'b'];
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
	return object(3);
}

/** A small generator of numbers in [0, 1) that everyone can repeat. */
function mulberry32(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}
