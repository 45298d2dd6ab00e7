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

test('an order and something else get different replies', () => {
	expect(replyTo('Where is my order?')).not.toBe(replyTo('Blue'));
});

test('the reason is what the customer said, cut', () => {
	const { reason } = attributesFor('y'.repeat(2000));
	expect(reason).toMatch(/^The customer said: y{500}$/);
});
