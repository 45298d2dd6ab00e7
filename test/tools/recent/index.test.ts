import { expire } from '../../../emulator/products/taskrouter/task-status';
import { ABANDONED_AFTER_MS } from '../../../src/handoff/once';
import { recentLines } from '../../../tools/cli/ui/recent';
import { type Recent, recentHandoffs } from '../../../tools/recent';
import { json } from '../../support/canned-functions';
import { REASON } from '../trace/account';
import { NO_WORKFLOW, onStage, type TraceStage } from '../trace/stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

/** Each test has the account of its own. */
beforeEach(() => {
	const { executions, tasks, taskRouterEvents, syncDocuments } = stage.world;
	for (const map of [executions, tasks, syncDocuments]) map.clear();
	taskRouterEvents.length = 0;
});

const HOUR = 3_600_000;

/** Lists, and checks for what no list may show. */
async function list({ limit = 20, age = HOUR, later = 0 } = {}): Promise<Recent> {
	const now = new Date(Date.now() + later * 1000);
	const recent = await recentHandoffs(stage.account(), { since: new Date(now.getTime() - age), limit, now });
	const shown = [JSON.stringify(recent), ...recentLines(recent, { color: false })].join('\n');
	expect(shown).not.toMatch(/\+?1?500555\d{4}/);
	expect(shown).not.toContain(REASON);
	return recent;
}

const idsOf = ({ handoffs }: Recent) => handoffs.map(({ verdict }) => verdict.id);

test('handoffs of chats and calls are listed with what became of them, the newest first', async () => {
	const accepted = stage.texting();
	await stage.handOffChat(accepted);
	stage.accept();
	stage.pass(30);
	const calling = stage.calling();
	await stage.handOffCall(calling, stage.handoffUrl);
	stage.pass(30);
	const waiting = stage.texting();
	await stage.handOffChat(waiting, stage.handoffUrl);
	const recent = await list();
	expect(idsOf(recent)).toEqual(['waiting', 'waiting', 'accepted']);
	expect(recent.handoffs.map(({ kind, subject }) => [kind, subject.conversationId])).toEqual([
		['chat', waiting.conversation.id],
		['call', calling.conversation.id],
		['chat', accepted.conversation.id],
	]);
	expect(recent).toMatchObject({ failures: {}, openClaims: 0, isComplete: true, unreadable: [] });
	expect(recent.handoffs[1]?.subject).toMatchObject({ callSid: calling.call.sid });
});

test('a task keeps its verdict after TaskRouter has deleted it', async () => {
	const kim = stage.texting();
	await stage.handOffChat(kim);
	stage.accept();
	stage.world.tasks.clear();
	expect(idsOf(await list())).toEqual(['accepted']);
});

test('handoff recent counts failed handoffs by cause', async () => {
	stage.publish({ workflowSid: NO_WORKFLOW });
	for (const kim of [stage.texting(), stage.texting()]) await stage.handOffChat(kim);
	const closed = stage.texting();
	closed.classicConversation.state = 'closed';
	await stage.handOffChat(closed);
	const { failures, handoffs } = await list();
	expect(failures).toEqual({ send_to_flex_failed: 2, resume_failed: 1 });
	expect(handoffs.every(({ verdict }) => verdict.status === 'wrong')).toBe(true);
});

test('a task that no agent took is a failure', async () => {
	await stage.handOffChat(stage.texting());
	expire(stage.world, stage.task().sid);
	await stage.emulator.taskRouter.idle();
	expect((await list()).failures).toEqual({ untaken: 1 });
});

test('the cause of a failed handoff is what the Functions answered to the flow', async () => {
	const kim = stage.texting();
	stage.functions.on('/service-sid', json({ error: { code: 'not_bridged', message: '' } }, 422));
	await stage.handOffChat(kim);
	const [handoff] = (await list()).handoffs;
	expect(handoff?.verdict).toMatchObject({
		id: 'functions_failed',
		text: expect.stringContaining('not_bridged'),
	});
});

test('an execution that is active for more than ten minutes is stuck', async () => {
	await stage.handOffChat(stage.texting());
	stage.accept();
	for (const execution of stage.world.executions.values()) execution.status = 'active';
	expect(idsOf(await list({ later: 590 }))).toEqual(['accepted']);
	expect(idsOf(await list({ later: 610 }))).toEqual(['execution_stuck']);
});

test('calls that ended without a handoff, duplicates and tasks of others are not listed', async () => {
	const { call } = stage.calling();
	await stage.emulator.phone.endConversationRelay(call, { actionUrl: stage.webhookUrl });
	const kim = stage.texting();
	await stage.handOffChat(kim);
	await stage.handOffChat(kim);
	await stage.handOffChat(stage.texting());
	const foreign = stage.task();
	foreign.attributes = { channel: 'SMS' };
	for (const event of stage.world.taskRouterEvents) {
		if (event.taskSid === foreign.sid) event.data.task_attributes = JSON.stringify(foreign.attributes);
	}
	const { handoffs } = await list();
	expect(handoffs.map(({ subject }) => subject.conversationId)).toContain(kim.conversation.id);
	expect(handoffs.filter(({ subject }) => subject.conversationId === kim.conversation.id)).toHaveLength(1);
	expect(handoffs.filter(({ subject }) => subject.callSid === call.sid)).toEqual([]);
});

test('no more than the limit is listed, nor anything older than asked for', async () => {
	await stage.handOffChat(stage.texting());
	stage.pass(2 * 3600);
	for (let count = 0; count < 3; count++) await stage.handOffChat(stage.texting());
	expect((await list({ limit: 2 })).handoffs).toHaveLength(2);
	expect((await list()).handoffs).toHaveLength(3);
	expect((await list({ age: 3 * HOUR })).handoffs).toHaveLength(4);
});

test('a claim without an execution is counted once its invocation has ended', async () => {
	await stage.handOffChat(stage.texting(), stage.handoffUrl);
	const { documents } = stage.twilio.sync.v1.services('default');
	const claim = (uniqueName: string, age: number) =>
		documents.create({ uniqueName, data: { state: 'in_progress', claimedAt: Date.now() - age } });
	await claim('handoff-young', ABANDONED_AFTER_MS - 5_000);
	expect((await list()).openClaims).toBe(0);
	// As soon as the Functions call it abandoned.
	await claim('handoff-lost', ABANDONED_AFTER_MS + 100);
	expect((await list()).openClaims).toBe(1);
});

test('a product that cannot be read is named, and the others are listed', async () => {
	await stage.handOffChat(stage.texting());
	stage.emulator.faults.add({ match: { host: 'taskrouter.twilio.com' }, fault: { status: 403 } });
	const recent = await list();
	expect(recent.handoffs).toHaveLength(1);
	expect(recent.handoffs[0]?.verdict.status).toBe('unknown');
	expect(recent.unreadable.map(({ product }) => product)).toEqual(['TaskRouter']);
	expect(recent.isComplete).toBe(false);
});

test('listing four recent handoffs takes at most 15 requests, five of them for contexts', async () => {
	for (let count = 0; count < 7; count++) await stage.handOffChat(stage.texting());
	stage.emulator.requests.length = 0;
	await list({ limit: 4 });
	const contexts = stage.emulator.requests.filter(({ url }) => /\/Context/.test(url));
	expect(contexts).toHaveLength(5);
	expect(stage.emulator.requests.length).toBeLessThanOrEqual(15);
});
