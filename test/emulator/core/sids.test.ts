/** Identifiers, and how they are printed. */
import { shortenIds } from '../../../emulator/core/sids';

test.each([
	['FN0123456789abcdef0123456789c8a1a7', 'FN…c8a1a7'],
	['conv_conversation_01k3b6g9v2e8r9s4t7w1d7s3kq', 'conv_conversation_…d7s3kq'],
	['task WT0123456789abcdef0123456789abcdef, ok', 'task WT…abcdef, ok'],
	['+15005550123 wrote "hello"', '+15005550123 wrote "hello"'],
	['FN0123', 'FN0123'],
])('%s is printed as %s', (text, short) => {
	expect(shortenIds(text)).toBe(short);
});
