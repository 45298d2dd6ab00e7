/** Whether agents work in the queues that handoffs are routed to. */
import { ELSEWHERE, useAccount } from '../../../support/emulated-account';

const account = useAccount();

function routeTo(...queues: string[]): void {
	const targets = queues.map((queue) => ({ queue, timeout: 30 }));
	account.workflow.configuration = { task_routing: { filters: [{ expression: '1==1', targets }] } };
}

test('a queue that does not exist is wrong and has no fix', async () => {
	routeTo(`WQ${ELSEWHERE}`);
	const wrong = await account.faults();
	expect(wrong).toMatchObject([{ check: 'flex/workers', fixes: [] }]);
	expect(wrong[0]?.found).toContain(`WQ${ELSEWHERE}`);
});

test('a queue without agents is wrong and has no fix', async () => {
	account.world.workers.clear();
	expect(await account.onlyWrong('flex/workers')).toMatchObject({ fixes: [] });
});

test('agents that are all unavailable are counted, and are not a fault', async () => {
	for (const worker of account.world.workers.values()) worker.available = false;
	expect(await account.finding('flex/workers')).toMatchObject({
		status: 'ok',
		found: '"Everyone": 2 agents, 0 available now',
	});
});

test('a queue without agents is not a fault when the task moves on to one with agents', async () => {
	const empty = `WQ${'7'.repeat(32)}`;
	account.world.taskQueues.set(empty, { sid: empty, friendlyName: 'Experts', targetWorkers: '1==2' });
	routeTo(empty, account.world.taskQueueSid);
	expect(await account.finding('flex/workers')).toMatchObject({
		status: 'ok',
		found: '"Experts": 0 agents; "Everyone": 2 agents, 1 available now',
	});
});

describe('a target with an expression', () => {
	const target = (expression: string) => ({ queue: account.world.taskQueueSid, expression });
	const routeBy = (...targets: object[]) => {
		const filters = [{ expression: '1==1', targets }];
		Object.assign(account.workflow, { configuration: { task_routing: { filters } } });
	};
	beforeEach(() => {
		for (const worker of account.world.workers.values()) {
			worker.attributes = { ...worker.attributes, routing: { skills: ['billing'], levels: { billing: 3 } } };
		}
	});

	test.each([
		"worker.routing.skills HAS 'sales'",
		"routing.skills HAS 'billing' AND routing.levels.billing > 3",
		'task.language IN worker.languages',
	])('that no agent fits is wrong: %s', async (expression) => {
		routeBy(target(expression));
		const faults = await account.faults();
		expect(faults).toMatchObject([{ check: 'flex/workers', fixes: [] }]);
		expect(faults[0]?.found).toContain(expression);
	});

	test.each([
		"worker.routing.skills HAS 'billing' AND worker.routing.levels.billing >= 3",
		"routing.skills HAS 'billing' AND task.channel IN ['VOICE', 'SMS']",
	])('that an agent fits is ok: %s', async (expression) => {
		routeBy(target(expression));
		expect(await account.finding('flex/workers')).toMatchObject({ status: 'ok' });
	});

	test('that no agent fits is ok when a later target takes any agent', async () => {
		routeBy(target("worker.skills HAS 'sales'"), { queue: account.world.taskQueueSid });
		expect(await account.finding('flex/workers')).toMatchObject({ status: 'ok' });
	});

	test('about an attribute of the app’s own is neither right nor wrong', async () => {
		routeBy(target('worker.routing.skills HAS task.skill'));
		expect(await account.finding('flex/workers')).toMatchObject({ status: 'note' });
		expect(await account.faults()).toEqual([]);
	});
});
