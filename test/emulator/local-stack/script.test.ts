/** The scripted virtual agent's words. */
import { attributesFor, replyTo, wantsPerson } from '../../../emulator/local-stack/script';

test.each([
	['I want to talk to a person', true],
	['HUMAN!', true],
	['Where is my order?', false],
	['My personal data', false],
])('"%s" asks for a person: %s', (text, expected) => {
	expect(wantsPerson(text)).toBe(expected);
});

test('the scripted agent replies to a question about an order differently than to other messages', () => {
	expect(replyTo('Where is my order?')).not.toBe(replyTo('Blue'));
});

test('the reason of a handoff is the beginning of what the customer said', () => {
	const { reason } = attributesFor('y'.repeat(2000));
	expect(reason).toMatch(/^The customer said: y{500}$/);
});
