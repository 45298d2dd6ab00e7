/** Whether the workflow routes handoffs to a queue. */
import { ELSEWHERE, useAccount } from '../../../support/emulated-account';

const account = useAccount();

const filter = (expression: string, queue: string = account.world.taskQueueSid) => ({
	filter_friendly_name: 'Theirs',
	expression,
	targets: [{ queue, priority: 5, timeout: 60 }],
});

function routeBy(filters: ReturnType<typeof filter>[], default_filter?: object): void {
	account.workflow.configuration = { task_routing: { filters, ...(default_filter && { default_filter }) } };
}

test('a workflow that takes calls nowhere gets a default queue, and keeps everything else', async () => {
	const filters = [filter('channel == "SMS"')];
	routeBy(filters);
	await account.fix(await account.onlyWrong('flex/routing'));
	expect(account.workflow).toMatchObject({
		friendlyName: 'Assign to Anyone',
		configuration: { task_routing: { filters, default_filter: { queue: account.world.taskQueueSid } } },
	});
});

test('a default filter without a queue gets one', async () => {
	routeBy([], {});
	await account.fix(await account.onlyWrong('flex/routing'));
});

test('a workflow that takes calls nowhere has no fix when Flex has no queue of its own', async () => {
	routeBy([]);
	account.world.flexConfiguration.taskrouterTargetTaskqueueSid = `WQ${ELSEWHERE}`;
	expect(await account.onlyWrong('flex/routing')).toMatchObject({ fixes: [] });
});

test('a workflow with a default queue alone is ok, and the queue is named', async () => {
	routeBy([filter('department == "sales"')], { queue: account.world.taskQueueSid });
	expect(await account.finding('flex/routing')).toMatchObject({
		status: 'ok',
		found: expect.stringContaining('default queue "Everyone"'),
	});
});

test('a filter that cannot be evaluated is reported, and neither right nor wrong', async () => {
	routeBy([filter('reason > 5')]);
	expect(await account.finding('flex/routing')).toMatchObject({
		status: 'note',
		found: expect.stringContaining('"Theirs"'),
	});
	expect(await account.faults()).toEqual([]);
});

test('a filter may use attributes that Twilio adds to a task', async () => {
	routeBy([filter('channelType == "sms" OR call_sid != null')]);
	expect(await account.faults()).toEqual([]);
});

describe('a filter that takes handoffs and names no queue', () => {
	const toNowhere = () => ({ ...filter('1==1'), targets: [] });

	test('is wrong, whatever comes after it, and has no fix', async () => {
		routeBy([toNowhere(), filter('1==1')], { queue: account.world.taskQueueSid });
		expect(await account.onlyWrong('flex/routing')).toMatchObject({ fixes: [] });
		expect(await account.finding('flex/workers')).toMatchObject({ status: 'skipped' });
	});

	test('is neither right nor wrong after one that cannot be evaluated', async () => {
		routeBy([filter('reason > 5'), toNowhere()]);
		expect(await account.finding('flex/routing')).toMatchObject({ status: 'note' });
		expect(await account.faults()).toEqual([]);
	});

	test('is right when a later target has a queue', async () => {
		const target = { queue: account.world.taskQueueSid, priority: 5, timeout: 60 };
		routeBy([{ ...toNowhere(), targets: [{ ...target, queue: '' }, target] }]);
		expect(await account.faults()).toEqual([]);
	});
});
