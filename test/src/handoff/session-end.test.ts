/**
 * Which ends of a session are handoffs.
 * @module
 */
import { readSessionEnd } from '../../../src/handoff/session-end';
import { CONVERSATION_ID, callForm, handoffData } from '../../support/fixtures';

const OBJECTS_THAT_END = [
	{ reasonCode: 'end-call' },
	{ reasonCode: 'end-call', reason: 'The customer said goodbye' },
	{ reasonCode: 'CALL_ENDED', conversationId: CONVERSATION_ID },
	{ reason: 'call_ended' },
	{ action: 'hangup' },
	{ type: 'end' },
	{ event: 'call.ended' },
	{ status: 'completed' },
	{ event: 'call_ended', callSid: callForm.CallSid, conversation_id: CONVERSATION_ID, timestamp: 1 },
	{ reason: 'call_ended', action: 'hangup', code: 1000, duration: 45 },
	{ type: 'end', handoffData: '{"reasonCode":"end-call","type":"voice"}' },
	{ type: 'end', handoffData: '' },
];

describe('no handoff is', () => {
	test.each([
		'call_ended',
		'"call_ended"',
		'end-call',
		'endCall',
		'End call',
		'END_CALL',
		'hangup',
		'hang up',
		'caller_hung_up',
		'user-ended-call',
		'conversation ended',
		'session_completed',
		'goodbye',
		'completed',
		'null',
		'false',
		'[]',
		'""',
		'"null"',
		'None',
		'undefined',
	])('HandoffData %j', (HandoffData) => {
		expect(readSessionEnd({ HandoffData })).toMatchObject({ isHandoff: false, outcome: expect.any(String) });
	});

	test.each(OBJECTS_THAT_END)('HandoffData %j', (payload) => {
		expect(readSessionEnd({ HandoffData: JSON.stringify(payload) }).isHandoff).toBe(false);
		expect(readSessionEnd({ HandoffData: payload }).isHandoff).toBe(false);
	});

	test.each<Record<string, unknown>>([
		{},
		{ HandoffData: '' },
		{ SessionStatus: 'ended', CallStatus: 'in-progress' },
		{ SessionStatus: 'completed', CallStatus: 'completed' },
		{ SessionStatus: 'failed', CallStatus: 'completed', ErrorCode: '39001' },
		{ SessionStatus: 'failed' },
	])('a session that ended with %j', (params) => {
		expect(readSessionEnd(params)).toEqual({ isHandoff: false, outcome: 'session_ended' });
	});
});

describe('a handoff is', () => {
	test('TAC’s payload, whatever its attributes are called', () => {
		const attributes = { reasonCode: 'end-call', action: 'hangup', reason: 'call ended' };
		expect(readSessionEnd({ HandoffData: JSON.stringify({ ...handoffData, attributes }) })).toMatchObject({
			isHandoff: true,
			data: { conversationId: CONVERSATION_ID, attributes },
		});
	});

	test.each<[object, object]>([
		[
			{ reasonCode: 'live-agent-handoff', reason: 'hang up', tier: 'gold' },
			{ reason: 'hang up', attributes: { tier: 'gold', reasonCode: 'live-agent-handoff' } },
		],
		[{ summary: 'Wants a refund', reasonCode: 'escalate' }, { reason: 'Wants a refund' }],
		[{ reasonCode: 'escalate' }, { reason: 'escalate' }],
		[{ reason: '', summary: null, reasonCode: 7 }, { reason: '7' }],
		[{ conversationId: 'my-own-id', reason: 'x' }, { conversationId: 'my-own-id' }],
		[{ conversationId: 42 }, { conversationId: '42' }],
		[{}, { conversationId: '', reason: '', attributes: {} }],
		[{ ...handoffData, language: 'es' }, { attributes: { ...handoffData.attributes, language: 'es' } }],
	])('the whole object %j, whose fields become attributes', (payload, data) => {
		const end = readSessionEnd({ HandoffData: JSON.stringify(payload) });
		expect(end).toMatchObject({ isHandoff: true, data });
		expect(end).not.toHaveProperty('problem');
	});

	test.each([
		{ status: 'completed', summary: 'customer wants a human agent' },
		{ type: 'end', target: 'agent' },
		{ reason: 'complete', action: 'transfer' },
		{ reason: 'hang up', event: 'escalation' },
		{ action: 'end', type: 'handoff' },
	])('an object that ends something else than the call: %j', (payload) => {
		expect(readSessionEnd({ HandoffData: JSON.stringify(payload) }).isHandoff).toBe(true);
	});

	test.each<[string, unknown]>([
		['text', JSON.stringify(handoffData)],
		['an object', handoffData],
	])('the payload inside a whole relay message, as %s', (_, payload) => {
		const HandoffData = JSON.stringify({ type: 'end', handoffData: payload });
		expect(readSessionEnd({ HandoffData })).toMatchObject({
			isHandoff: true,
			data: { conversationId: CONVERSATION_ID, attributes: handoffData.attributes },
		});
	});

	test('the payload of a relay message that was cut off', () => {
		const HandoffData = JSON.stringify({ type: 'end', handoffData: '{"reasonCode":"live-agent' });
		expect(readSessionEnd({ HandoffData })).toMatchObject({ isHandoff: true, received: HandoffData });
	});

	test('JSON that was made JSON twice', () => {
		const HandoffData = JSON.stringify(JSON.stringify(handoffData));
		expect(readSessionEnd({ HandoffData })).toMatchObject({
			isHandoff: true,
			data: { conversationId: CONVERSATION_ID },
		});
	});

	test.each([
		'{"conversationId":"conv_',
		'Transfer me to a person',
		'live-agent-handoff',
		'7',
		'[1]',
		'true',
	])('what cannot be read as a whole: %j', (HandoffData) => {
		expect(readSessionEnd({ HandoffData })).toMatchObject({
			isHandoff: true,
			problem: expect.stringContaining('HandoffData'),
			received: HandoffData,
		});
	});

	test('a session that failed while the caller is still there', () => {
		const failed = { SessionStatus: 'failed', CallStatus: 'in-progress', ErrorCode: '39001' };
		expect(readSessionEnd(failed)).toMatchObject({
			isHandoff: true,
			data: { reason: expect.stringContaining('39001'), conversationId: '' },
		});
		expect(readSessionEnd({ ...failed, ErrorCode: '+15005550123 <x>' })).toMatchObject({
			data: { reason: expect.not.stringContaining('<x>') },
		});
	});
});
