/** How much of an account a trace reads, and what it says where there is more. */
import { onStage, type TraceStage, textOf, wrongIn } from './stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});
beforeEach(() => {
	stage.world.flows.clear();
	stage.publish();
});
afterEach(() => stage.emulator.faults.clear());

const STRANGER = '+15005550190';

/** The URLs that a trace asks for. */
async function askedFor(id: string): Promise<URL[]> {
	const { requests } = stage.emulator;
	const before = requests.length;
	await stage.trace(id);
	return requests.slice(before).map(({ url }) => new URL(url));
}

describe('more executions than are read', () => {
	test.each([
		['of the customer', 50, undefined],
		['of anybody', 300, STRANGER],
	])('%s: nobody claims that no flow started', async (_, count, stranger) => {
		const kim = stage.texting();
		await stage.release(kim.conversation);
		stage.crowd(count, stranger ?? kim.address);
		const trace = await stage.trace(kim.conversation.id);
		expect(wrongIn(trace)).toEqual([]);
		expect(trace.verdict).toMatchObject({
			status: 'unknown',
			text: `Whether the flow ${stage.flowSid} ran it cannot be told.`,
		});
	});

	test('of strangers: where the customer’s address is known, theirs are not expected to be it', async () => {
		const kim = stage.texting();
		await stage.release(kim.conversation);
		stage.crowd(50, STRANGER);
		stage.pass(60);
		expect((await stage.trace(kim.conversation.id)).verdict.status).toBe('wrong');
	});

	test('of strangers, and the customer’s address is not known', async () => {
		const kim = stage.texting();
		await stage.release(kim.conversation);
		for (const each of kim.conversation.participants) each.type = 'UNKNOWN';
		stage.crowd(50, STRANGER);
		const told = textOf(await stage.trace(kim.conversation.id));
		expect(told).toContain(
			`Whether the flow ${stage.flowSid} ran it cannot be told; others were not searched.`,
		);
	});

	test('what is near the task that was asked for is read first', async () => {
		const kim = await stage.handedOver();
		const { executionSid } = stage;
		stage.pass(60);
		stage.crowd(50, kim.address);
		expect((await stage.trace(kim.task.sid)).subject.executionSid).toBe(executionSid);
	});
});

describe('what is asked for is told, whatever cannot be searched', () => {
	test('an execution', async () => {
		const kim = await stage.handedOver();
		const { executionSid } = stage;
		stage.emulator.faults.add({ match: { path: /Executions$/ }, fault: { status: 500 } });
		expect((await stage.trace(executionSid)).subject).toMatchObject({ executionSid, taskSid: kim.task.sid });
	});

	test('a task, though its execution does not name it', async () => {
		const kim = await stage.handedOver();
		for (const { context } of stage.world.executions.values()) context.widgets = {};
		stage.emulator.faults.add({ match: { path: /\/Tasks$/ }, fault: { status: 500 } });
		stage.emulator.faults.add({ match: { path: /\/Events$/ }, fault: { status: 500 } });
		expect((await stage.trace(kim.task.sid)).subject.executionSid).toBe(stage.executionSid);
	});
});

describe('of other flows', () => {
	test('only the customer’s own executions are read', async () => {
		await stage.handedOver();
		stage.publish();
		const urls = await askedFor(stage.texting().conversation.id);
		expect(urls.filter(({ pathname }) => pathname.endsWith('/Context'))).toEqual([]);
	});

	test('and those of the time in which the task was made', async () => {
		const kim = stage.calling();
		stage.pass(3600);
		await stage.handOffCall(kim, stage.handoffUrl);
		const made = stage.task().dateCreated.getTime();
		const other = stage.flowSid;
		stage.publish();
		const [list] = (await askedFor(kim.call.sid)).filter(({ pathname }) => pathname.includes(`/${other}/`));
		const from = Date.parse(list?.searchParams.get('DateCreatedFrom') ?? '');
		expect(made - from).toBeLessThan(700_000);
	});

	test('only the one whose execution was asked for', async () => {
		await stage.handedOver();
		const { executionSid, flowSid } = stage;
		stage.publish();
		stage.publish();
		const lists = (await askedFor(executionSid)).filter(({ pathname }) => pathname.endsWith('/Executions'));
		const flows = new Set(lists.map(({ pathname }) => pathname.split('/')[3]));
		expect(flows).toEqual(new Set([stage.flowSid, flowSid]));
	});
});
