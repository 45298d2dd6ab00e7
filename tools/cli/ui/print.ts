/**
 * What commands print. Names, reasons and descriptions out of the account are other people's text: its control characters
 * are shown, not obeyed.
 * @module
 */

/** C0, DEL and C1; what changes the direction of text (Unicode's bidirectional controls); its line separators. */
const CONTROL = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu;
/** Those of `print`, whose texts have several lines. */
const OF_LINES = /[\n\t]/;
/** What `painter` writes. */
const COLOR = new RegExp(`(${'\u001b'}\\[\\d+m)`);

/**
 * A text from outside on one line, each control character as JSON would write it.
 * @example shown('a\nb\u001b[2J') // 'a\\nb\\u001b[2J'
 */
export function shown(text: string): string {
	return text.replace(CONTROL, asWritten);
}

/** Where lines are printed; `process.stdout` is one. */
interface Output {
	write(text: string): unknown;
}

interface PrintOptions {
	readonly to?: Output;
	/** Whether there are colors in it. What is from outside has to be `shown` before it is colored. */
	readonly isColored?: boolean;
}

/** Prints lines, and nothing but lines: JSON too, in which the escapes mean the same. */
export function print(text: string, { to = process.stdout, isColored = false }: PrintOptions = {}): void {
	to.write(`${isColored ? text.split(COLOR).map(exceptColors).join('') : shownLines(text)}\n`);
}

export function printError(text: string): void {
	print(text, { to: process.stderr });
}

/** The same as `shown`, for a text of several lines of ours. */
function shownLines(text: string): string {
	return text.replace(CONTROL, (character) => (OF_LINES.test(character) ? character : asWritten(character)));
}

function exceptColors(part: string, index: number): string {
	return index % 2 === 1 ? part : shownLines(part);
}

function asWritten(character: string): string {
	const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
	return short ?? `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
