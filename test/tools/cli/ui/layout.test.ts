/** Lines that fit the terminal. */
import { widthOf, wrap } from '../../../../tools/cli/ui/layout';

test('a line that is too long breaks between words, with a hanging indent', () => {
	expect(wrap('    ID   flex/routing and more', 22, 9)).toBe('    ID   flex/routing\n         and more');
});

test.each([
	['a line that fits', 'a b', 10, 'a b'],
	['no limit', 'a '.repeat(100), Number.POSITIVE_INFINITY, 'a '.repeat(100)],
	['a word longer than the line', 'a https://example.com/long b', 10, 'a\n  https://example.com/long\n  b'],
	['several lines, each for itself', 'aa bb\ncc dd', 4, 'aa\n  bb\ncc\n  dd'],
	['an empty line', 'a\n\nb', 4, 'a\n\nb'],
	['colors, which take no room', '\u001b[31mred\u001b[39m one', 7, '\u001b[31mred\u001b[39m one'],
])('wrapping keeps %s intact', (_what, text, width, wrapped) => {
	expect(wrap(text, width, 2)).toBe(wrapped);
});

test('the width is the terminal’s, and unlimited elsewhere', () => {
	expect(widthOf({ isTTY: true, columns: 100 })).toBe(100);
	expect(widthOf({ columns: 100 })).toBe(Number.POSITIVE_INFINITY);
	expect(widthOf({ isTTY: true })).toBe(Number.POSITIVE_INFINITY);
});
