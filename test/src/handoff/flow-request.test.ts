/**
 * What the flow is answered: the texts that its widgets send to Flex.
 * @module
 */
import { respondToFlow } from '../../../src/handoff/flow-request';
import { failureOf } from '../../support/fakes';
import { CONVERSATION_ID, CUSTOMER_NUMBER, handoffData } from '../../support/fixtures';

const params = {
	HandoffData: JSON.stringify(handoffData),
	channel: 'whatsapp',
	direction: 'inbound',
	name: '',
	customerAddress: `whatsapp:${CUSTOMER_NUMBER}`,
};

test('the flow receives a handoff as texts, with the address as the name of a customer without one', () => {
	const { answer } = respondToFlow(params, {});
	expect(answer).toEqual({
		isHandoff: true,
		attributes: expect.any(String),
		essentialAttributes: expect.any(String),
		priority: '10',
	});
	expect(answer.isHandoff && JSON.parse(answer.attributes)).toMatchObject({
		...handoffData.attributes,
		conversationId: CONVERSATION_ID,
		channel: 'WHATSAPP',
		direction: 'inbound',
		name: params.customerAddress,
		customerAddress: params.customerAddress,
		handoff: true,
	});
});

test('a team’s own word sets the priority', () => {
	const HandoffData = { ...handoffData, attributes: { ...handoffData.attributes, priority: 'VIP' } };
	const { answer } = respondToFlow({ ...params, HandoffData }, { HANDOFF_PRIORITIES: 'vip=50' });
	expect(answer).toMatchObject({ priority: '50' });
});

test('HandoffData may be an object', () => {
	expect(respondToFlow({ ...params, HandoffData: handoffData }, {}).answer).toEqual(
		respondToFlow(params, {}).answer,
	);
});

test('a session that is no handoff is answered with isHandoff: false alone', () => {
	expect(respondToFlow({ ...params, HandoffData: 'call_ended' }, {}).answer).toEqual({ isHandoff: false });
	expect(respondToFlow({}, {}).answer).toEqual({ isHandoff: false });
});

test('a payload that was cut off is a handoff with a problem', () => {
	const { answer } = respondToFlow({ ...params, HandoffData: params.HandoffData.slice(0, -20) }, {});
	expect(answer).toMatchObject({ isHandoff: true, problem: expect.stringContaining('HandoffData') });
});

test('the log has neither the reason nor the customer’s number in it', () => {
	const HandoffData = JSON.stringify({ ...handoffData, conversationId: 'x'.repeat(999) });
	const { log } = respondToFlow({ ...params, HandoffData }, {});
	expect(JSON.stringify(log).length).toBeLessThan(200);
	expect(JSON.stringify(log)).not.toMatch(/refund|15005550123/);
});

test.each(['channel', 'direction', 'name', 'customerAddress'])('a %s sent twice is named', async (field) => {
	const error = await failureOf(() => respondToFlow({ ...params, [field]: ['a', 'b'] }, {}));
	expect(error).toMatchObject({ status: 400, code: 'invalid_request', field });
});
