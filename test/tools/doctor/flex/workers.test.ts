/** Whether agents work in the queues that handoffs are routed to. */
import { ELSEWHERE, FlexAccount } from './flex-account';

let account: FlexAccount;
beforeAll(async () => {
	account = await FlexAccount.start();
});
beforeEach(() => account.reset());
afterAll(() => account.stop());

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
	expect(await account.faults()).toMatchObject([{ check: 'flex/workers', fixes: [] }]);
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
