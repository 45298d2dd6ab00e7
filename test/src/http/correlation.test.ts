import { correlatedPath, correlationOf } from '../../../src/http/correlation';
import {
	CONVERSATION_ID,
	callForm,
	EXECUTION_SID,
	handoffData,
	hostileIds,
	messagingForm,
} from '../../support/fixtures';

const conversation = { conversationId: CONVERSATION_ID };
const call = { callSid: callForm.CallSid };
const payload = JSON.stringify(handoffData);
const task = {
	EventType: 'task.canceled',
	TaskSid: 'WT0123456789abcdef0123456789abcdef',
	TaskAttributes: JSON.stringify({ ...conversation, call_sid: callForm.CallSid }),
};

test.each<[string, Record<string, unknown>, object]>([
	['a lookup', { conversationId: CONVERSATION_ID }, conversation],
	['TAC’s POST', messagingForm, conversation],
	['the same as JSON', { Parameters: { HandoffData: handoffData } }, conversation],
	['the same with the payload as text', { Parameters: { HandoffData: payload } }, conversation],
	['the end of a session', callForm, { ...conversation, ...call }],
	['a payload made JSON twice', { HandoffData: JSON.stringify(payload) }, conversation],
	[
		'a later callback of a call',
		{ ...conversation, CallSid: callForm.CallSid },
		{ ...conversation, ...call },
	],
	[
		'the flow’s request',
		{ HandoffData: payload, executionSid: EXECUTION_SID },
		{ ...conversation, executionSid: EXECUTION_SID },
	],
	['a task event', task, { ...conversation, ...call, taskSid: task.TaskSid }],
	[
		'another agent’s payload',
		{ HandoffData: '{"conversationId":"session-7"}' },
		{ conversationId: 'session-7' },
	],
])('the log line of %s names its handoff', (_, params, ids) => {
	expect(correlationOf(params)).toEqual(ids);
});

test.each<[string, Record<string, unknown>]>([
	['nothing', {}],
	['a sentence in place of an id', { conversationId: 'please call +1 500 555 0123' }],
	['an id longer than any', { conversationId: 'x'.repeat(61) }],
	['an id sent twice', { conversationId: [CONVERSATION_ID, CONVERSATION_ID] }],
	['broken JSON', { Parameters: '{', HandoffData: '{"conversationId":', TaskAttributes: '[]' }],
	['brackets nested thousands deep', { HandoffData: '['.repeat(100_000) }],
	['a SID of another kind', { executionSid: callForm.CallSid, TaskSid: EXECUTION_SID, CallSid: 'CA1' }],
])('the log line of a request with %s names no handoff', (_, params) => {
	expect(correlationOf(params)).toEqual({});
});

test('a later callback of a call gets the id of a v2 conversation, and nothing else', () => {
	expect(correlatedPath('/handoff', callForm)).toBe(`/handoff?conversationId=${CONVERSATION_ID}`);
	for (const conversationId of [...Object.values(hostileIds), 'session-7', 7, undefined]) {
		expect(correlatedPath('/handoff', { conversationId })).toBe('/handoff');
	}
});
