/** The workspace, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);
const workspace = (sid = emulator.world.workspaceSid) => clientOf(emulator).taskrouter.v1.workspaces(sid);

test('a workspace starts without a callback, and its settings are changed one by one', async () => {
	expect(await workspace().fetch()).toMatchObject({
		friendlyName: 'Flex Task Assignment',
		eventCallbackUrl: '',
		eventsFilter: null,
		multiTaskEnabled: true,
		prioritizeQueueOrder: 'FIFO',
		timeoutActivityName: 'Offline',
		dateCreated: expect.any(Date),
	});
	const eventCallbackUrl = 'https://ai-to-human-handoff-1234-dev.twil.io/task-events';
	const updated = await workspace().update({ eventCallbackUrl, prioritizeQueueOrder: 'LIFO' });
	expect(updated).toMatchObject({ eventCallbackUrl, prioritizeQueueOrder: 'LIFO', eventsFilter: null });
	expect(await workspace().update({ eventsFilter: 'task.canceled, task.system-deleted' })).toMatchObject({
		eventCallbackUrl,
		eventsFilter: 'task.canceled, task.system-deleted',
	});
	expect(await workspace().update({ eventCallbackUrl: '', multiTaskEnabled: false })).toMatchObject({
		eventCallbackUrl: '',
		multiTaskEnabled: false,
	});
});

test.each([
	{ eventsFilter: 'task.canceled,task.lost' },
	{ eventsFilter: 'task' },
	{ eventCallbackUrl: '/task-events' },
	{ eventCallbackUrl: 'ftp://example.com' },
])('a workspace refuses %j, and stays as it was', async (update) => {
	const change = workspace().update({ friendlyName: 'Other', ...update });
	await expect(change).rejects.toMatchObject({ status: 400, code: 20001 });
	expect(await workspace().fetch()).toMatchObject({
		friendlyName: 'Flex Task Assignment',
		eventsFilter: null,
	});
});

test('another workspace is not found', async () => {
	await expect(workspace('WS0').fetch()).rejects.toMatchObject({ status: 404 });
	await expect(workspace('WS0').update({ friendlyName: 'x' })).rejects.toMatchObject({ status: 404 });
});
