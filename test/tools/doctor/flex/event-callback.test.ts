/** Whether the Functions learn of tasks that no agent took. */
import * as engine from '../engine/findings';
import { type FlexAccount, useFlexAccount } from './flex-account';

let account: FlexAccount;
useFlexAccount((started) => {
	account = started;
});

const CHECK = 'flex/event-callback';

test.each([
	[
		'no callback, and an old filter',
		{ eventCallbackUrl: '', eventsFilter: 'worker.created' },
		'task.canceled',
	],
	[
		'a filter without the event',
		{ eventsFilter: 'task.created, task.deleted' },
		'task.created,task.deleted,task.canceled',
	],
])('a workspace with %s gets the Functions’', async (_what, settings, eventsFilter) => {
	const { eventCallbackUrl } = account.world.workspace;
	Object.assign(account.world.workspace, settings);
	expect(await account.faults()).toMatchObject([{ check: CHECK, fixes: [{ stage: 'flex' }] }]);
	expect(await account.fix()).toEqual([]);
	expect(account.world.workspace).toMatchObject({ eventCallbackUrl, eventsFilter });
});

test('a workspace that sends every event is ok', async () => {
	account.world.workspace.eventsFilter = '';
	expect(await account.finding(CHECK)).toMatchObject({ status: 'ok' });
});

test('another system’s callback stays, and the finding says how the event still arrives', async () => {
	account.world.workspace.eventCallbackUrl = 'https://wallboard.example.com/events?key=hunter2';
	const finding = await account.finding(CHECK);
	expect(finding).toMatchObject({ status: 'note', fixes: [] });
	expect(finding?.found).toContain('https://wallboard.example.com/events');
	expect(finding?.advice).toMatch(/\/task-events.*Event Streams/);
	expect(JSON.stringify(finding)).not.toContain('hunter2');
});

test('without Functions, the check waits for their deployment', async () => {
	const view = account.view();
	Object.assign(view.project, { deployment: async () => undefined });
	expect((await engine.findings(view)).get(CHECK)).toMatchObject({ status: 'skipped' });
});
