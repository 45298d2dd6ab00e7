/**
 * Reading the request of TAC's post_studio_handoff.
 * @module
 */
import { isCall, parseMessagingHandoff } from '../../src/handoff/messaging';
import { failureOf } from '../fakes';
import { CUSTOMER_NUMBER, handoffData, messagingForm, OUR_NUMBER } from '../fixtures';

test('it is read as TAC sends it', () => {
	expect(parseMessagingHandoff(messagingForm)).toEqual({
		to: CUSTOMER_NUMBER,
		from: OUR_NUMBER,
		data: { ...handoffData, reason: handoffData.attributes.reason },
		parameters: { HandoffData: handoffData },
	});
});

test.each<[string, object]>([
	['Parameters', { Parameters: undefined }],
	['Parameters', { Parameters: '{' }],
	['Parameters', { Parameters: '[]' }],
	['Parameters', { Parameters: [messagingForm.Parameters, messagingForm.Parameters] }],
	['Parameters.HandoffData', { Parameters: '{}' }],
	['Parameters.HandoffData', { Parameters: '{"HandoffData":"{"}' }],
	['Parameters.HandoffData.conversationId', { Parameters: '{"HandoffData":{}}' }],
	['To', { To: [CUSTOMER_NUMBER, OUR_NUMBER] }],
	['To', { To: 'x'.repeat(513) }],
	['From', { From: { number: OUR_NUMBER } }],
])('a bad %s is named: %j', async (field, params) => {
	const error = await failureOf(() => parseMessagingHandoff({ ...messagingForm, ...params }));
	expect(error).toMatchObject({ status: 400, code: 'invalid_request', field });
});

test('one with a CallSid is a call, and TAC’s is not', () => {
	expect(isCall({ CallSid: 'CA0123456789abcdef0123456789abcdef' })).toBe(true);
	expect(isCall(messagingForm)).toBe(false);
});
