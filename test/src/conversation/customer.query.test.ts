/**
 * The parameters of /participant-lookup.
 * @module
 */
import { parseCustomerQuery } from '../../../src/conversation/customer';
import { failureOf } from '../../support/fakes';
import { CONVERSATION_ID, CUSTOMER_NUMBER } from '../../support/fixtures';

const conversationId = CONVERSATION_ID;

test.each<[string, Record<string, unknown>, object]>([
	['a conversation alone', {}, {}],
	['empty hints', { channel: '', address: '' }, {}],
	['hints that are null', { channel: null, address: null }, {}],
	['a channel in small letters', { channel: 'whatsapp' }, { channel: 'WHATSAPP' }],
	['an address', { address: CUSTOMER_NUMBER }, { address: CUSTOMER_NUMBER }],
	['a plus sign that became a space', { address: ' 15005550123' }, { address: CUSTOMER_NUMBER }],
	['one behind a prefix', { address: 'whatsapp: 15005550123' }, { address: `whatsapp:${CUSTOMER_NUMBER}` }],
	['an address that only looks like it', { address: ' visitor' }, { address: ' visitor' }],
	['an address in any script', { address: '访客-😀' }, { address: '访客-😀' }],
	['parameters of no concern', JSON.parse('{"limit":"5","__proto__":{"channel":"SMS"}}'), {}],
])('a lookup takes %s', (_, params, hints) => {
	expect(parseCustomerQuery({ conversationId, ...params })).toEqual({ conversationId, ...hints });
});

test.each<[string, Record<string, unknown>]>([
	['conversationId', { conversationId: undefined }],
	['conversationId', { conversationId: [CONVERSATION_ID, CONVERSATION_ID] }],
	['channel', { channel: 'FAX' }],
	['channel', { channel: '__proto__' }],
	['channel', { channel: ['SMS', 'CHAT'] }],
	['channel', { channel: { toUpperCase: 1 } }],
	['address', { address: ['+15005550123', '+15005550124'] }],
	['address', { address: 15005550123 }],
	['address', { address: { $ne: null } }],
	['address', { address: 'x'.repeat(513) }],
])('a lookup refuses a bad %s: %j', async (field, params) => {
	expect(await failureOf(() => parseCustomerQuery({ conversationId, ...params }))).toMatchObject({
		status: 400,
		code: 'invalid_request',
		field,
		message: expect.stringContaining(field),
	});
});
