/**
 * Marks and colors, for a terminal and without one.
 * @module
 */
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** A mark before a line, and its color. */
export const MARKS = {
	ok: ['✓', 'green'],
	wrong: ['✗', 'red'],
	unreadable: ['?', 'yellow'],
} as const satisfies Readonly<Record<string, readonly [string, Style]>>;

/** Whether to color: on a terminal only, unless NO_COLOR (https://no-color.org) or FORCE_COLOR says otherwise. */
export function wantsColor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
	const { NO_COLOR, FORCE_COLOR } = environment;
	if (NO_COLOR) return false;
	if (FORCE_COLOR !== undefined) return FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
	return stream.isTTY === true;
}

/** @returns what colors a text, or leaves it as it is */
export function painter(color: boolean): Paint {
	// Whether there is a terminal was decided already; later versions of Node.js would decide it again.
	return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}
