/**
 * Lines that fit the terminal.
 * @module
 */
import { stripVTControlCharacters } from 'node:util';

/** Where lines are shown; `process.stdout` is one. */
export interface Screen {
	readonly isTTY?: boolean;
	readonly columns?: number;
}

const NARROWEST = 40;

/** How many columns a line may take; no limit where the output goes into a file or another program. */
export function widthOf({ isTTY, columns }: Screen): number {
	return isTTY && columns ? Math.max(columns, NARROWEST) : Number.POSITIVE_INFINITY;
}

/**
 * Breaks a line between words; what does not fit goes below, indented.
 * @param text one line, or several; colors take no room
 * @param indent of the lines that follow
 * @example wrap('  ID  flex/routing and more', 16, 6) // '  ID\n      flex/routing\n      and more'
 */
export function wrap(text: string, width: number, indent: number): string {
	return text
		.split('\n')
		.map((line) => wrapLine(line, width, indent))
		.join('\n');
}

function wrapLine(line: string, width: number, indent: number): string {
	const room = (text: string) => [...stripVTControlCharacters(text)].length;
	if (room(line) <= width) return line;
	// The spaces before and between stay with the word they follow, for the sake of columns.
	const words = line.match(/^\s*\S+|\s+\S+/g) ?? [];
	const lines: string[] = [];
	let current = '';
	for (const word of words) {
		if (current !== '' && room(current) + room(word) > width) {
			lines.push(current);
			current = ' '.repeat(indent) + word.trimStart();
		} else current += word;
	}
	return [...lines, current].join('\n');
}
