/** What commands print: control characters in other people's text are shown, not obeyed. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../../tools/account/project';
import { painter } from '../../../../tools/cli/ui/colors';
import { print, shown } from '../../../../tools/cli/ui/print';

function printed(text: string, isColored = false): string {
	let output = '';
	const to = {
		write: (written: string) => {
			output += written;
		},
	};
	print(text, { to, isColored });
	return output;
}

test.each([
	['an escape sequence', '\u001b[2J', '\\u001b[2J'],
	['a C1 sequence', '\u009b2J', '\\u009b2J'],
	['a bell', '\u0007', '\\u0007'],
	['a delete', '\u007f', '\\u007f'],
	['a carriage return', '\r✓ passed', '\\r✓ passed'],
	['an override of the direction', '\u202etxt', '\\u202etxt'],
	['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
	['a mark of the direction', '\u200fx', '\\u200fx'],
	['a line separator', '\u2028x', '\\u2028x'],
])('printing shows %s as an escape', (_what, text, expected) => {
	expect(shown(text)).toBe(expected);
	expect(printed(text)).toBe(`${expected}\n`);
	expect(printed(text, true)).toBe(`${expected}\n`);
});

test('printing on one line shows a line break as an escape too', () => {
	expect(shown('a\n✓ all passed\tb')).toBe('a\\n✓ all passed\\tb');
	expect(printed('a\n\tb')).toBe('a\n\tb\n');
});

test.each(['Zoë 王芳', 'عربي', '👩‍💻', 'a “name”'])('printing keeps %s as it is', (text) => {
	expect(shown(text)).toBe(text);
});

test('printing keeps our own colors where they are expected', () => {
	const red = painter(true)('red', 'x');
	expect(printed(red, true)).toBe(`${red}\n`);
	expect(printed(red)).not.toContain('\u001b');
});

test('JSON made printable means the same as before', () => {
	const value = { name: '\u001b[2J\u009b\u202e\u2028\n"' };
	const text = printed(JSON.stringify(value, undefined, 2));
	expect(JSON.parse(text)).toEqual(value);
	expect(text).not.toMatch(/[\u007f-\u009f\u202e\u2028]/);
});

test('no command prints but through ui/print', () => {
	const folder = join(ROOT, 'tools/cli');
	const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
		name.endsWith('.ts'),
	);
	const direct = files.filter((name) =>
		/console\.(log|error|warn)\(/.test(readFileSync(join(folder, name), 'utf8')),
	);
	expect(direct).toEqual([]);
});
