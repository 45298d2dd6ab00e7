/** A product that cannot be read, or responds unexpectedly, is an entry of the trace and does not stop the others. */
import type { FaultMatch } from '../../../../emulator/core/faults';
import { MisconfiguredError } from '../../../../src/http/errors';
import type { Trace } from '../../../../tools/trace';
import { ACCEPTED, type Kim, onStage, type TraceStage, textOf, wrongIn } from '../stage';

let stage: TraceStage;
let kim: Kim;
let call: ReturnType<TraceStage['calling']>;
let flowSid: string;
onStage((opened) => {
	stage = opened;
});
beforeAll(async () => {
	flowSid = stage.flowSid;
	kim = stage.texting();
	await stage.handOffChat(kim);
	stage.accept();
	call = stage.calling();
	await stage.handOffCall(call);
	stage.accept();
});
beforeEach(() => {
	stage.flowSid = flowSid;
});

const unreadableIn = ({ entries }: Trace) => entries.filter(({ status }) => status === 'unreadable');

const PARTS: readonly (readonly [string, Partial<FaultMatch>, string, string])[] = [
	['the conversation', { path: /\/v2\/Conversations\/[^/]+$/ }, 'Orchestrator', 'ok'],
	['the participants', { path: /\/v2\/.*\/Participants$/ }, 'Orchestrator', 'ok'],
	['the classic conversation', { path: /\/v1\/Services\/[^/]+\/Conversations/ }, 'Conversations', 'ok'],
	['the executions', { host: 'studio.twilio.com', path: /Executions$/ }, 'Studio', 'ok'],
	['an execution’s context', { path: /Context$/ }, 'Studio', 'ok'],
	['an execution’s steps', { path: /Steps$/ }, 'Studio', 'ok'],
	['the tasks', { path: /\/Tasks/ }, 'TaskRouter', 'ok'],
	['the events of a task', { path: /\/Events$/ }, 'TaskRouter', 'ok'],
	['the summary', { host: 'intelligence.twilio.com' }, 'Intelligence', 'ok'],
	// Only TaskRouter knows whether an agent accepted, and only Flex knows the workspace.
	['Flex', { host: 'flex-api.twilio.com' }, 'TaskRouter', 'unknown'],
];

describe.each([
	['responds 500', { status: 500 }],
	['responds 403', { status: 403 }],
	['responds with a web page', { garbage: 'html' }],
] as const)('Twilio %s', (_, fault) => {
	test.each(PARTS)('for %s', async (_what, match, product, status) => {
		stage.emulator.faults.add({ match: { method: 'GET', ...match }, fault });
		const trace = await stage.trace(kim.conversation.id);
		const unreadable = unreadableIn(trace);
		expect(unreadable.map((entry) => entry.product)).toContain(product);
		expect(new Set(unreadable.map((entry) => entry.what)).size).toBe(unreadable.length);
		expect(trace.entries.length).toBeGreaterThan(unreadable.length + 4);
		expect(wrongIn(trace)).toEqual([]);
		expect(trace.verdict.status).toBe(status);
	});
});

test.each([
	['the call', { host: 'api.twilio.com', path: /Calls\/CA[^/]+$/ }],
	['its requests', { host: 'api.twilio.com', path: /Events\.json$/ }],
])('a call is traced when %s cannot be read', async (_, match) => {
	stage.emulator.faults.add({ match, fault: { status: 503 } });
	const trace = await stage.trace(call.call.sid);
	expect(unreadableIn(trace)).toHaveLength(1);
	expect(trace.verdict.status).toBe('ok');
});

test('a task that cannot be read is traced by its events, and the other way around', async () => {
	const down = (path: RegExp) =>
		stage.emulator.faults.add({ match: { method: 'GET', path }, fault: { status: 500 } });
	const { taskSid = '' } = (await stage.trace(kim.conversation.id)).subject;
	down(/\/Tasks/);
	for (const id of [kim.conversation.id, taskSid]) expect((await stage.trace(id)).verdict).toEqual(ACCEPTED);
	stage.emulator.faults.clear();
	down(/\/Events$/);
	expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('ok');
	down(/\/Tasks/);
	const trace = await stage.trace(kim.conversation.id);
	expect(trace).toMatchObject({ subject: { taskSid }, verdict: { status: 'unknown' } });
	expect((await stage.trace(`WT${'0'.repeat(32)}`)).verdict.status).toBe('unknown');
});

test('without TaskRouter a released customer is not called lost', async () => {
	const calling = stage.calling();
	await stage.handOffCall(calling, stage.handoffUrl);
	stage.world.callEvents.delete(calling.call.sid);
	const texting = stage.texting();
	await stage.release(texting.conversation);
	stage.emulator.faults.add({ match: { host: 'taskrouter.twilio.com' }, fault: { status: 500 } });
	for (const id of [calling.call.sid, texting.conversation.id]) {
		const trace = await stage.trace(id);
		expect(wrongIn(trace)).toEqual([]);
		expect(trace.verdict.status).toBe('unknown');
	}
});

