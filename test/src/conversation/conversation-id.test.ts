/**
 * Which conversation ids may become part of a URL.
 * @module
 */
import { parseConversationId } from '../../../src/conversation/conversation-id';
import { InvalidRequestError } from '../../../src/http/errors';
import { failureOf } from '../../support/fakes';
import { CONVERSATION_ID, CONVERSATION_SID, hostileIds } from '../../support/fixtures';

test.each([CONVERSATION_ID, 'conv_conversation_00000000000000000000000000', `${CONVERSATION_ID}0123`])(
	'the conversationId %s is returned as it is',
	(id) => {
		expect(parseConversationId(id)).toBe(id);
	},
);

test.each([
	['absent', undefined],
	['null', null],
	['empty', ''],
])('a conversationId that is %s is required', async (_, value) => {
	const error = await failureOf(() => parseConversationId(value, 'Parameters.HandoffData.conversationId'));
	expect(error).toBeInstanceOf(InvalidRequestError);
	expect(error).toMatchObject({
		status: 400,
		code: 'invalid_request',
		field: 'Parameters.HandoffData.conversationId',
		message: expect.stringMatching(/required/),
	});
});

test('a classic SID gets an error of its own, which names the mix-up', async () => {
	expect(await failureOf(() => parseConversationId(CONVERSATION_SID))).toMatchObject({
		field: 'conversationId',
		message: expect.stringMatching(/classic/),
	});
});

test.each<[string, unknown]>([
	...Object.entries(hostileIds),
	['a number', 42],
	['true', true],
	['sent twice', [CONVERSATION_ID, CONVERSATION_ID]],
	['a list of one', [CONVERSATION_ID]],
	['an object', { toString: CONVERSATION_ID }],
	['an object without a text form', JSON.parse('{"toString":1}')],
])('a conversationId that is %s is refused, and not repeated', async (_, value) => {
	const error = await failureOf(() => parseConversationId(value));
	expect(error).toMatchObject({
		status: 400,
		code: 'invalid_request',
		field: 'conversationId',
		retryable: false,
	});
	expect(error).toMatchObject({ message: expect.stringMatching(/^[\x20-\x7e…]{1,200}$/) });
	if (typeof value === 'string') expect(error).not.toMatchObject({ message: expect.stringContaining(value) });
});
