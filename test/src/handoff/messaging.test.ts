/**
 * A handoff from SMS, WhatsApp, RCS or chat, from TAC's request to the execution of the Studio flow.
 * @module
 */
import {
	CONVERSATION_SID,
	CUSTOMER_NUMBER,
	conversation,
	customer,
	EXECUTION_SID,
	handoffData,
	hostileTexts,
	messagingForm,
	OTHER_CONVERSATION_SID,
	OUR_NUMBER,
	participantsPage,
	SERVICE_SID,
} from '../../support/fixtures';
import { CONVERSATION, handOff, PARTICIPANTS } from './hand-off';

test('TAC’s request starts the flow with both classic SIDs', async () => {
	const { value, execution, parameters } = await handOff(messagingForm);
	expect(value).toEqual({
		status: 'handoff_initiated',
		executionSid: EXECUTION_SID,
		conversationSid: CONVERSATION_SID,
		serviceSid: SERVICE_SID,
	});
	expect(execution?.get('To')).toBe(CUSTOMER_NUMBER);
	expect(execution?.get('From')).toBe(OUR_NUMBER);
	expect(parameters).toMatchObject({
		HandoffData: handoffData,
		conversationSid: CONVERSATION_SID,
		serviceSid: SERVICE_SID,
	});
});

test.each<[string, object]>([
	['an object', { Parameters: { HandoffData: handoffData } }],
	['an object with the payload as text', { Parameters: { HandoffData: JSON.stringify(handoffData) } }],
	[
		'text with the payload as text',
		{ Parameters: JSON.stringify({ HandoffData: JSON.stringify(handoffData) }) },
	],
])('Parameters may be %s', async (_, params) => {
	const { value, parameters } = await handOff({ ...messagingForm, ...params });
	expect(value).toMatchObject({ executionSid: EXECUTION_SID });
	expect(parameters).toMatchObject({ HandoffData: handoffData });
});

test.each(Object.entries(hostileTexts))('%s in the reason reach the flow unchanged', async (_, reason) => {
	const attributes = { ...handoffData.attributes, reason, [reason]: { nested: [reason] } };
	const Parameters = JSON.stringify({ HandoffData: { ...handoffData, attributes } });
	const { parameters } = await handOff({ ...messagingForm, Parameters });
	expect(parameters).toMatchObject({ HandoffData: { attributes } });
});

test('SIDs that a caller put into Parameters give way to the resolved ones', async () => {
	const forged = {
		conversationSid: OTHER_CONVERSATION_SID,
		serviceSid: 'ISffffffffffffffffffffffffffffffff',
	};
	const Parameters = JSON.stringify({ ...forged, campaign: 'spring', HandoffData: handoffData });
	const { parameters } = await handOff({ ...messagingForm, Parameters });
	expect(parameters).toMatchObject({
		conversationSid: CONVERSATION_SID,
		serviceSid: SERVICE_SID,
		campaign: 'spring',
	});
});

test.each([
	['empty', { To: '', From: '' }],
	['missing', { To: undefined, From: undefined }],
])('%s To and From become the customer’s address and our number', async (_, missing) => {
	const { execution } = await handOff({ ...messagingForm, ...missing });
	expect(execution?.get('To')).toBe(CUSTOMER_NUMBER);
	expect(execution?.get('From')).toBe(OUR_NUMBER);
});

test('To chooses among a customer’s chats', async () => {
	const chat = { channel: 'CHAT', address: 'visitor-8d2f@example.com', channelId: OTHER_CONVERSATION_SID };
	const body = participantsPage([{ ...customer, addresses: [...customer.addresses, chat] }]);
	const { value } = await handOff(
		{ ...messagingForm, To: 'visitor-8d2f@example.com' },
		{ [PARTICIPANTS]: { body } },
	);
	expect(value).toMatchObject({ conversationSid: OTHER_CONVERSATION_SID });
	const lost = await handOff({ ...messagingForm, To: '' }, { [PARTICIPANTS]: { body } });
	expect(lost.error).toMatchObject({ status: 409, code: 'ambiguous_customer' });
	expect(lost.started).toHaveLength(0);
});

test('slow lookups run side by side and leave time to start the flow', async () => {
	const slow = {
		[PARTICIPANTS]: { body: participantsPage([customer]), afterMs: 3_900 },
		[CONVERSATION]: { body: conversation, afterMs: 3_900 },
	};
	const { value, ms } = await handOff(messagingForm, slow);
	expect(value).toMatchObject({ executionSid: EXECUTION_SID });
	expect(ms).toBe(3_900);
});