test('an execution that cannot be read hides no other, and may be the handoff when none is found', async () => {
	const texting = stage.texting();
	await stage.handOffChat(texting);
	const { executionSid } = stage;
	await stage.again(texting, 'closed');
	const path = new RegExp(`${stage.executionSid}/Context$`);
	stage.emulator.faults.add({ match: { path }, fault: { status: 500 } });
	const trace = await stage.trace(texting.conversation.id);
	expect(trace.subject.executionSid).toBe(executionSid);
	expect(unreadableIn(trace)).toHaveLength(1);
	stage.world.executions.delete(executionSid);
	const lost = await stage.trace(texting.conversation.id);
	expect(wrongIn(lost)).toEqual([]);
	expect(textOf(lost)).toContain('not all executions were read');
});

test('more executions than are read are not all searched', async () => {
	const texting = stage.texting();
	await stage.release(texting.conversation);
	const [one] = stage.world.executions.values();
	for (let count = 0; one && count < 41; count += 1) {
		const sid = `FN${String(count).padStart(32, '0')}`;
		const dates = { dateCreated: new Date(), dateUpdated: new Date() };
		const contactChannelAddress = texting.address;
		stage.world.executions.set(sid, { ...one, ...dates, sid, contactChannelAddress, context: {} });
	}
	stage.pass(60);
	const { verdict } = await stage.trace(texting.conversation.id);
	expect(verdict).toMatchObject({
		status: 'unknown',
		text: expect.stringContaining('not all executions were read'),
	});
});

test('the conversation of a chat cannot be found: the task is found by the chat', async () => {
	stage.emulator.faults.add({ match: { path: '/v2/Conversations' }, fault: { status: 500 } });
	expect((await stage.trace(kim.classicConversation.sid)).verdict).toEqual(ACCEPTED);
});

test('nothing can be read: the verdict says so', async () => {
	const { taskSid = '', executionSid = '' } = (await stage.trace(kim.conversation.id)).subject;
	stage.emulator.faults.add({ fault: { status: 500 } });
	for (const id of [kim.conversation.id, kim.classicConversation.sid, call.call.sid, taskSid, executionSid]) {
		expect((await stage.trace(id)).verdict).toMatchObject({
			status: 'unknown',
			id: 'not_all_read',
		});
	}
});

test('the agents of the queue cannot be read: the wait is the verdict', async () => {
	const waiting = await stage.handedOver();
	stage.emulator.faults.add({ match: { path: /Workers$/ }, fault: { status: 500 } });
	const trace = await stage.trace(waiting.conversation.id);
	expect(trace.verdict).toMatchObject({ id: 'waiting', status: 'ok' });
});

test('the flow of the project’s name cannot be found: it may have run', async () => {
	stage.flowByName = () =>
		Promise.reject(new MisconfiguredError('TWILIO_STUDIO_HANDOFF_FLOW_SID', 'names two flows'));
	stage.flowSid = '';
	const texting = stage.texting();
	await stage.release(texting.conversation);
	stage.pass(60);
	const trace = await stage.trace(texting.conversation.id);
	expect(wrongIn(trace)).toEqual([]);
	expect(trace.verdict.status).toBe('unknown');
});

test.each([
	['null', null],
	['a text', 'context'],
	['a list', []],
	['empty', {}],
	['full of nulls', { flow: null, trigger: null, widgets: null }],
	[
		'malformed',
		{ trigger: { call: 'CA1' }, flow: { variables: [], data: { HandoffData: [1] } }, widgets: { a: [null] } },
	],
])('an execution whose context is %s is not taken for the handoff', async (_, context) => {
	stage.emulator.faults.add({ match: { path: /Context$/ }, fault: { status: 200, body: { context } } });
	const trace = await stage.trace(kim.conversation.id);
	expect(trace.subject.executionSid).toBeUndefined();
	expect(trace.verdict.status).toBe('ok');
	expect(textOf(trace)).toContain('No execution found');
});

test('events without their fields are skipped', async () => {
	const { faults } = stage.emulator;
	const requests = { status: 200, body: { events: [{}, { request: null }] } };
	faults.add({ match: { path: /Events\.json$/ }, fault: requests });
	const events = { status: 200, body: { events: [{ event_data: '{' }, {}], meta: { key: 'events' } } };
	faults.add({ match: { path: /\/Events$/ }, fault: events });
	expect((await stage.trace(call.call.sid)).verdict.status).toBe('ok');
});
