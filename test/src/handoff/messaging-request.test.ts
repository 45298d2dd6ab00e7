/**
 * Reading the request of TAC's post_studio_handoff.
 * @module
 */
import { parseMessagingHandoff } from '../../../src/handoff/messaging-request';
import { failureOf } from '../../support/fakes';
import {
	CONVERSATION_ID,
	CUSTOMER_NUMBER,
	handoffData,
	messagingForm,
	OUR_NUMBER,
} from '../../support/fixtures';

test('a messaging handoff is read as TAC sends it', () => {
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
])('a messaging handoff with a bad %s is refused by that name: %j', async (field, params) => {
	const error = await failureOf(() => parseMessagingHandoff({ ...messagingForm, ...params }));
	expect(error).toMatchObject({ status: 400, code: 'invalid_request', field });
});

test('a payload nested too deep to be passed on is refused', async () => {
	const deep = '['.repeat(20_000) + ']'.repeat(20_000);
	const Parameters = `{"HandoffData":{"conversationId":"${CONVERSATION_ID}","attributes":{"a":${deep}}}}`;
	const error = await failureOf(() => parseMessagingHandoff({ ...messagingForm, Parameters }));
	expect(error).toMatchObject({ status: 400, code: 'invalid_request' });
});
