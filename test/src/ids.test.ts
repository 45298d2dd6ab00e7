/** The shapes of ids. */
import { isConversationId, isSid } from '../../src/ids';

test('a conversation id may be longer than today', () => {
	for (const length of [20, 26, 40]) {
		expect(isConversationId(`conv_conversation_${'0'.repeat(length)}`)).toBe(true);
	}
});

test.each([19, 41])('%i characters behind the prefix are no conversation id', (length) => {
	expect(isConversationId(`conv_conversation_${'0'.repeat(length)}`)).toBe(false);
});

test('a SID is of one kind, and all of the text', () => {
	const sid = `CH${'0a'.repeat(16)}`;
	expect(isSid('CH', sid)).toBe(true);
	expect(isSid('CA', sid)).toBe(false);
	for (const value of [`${sid}/x`, `${sid}\n`, [sid], undefined]) expect(isSid('CH', value)).toBe(false);
});
