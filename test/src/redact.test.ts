/**
 * Phone numbers are masked in logs and errors.
 * @module
 */
import { redact } from '../../src/redact';
import { cpuMs } from '../support/fakes';
import * as fixtures from '../support/fixtures';

test.each([
	['E.164', '+15005550123', '+*********23'],
	['a number without plus', '15005550123', '*********23'],
	['a prefix', 'whatsapp:+15005550123', 'whatsapp:+*********23'],
	['spaces', 'call +1 500 555 0123 now', 'call +*********23 now'],
	['brackets and hyphens', '(500) 555-0123', '(********23'],
	['dots', '500.555.0123', '********23'],
	['two numbers', '+15005550123,+15005550006', '+*********23,+*********06'],
	['JSON', '{"to":"+15005550123"}', '{"to":"+*********23"}'],
	['a URL', 'https://x/?to=%2B15005550123', 'https://x/?to=%2B*********23'],
	['the shortest', '+5005550', '+*****50'],
	['the longest', '+123456789012345', '+*************45'],
	['an id that has one in it', 'session-15005550123', 'session-*********23'],
	['more than a date and time', '20251125134399', '************99'],
	['a number that looks like a date and time', '+20251125134318', '+************18'],
	['letters around it', 'a15005550123b', 'a*********23b'],
])('(in describe ‘redact’) masks %s', (_, text, masked) => {
	expect(redact(text)).toBe(masked);
});

test.each([
	'',
	'Twilio answered 503 (reading the participants).',
	'{"path":"/handoff","status":201,"ms":4021}',
	'order #4411',
	'2026-11',
	fixtures.CONVERSATION_SID,
	fixtures.EXECUTION_SID,
	fixtures.CONVERSATION_ID,
	'conv_conversation_00000000000000000000000000',
	fixtures.CONFIGURATION_ID,
	fixtures.PROFILE_ID,
	'3f2504e0-4f89-1111-2222-0305e82c3301',
	'{"conversationId":"3F2504E0-4F89-1111-2222-0305E82C3301"}',
	'00000000-1111-2222-3333-444444444444',
	'507f1f77bcf86cd799439011',
	'd41d8cd98f001234567998ecf8427e01',
	'{"conversationId":"20251125134318"}',
	`${fixtures.SERVICE_SID},${fixtures.FLOW_SID}`,
	`/v2/Conversations/${fixtures.CONVERSATION_ID}/Participants/${fixtures.CUSTOMER_ID}`,
])('(in describe ‘redact’) leaves %j as it is', (text) => {
	expect(redact(text)).toBe(text);
});

test('(in describe ‘redact’) masks a number right beside a SID', () => {
	const text = `${fixtures.EXECUTION_SID} +15005550123 ${fixtures.CONVERSATION_ID}`;
	expect(redact(text)).toBe(`${fixtures.EXECUTION_SID} +*********23 ${fixtures.CONVERSATION_ID}`);
});

test.each(['1', ' ', '_', '1_', '+', '1 ', '(1)', 'a', 'AC0'])(
	'(in describe ‘redact’) takes less than half a second for 10,000 characters of %j',
	(piece) => {
		// What takes a time that grows with the square of the length takes seconds for this one.
		expect(cpuMs(() => redact(piece.repeat(100_000 / piece.length)))).toBeLessThan(500);
	},
);

test('(in describe ‘redact’) keeps ids of any length that is accepted', () => {
	const id = 'conv_conversation_01234567890123456789012345678901';
	expect(redact(id)).toBe(id);
});

test('(in describe ‘redact’) takes less than half a second for 100,000 underscores', () => {
	expect(cpuMs(() => redact('_'.repeat(100_000)))).toBeLessThan(500);
});
