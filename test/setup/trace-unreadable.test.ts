/** A product that cannot be read, or says what nobody expected, is an entry of the trace; the rest is told all the same. */
import type { FaultMatch } from '../../emulator/faults';
import { onStage, type TraceStage, textOf, wrongIn } from './trace-stage';

let stage: TraceStage;
let kim: ReturnType<TraceStage['texting']>;
let call: ReturnType<TraceStage['calling']>;
onStage((opened) => {
	stage = opened;
});
beforeAll(async () => {
	kim = stage.texting();
	await stage.handOffChat(kim);
	stage.accept();
	call = stage.calling();
	await stage.handOffCall(call);
	stage.accept();
});
afterEach(() => stage.emulator.faults.clear());

const PARTS: readonly (readonly [string, FaultMatch, string])[] = [
	['the conversation', { path: /\/v2\/Conversations\/[^/]+$/ }, 'Orchestrator'],
	['the participants', { path: /\/v2\/.*\/Participants$/ }, 'Orchestrator'],
	['the classic conversation', { path: /\/v1\/Services\/[^/]+\/Conversations/ }, 'Conversations'],
	['the executions', { host: 'studio.twilio.com', path: /Executions$/ }, 'Studio'],
	['an execution’s context', { path: /Context$/ }, 'Studio'],
	['an execution’s steps', { path: /Steps$/ }, 'Studio'],
	['Flex', { host: 'flex-api.twilio.com' }, 'TaskRouter'],
	['the tasks', { path: /\/Tasks/ }, 'TaskRouter'],
	['the reservations', { path: /\/Reservations$/ }, 'TaskRouter'],
	['the log of TaskRouter', { path: /\/Events$/ }, 'TaskRouter'],
	['the summary', { host: 'intelligence.twilio.com' }, 'Intelligence'],
];

describe.each([
	['answers 500', { status: 500 }],
	['refuses us', { status: 403 }],
	['sends a web page', { garbage: 'html' }],
] as const)('Twilio %s', (_, fault) => {
	test.each(PARTS)('for %s', async (_what, match, product) => {
		stage.emulator.faults.add({ match: { method: 'GET', ...match }, fault });
		const trace = await stage.trace(kim.conversation.id);
		const unreadable = trace.entries.filter(({ status }) => status === 'unreadable');
		expect(unreadable.map((entry) => entry.product)).toContain(product);
		expect(trace.entries.length).toBeGreaterThan(unreadable.length + 4);
		expect(wrongIn(trace)).toEqual([]);
		// Only TaskRouter knows whether a person accepted.
		if (product !== 'TaskRouter') expect(trace.verdict.status).toBe('ok');
		expect(trace.verdict.status).not.toBe('wrong');
	});
});

test.each([
	['the call', { host: 'api.twilio.com', path: /Calls\/CA[^/]+$/ }],
	['its requests', { host: 'api.twilio.com', path: /Events\.json$/ }],
])('%s cannot be read: the person who accepted is seen all the same', async (_, match) => {
	stage.emulator.faults.add({ match, fault: { status: 503 } });
	const trace = await stage.trace(call.call.sid);
	expect(textOf(trace)).toContain('Twilio answered 503');
	expect(trace.verdict.status).toBe('ok');
});

test('nothing can be read: the verdict names what', async () => {
	stage.emulator.faults.add({ fault: { status: 500 } });
	for (const id of [kim.conversation.id, kim.classicConversation.sid, call.call.sid, stage.task().sid]) {
		expect((await stage.trace(id)).verdict).toMatchObject({
			status: 'unknown',
			text: expect.stringMatching(/^Nothing wrong was found, but not everything could be read: /),
		});
	}
});

test('the people of the queue cannot be read: the wait is told without them', async () => {
	const waiting = stage.texting();
	await stage.handOffChat(waiting);
	stage.emulator.faults.add({ match: { path: /Workers$/ }, fault: { status: 500 } });
	const trace = await stage.trace(waiting.conversation.id);
	expect(textOf(trace)).toMatch(/The customer has waited for \d s\./);
	expect(trace.verdict.status).toBe('ok');
});

test.each([
	['null', null],
	['a text', 'context'],
	['a list', []],
	['nothing', {}],
	['nulls', { flow: null, trigger: null, widgets: null }],
	['a call that is none', { trigger: { call: 'CA1' }, flow: { variables: [], data: 7 } }],
	['HandoffData that is none', { flow: { data: { HandoffData: [1] } }, widgets: { a: { b: [null] } } }],
])('the context of an execution is %s: it is not taken for the one sought', async (_, context) => {
	stage.emulator.faults.add({ match: { path: /Context$/ }, fault: { status: 200, body: { context } } });
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.subject.executionSid).toBeUndefined();
	expect(trace.verdict.status).toBe('ok');
	expect(textOf(trace)).toContain('No flow ran');
});

test('the log and the call say less than they should', async () => {
	const { faults } = stage.emulator;
	faults.add({
		match: { path: /Events\.json$/ },
		fault: { status: 200, body: { events: [{}, { request: null }] } },
	});
	faults.add({
		match: { path: /\/Events$/ },
		fault: { status: 200, body: { events: [{ event_data: '{' }, {}], meta: { key: 'events' } } },
	});
	const trace = await stage.trace(call.call.sid);
	expect(trace.verdict.status).toBe('ok');
	expect(textOf(trace)).not.toContain('a URL');
});
