/** What one run of a command remembers of its reads. */

import twilio from 'twilio';
import { Emulator } from '../../../emulator/core/emulator';
import { TimeBudget } from '../../../src/twilio/time-budget';
import { CachingRequestClient, ReadCache } from '../../../tools/account/read-cache';
import { withoutNetwork } from '../../support/client';

let emulator: Emulator;
let cache: ReadCache;
beforeAll(async () => {
	emulator = await Emulator.start();
});
beforeEach(() => {
	cache = new ReadCache();
	emulator.faults.clear();
	emulator.requests.splice(0);
});
afterAll(async () => {
	await emulator.stop();
	expect(emulator.crashes).toEqual([]);
});

/** A client as a view of the account has it. */
function client(reads = true) {
	const { accountSid, authToken } = emulator.world.account;
	const httpClient = new CachingRequestClient(new TimeBudget(5_000), 5_000, { cache, reads });
	const made = twilio(accountSid, authToken, { httpClient });
	withoutNetwork(made, emulator);
	return made;
}

const workflows = (reads?: boolean) =>
	client(reads).taskrouter.v1.workspaces(emulator.world.workspaceSid).workflows.list();
const numbers = () => client().incomingPhoneNumbers.list();

test('a resource is read once in a run, whichever client asks', async () => {
	await Promise.all([workflows(), workflows()]);
	await workflows();
	expect(emulator.requests).toHaveLength(1);
});

test('before a write everything is read again', async () => {
	await workflows();
	await workflows(false);
	expect(emulator.requests).toHaveLength(2);
});

test('a write forgets what was read of its collection and of what that is in, and nothing else', async () => {
	const { workspaceSid, workflowSid } = emulator.world;
	const workspace = (reads?: boolean) => client(reads).taskrouter.v1.workspaces(workspaceSid);
	const readAll = () =>
		Promise.all([workflows(), workspace().fetch(), workspace().taskQueues.list(), numbers()]);
	await readAll();
	await workspace(false).workflows(workflowSid).update({ friendlyName: 'Renamed' });
	emulator.requests.splice(0);
	const [[workflow]] = await readAll();
	expect(workflow?.friendlyName).toBe('Renamed');
	const read = emulator.requests.map(({ url }) => new URL(url).pathname);
	expect(read).toEqual([`/v1/Workspaces/${workspaceSid}/Workflows`, `/v1/Workspaces/${workspaceSid}`]);
});

test('a write to a phone number forgets the list of numbers, and not the account', async () => {
	const readAll = () => Promise.all([numbers(), client().api.v2010.account.fetch()]);
	const [[number]] = await readAll();
	await client(false)
		.incomingPhoneNumbers(number?.sid ?? '')
		.update({ voiceUrl: 'https://a.example/b' });
	emulator.requests.splice(0);
	await readAll();
	expect(emulator.requests.map(({ url }) => url)).toEqual([expect.stringMatching(/IncomingPhoneNumbers/)]);
});

test.each([{ status: 500 }, { status: 403 }, { reset: true } as const])(
	'a read that failed (%j) is tried again the next time',
	async (fault) => {
		emulator.faults.add({ match: { host: 'taskrouter.twilio.com' }, times: 4, fault });
		await workflows().catch(() => {});
		emulator.faults.clear();
		await expect(workflows()).resolves.toHaveLength(1);
	},
);

test('the cache of one account or key does not serve another', async () => {
	await workflows();
	const httpClient = new CachingRequestClient(new TimeBudget(5_000), 5_000, { cache, reads: true });
	const { accountSid, apiKey, apiSecret } = emulator.world.account;
	const other = twilio(apiKey, apiSecret, { accountSid, httpClient });
	withoutNetwork(other, emulator);
	await other.taskrouter.v1.workspaces(emulator.world.workspaceSid).workflows.list();
	expect(emulator.requests).toHaveLength(2);
});

test('the cache forgets all on demand, or only what matches', async () => {
	const read = jest.fn(async () => 1);
	await cache.once('a.twil.io', 'test', read);
	cache.forget(/\.twilio\.com$/);
	await cache.once('a.twil.io', 'test', read);
	expect(read).toHaveBeenCalledTimes(1);
	cache.forget();
	await cache.once('a.twil.io', 'test', read);
	expect(read).toHaveBeenCalledTimes(2);
});
