/**
 * Marks and colours, for a terminal and without one.
 * @module
 */
import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];
export type Paint = (style: Style, text: string) => string;

/** A mark before a line, and its colour. */
export const MARKS = {
	ok: ['✓', 'green'],
	wrong: ['✗', 'red'],
	unreadable: ['?', 'yellow'],
} as const satisfies Readonly<Record<string, readonly [string, Style]>>;

/** Whether to colour: only where a person looks on, and not against their will (https://no-color.org). */
export function wantsColor(stream: { readonly isTTY?: boolean }, environment: NodeJS.ProcessEnv): boolean {
	return stream.isTTY === true && !environment.NO_COLOR;
}

/** @returns what colours a text, or leaves it as it is */
export function painter(color: boolean): Paint {
	// Whether there is a terminal was decided already; later versions of Node.js would decide it again.
	return (style, text) => (color ? styleText(style, text, { validateStream: false }) : text);
}

/**
 * A line of details below another: its label, then what there is to say.
 * @param width of the label
 */
export function detail(paint: Paint, width: number, label: string, text: string): string {
	return `${paint('gray', label.padEnd(width))} ${text}`;
}
