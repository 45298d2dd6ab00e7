/** A product that cannot be read, or says what nobody expected, is an entry of the trace; the rest is told all the same. */
import type { FaultMatch } from '../../../emulator/core/faults';
import { ACCEPTED, onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
let kim: ReturnType<TraceStage['texting']>;
let call: ReturnType<TraceStage['calling']>;
let task: string;
onStage((opened) => {
	stage = opened;
});
beforeAll(async () => {
	kim = stage.texting();
	await stage.handOffChat(kim);
	stage.accept();
	task = stage.task().sid;
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
	test.each(PARTS)('for %s', async (what, match, product) => {
		stage.emulator.faults.add({ match: { method: 'GET', ...match }, fault });
		const trace = await stage.trace(kim.conversation.id);
		const unreadable = trace.entries.filter(({ status }) => status === 'unreadable');
		expect(unreadable.map((entry) => entry.product)).toContain(product);
		expect(trace.entries.length).toBeGreaterThan(unreadable.length + 4);
		expect(wrongIn(trace)).toEqual([]);
		// Only TaskRouter knows whether a person accepted, and without Flex nobody knows which workspace to ask.
		expect(trace.verdict.status).toBe(what === 'Flex' ? 'unknown' : 'ok');
		expect(new Set(unreadable.map((entry) => entry.what)).size).toBe(unreadable.length);
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

describe('of a task', () => {
	const down = (path: RegExp) =>
		stage.emulator.faults.add({ match: { method: 'GET', path }, fault: { status: 500 } });
	const ONE_TASK = /\/Tasks\/WT[^/]+$/;
	const LIST = /\/Tasks$/;

	test('the reservations: the log tells who accepted', async () => {
		down(/\/Reservations$/);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toEqual(ACCEPTED);
		expect(textOf(trace)).toMatch(/A task came into queue "Everyone".*A person accepted it/s);
	});

	test('the task itself: its log tells', async () => {
		down(LIST);
		down(ONE_TASK);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toEqual(ACCEPTED);
		expect(textOf(trace)).toMatch(/A task came into queue "Everyone".*A person accepted it/s);
	});

	test('its log and the reservations: the task tells that somebody has it', async () => {
		down(/\/Reservations$/);
		down(/\/Events$/);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.verdict).toMatchObject({ status: 'ok', text: 'A person accepted it.' });
		expect(textOf(trace)).toContain('A person accepted it.');
	});

	test('all but that Studio names it', async () => {
		down(/\/Tasks|\/Events$/);
		const trace = await stage.trace(kim.conversation.id);
		expect(trace.subject.taskSid).toBe(task);
		expect(textOf(trace)).toContain('A task was made.');
		expect(trace.verdict.status).toBe('unknown');
	});

	test('the task that was asked for: its log leads to the rest', async () => {
		down(ONE_TASK);
		const trace = await stage.trace(task);
		expect(trace.subject.conversationId).toBe(kim.conversation.id);
		expect(trace.verdict).toEqual(ACCEPTED);
	});

	test('the task that was asked for, and the log has none: it is not said to be unknown', async () => {
		down(ONE_TASK);
		const { verdict } = await stage.trace(`WT${'0'.repeat(32)}`);
		expect(verdict.status).toBe('unknown');
	});

	test('all of them: a call that was let go may be in a queue', async () => {
		const calling = stage.calling();
		await stage.handOffCall(calling, stage.handoffUrl);
		stage.world.callEvents.delete(calling.call.sid);
		stage.emulator.faults.add({ match: { host: 'taskrouter.twilio.com' }, fault: { status: 500 } });
		const trace = await stage.trace(calling.call.sid);
		expect(wrongIn(trace)).toEqual([]);
		expect(trace.verdict.status).toBe('unknown');
	});

	test('all of them: a chat that was let go may be in a queue', async () => {
		const texting = stage.texting();
		await stage.release(texting.conversation);
		stage.emulator.faults.add({ match: { host: 'taskrouter.twilio.com' }, fault: { status: 500 } });
		const trace = await stage.trace(texting.conversation.id);
		expect(wrongIn(trace)).toEqual([]);
		expect(trace.verdict.status).toBe('unknown');
	});
});

describe('the context of another execution', () => {
	const down = (executionSid: string) =>
		stage.emulator.faults.add({
			match: { path: new RegExp(`${executionSid}/Context$`) },
			fault: { status: 500 },
		});

	test('of a stranger: nothing is missing', async () => {
		const texting = stage.texting();
		await stage.handOffChat(texting);
		const { executionSid } = stage;
		await stage.handOffChat(stage.texting());
		down(stage.executionSid);
		const trace = await stage.trace(texting.conversation.id);
		expect(trace.subject.executionSid).toBe(executionSid);
		expect(trace.entries.filter(({ status }) => status === 'unreadable')).toEqual([]);
	});

	test('of a stranger, and none is found: it may have been it', async () => {
		const texting = stage.texting();
		await stage.release(texting.conversation);
		await stage.handOffChat(stage.texting());
		down(stage.executionSid);
		const trace = await stage.trace(texting.conversation.id);
		expect(wrongIn(trace)).toEqual([]);
		expect(textOf(trace)).toContain(`Whether the flow ${stage.flowSid} ran it cannot be told.`);
		expect(trace.verdict.status).toBe('unknown');
	});

	test('of the same customer: the one that can be read is shown, and that there is another', async () => {
		const texting = stage.texting();
		await stage.handOffChat(texting);
		const { executionSid } = stage;
		texting.classicConversation.state = 'closed';
		await stage.handOffChat(texting);
		down(stage.executionSid);
		const trace = await stage.trace(texting.conversation.id);
		expect(trace.subject.executionSid).toBe(executionSid);
		expect(textOf(trace)).toContain('Twilio answered 500 (reading the execution’s context)');
	});
});

test('the conversation of a chat: the task is found by the chat', async () => {
	stage.emulator.faults.add({ match: { path: '/v2/Conversations' }, fault: { status: 500 } });
	const trace = await stage.trace(kim.classicConversation.sid);
	expect(trace.verdict).toEqual(ACCEPTED);
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
