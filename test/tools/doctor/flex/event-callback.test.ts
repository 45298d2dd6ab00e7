/** Whether the Functions learn of tasks that no agent took. */
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

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
])(
	'a workspace with %s gets the Functions’ callback, and task.canceled in its filter',
	async (_what, settings, eventsFilter) => {
		const { eventCallbackUrl } = account.world.workspace;
		Object.assign(account.world.workspace, settings);
		const wrong = await account.onlyWrong(CHECK);
		expect(wrong).toMatchObject({ fixes: [{ stage: 'flex' }] });
		await account.fix(wrong);
		expect(account.world.workspace).toMatchObject({ eventCallbackUrl, eventsFilter });
	},
);

test('a workspace that sends every event is ok', async () => {
	account.world.workspace.eventsFilter = '';
	expect(await account.finding(CHECK)).toMatchObject({ status: 'ok' });
});

test.each([
	['with a slash at its end', (url: string) => `${url}/`],
	['by http', (url: string) => url.replace('https:', 'http:')],
	['with another path', (url: string) => url.replace('/task-events', '/give-back')],
	['of a service that was deleted', (url: string) => url.replace(/-\d+-dev/, '-9999-dev')],
])('a callback to the Functions %s is replaced', async (_what, change) => {
	const { eventCallbackUrl } = account.world.workspace;
	account.world.workspace.eventCallbackUrl = change(eventCallbackUrl);
	const wrong = await account.onlyWrong(CHECK);
	expect(wrong).toMatchObject({ fixes: [{ stage: 'flex' }] });
	await account.fix(wrong);
	expect(account.world.workspace).toMatchObject({ eventCallbackUrl, eventsFilter: 'task.canceled' });
});

test('another system’s callback stays, and the finding says how the event still arrives', async () => {
	account.world.workspace.eventCallbackUrl = 'https://wallboard.example.com/events?key=hunter2';
	const finding = await account.finding(CHECK);
	expect(finding).toMatchObject({ status: 'note', fixes: [] });
	expect(finding.found).toContain('https://wallboard.example.com/events');
	expect(finding.advice).toMatch(/\/task-events.*Event Streams/);
	expect(JSON.stringify(finding)).not.toContain('hunter2');
});

test('without Functions, the check waits for their deployment', async () => {
	account.options = { project: { deployment: async () => undefined } };
	expect(await account.finding(CHECK)).toMatchObject({ status: 'skipped' });
});
