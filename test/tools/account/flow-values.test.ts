/** What stands for the flow's placeholders in an account: its settings where they say something, else what there is only one of. */
import { Emulator } from '../../../emulator/core/emulator';
import { sid } from '../../../emulator/core/sids';
import { readSettings } from '../../../src/settings';
import { resolveFlowValues } from '../../../tools/account/flow-values';
import { clientOf } from '../../emulator/client';
import { failureOf } from '../../support/fakes';

let emulator: Emulator;
beforeAll(async () => {
	emulator = await Emulator.start();
});
beforeEach(() => emulator.faults.clear());
afterAll(() => emulator.stop());

const URL = 'https://handoff-1234-dev.twil.io';
const resolve = (settings: Record<string, string> = {}) =>
	resolveFlowValues(clientOf(emulator), readSettings(settings), URL);

/** The account's own, as settings. */
function ours() {
	const { workflowSid, voiceChannelSid, chatChannelSid } = emulator.world;
	return {
		TWILIO_FLEX_WORKFLOW_SID: workflowSid,
		TWILIO_FLEX_VOICE_CHANNEL_SID: voiceChannelSid,
		TWILIO_FLEX_CHAT_CHANNEL_SID: chatChannelSid,
	};
}

const FLEX = { host: 'flex-api.twilio.com', path: '/v1/Configuration' };

/** Several workspaces, none of them called as Flex would. */
function addWorkspaces(sids = [sid('WS'), sid('WS')]) {
	const workspaces = sids.map((each, index) => ({ sid: each, friendly_name: `Workspace ${index}` }));
	const body = JSON.stringify({ workspaces, meta: { key: 'workspaces', next_page_url: null } });
	const headers = { 'content-type': 'application/json' };
	emulator.faults.add({ match: { path: /\/Workspaces$/ }, fault: { status: 200, headers, body } });
}

test('the workspace is the one that Flex names, whatever it is called and whatever else there is', async () => {
	addWorkspaces([emulator.world.workspaceSid, sid('WS')]);
	expect(await resolve()).toMatchObject(ours());
	expect(emulator.requests).toHaveLength(3);
});

test('what the account has only one of need not be set', async () => {
	expect(await resolve()).toEqual({
		FUNCTIONS_URL: URL,
		HANDOFF_FALLBACK_NUMBER: '',
		TWILIO_PHONE_NUMBER: '',
		...ours(),
	});
});

test.each([
	['+15005550006', '+15005550006'],
	['whatsapp:+15005550006', ''],
	['MG0123456789abcdef0123456789abcdef', ''],
])('of the senders, %s: a call may show %j', async (TWILIO_PHONE_NUMBER, shown) => {
	expect(await resolve({ TWILIO_PHONE_NUMBER })).toMatchObject({ TWILIO_PHONE_NUMBER: shown });
});

test('of several workflows and channels, those that are set', async () => {
	const { workflows, taskChannels } = emulator.world;
	const [workflow] = workflows.values();
	if (!workflow) throw new Error('no workflow');
	const other = { workflow: sid('WW'), channel: sid('TC') };
	workflows.set(other.workflow, { ...workflow, sid: other.workflow, friendlyName: 'Sales' });
	taskChannels.set(other.channel, { sid: other.channel, uniqueName: 'vip', friendlyName: 'VIP' });
	const unset = await failureOf(() => resolve());
	const set = {
		...ours(),
		TWILIO_FLEX_WORKFLOW_SID: other.workflow,
		TWILIO_FLEX_CHAT_CHANNEL_SID: other.channel,
	};
	expect(await resolve(set)).toMatchObject(set);
	workflows.delete(other.workflow);
	taskChannels.delete(other.channel);
	expect(unset).toMatchObject({
		code: 'misconfigured',
		field: 'TWILIO_FLEX_WORKFLOW_SID',
		message: expect.stringMatching(/2 of the kind workflow \(there are: .*"Sales"/),
	});
});

test.each([
	['TWILIO_FLEX_WORKFLOW_SID', 'WW', 'workflow'],
	['TWILIO_FLEX_VOICE_CHANNEL_SID', 'TC', 'task channel'],
	['TWILIO_FLEX_CHAT_CHANNEL_SID', 'TC', 'task channel'],
])('%s is not taken on trust', async (name, prefix, what) => {
	const unknown = sid(prefix);
	expect(await failureOf(() => resolve({ ...ours(), [name]: unknown }))).toMatchObject({
		code: 'misconfigured',
		field: name,
		message: expect.stringContaining(
			`${name} is ${unknown}, and the account has no such ${what} (there are: `,
		),
	});
	expect(await failureOf(() => resolve({ ...ours(), [name]: 'WW1' }))).toMatchObject({ field: name });
});

test('without Flex, the only workspace will do', async () => {
	emulator.faults.add({ match: FLEX, fault: { status: 404 } });
	expect(await resolve()).toMatchObject(ours());
});

test('a Flex that does not answer is no reason to look elsewhere', async () => {
	emulator.faults.add({ match: FLEX, fault: { status: 500 } });
	expect(await failureOf(() => resolve())).toMatchObject({
		code: 'twilio_error',
		message: expect.stringContaining('reading the Flex configuration'),
	});
});

test('without Flex, with several workspaces what is set has to do, and what is not set is asked for', async () => {
	addWorkspaces();
	emulator.faults.add({ match: FLEX, fault: { status: 404 } });
	expect(await resolve(ours())).toMatchObject(ours());
	const { TWILIO_FLEX_CHAT_CHANNEL_SID: _, ...rest } = ours();
	expect(await failureOf(() => resolve(rest))).toMatchObject({
		code: 'misconfigured',
		message: expect.stringMatching(/TaskRouter workspace.*"Workspace 0".*"Workspace 1"/),
	});
});

test('a Twilio that does not answer is no reason to trust a setting', async () => {
	emulator.faults.add({ match: { path: /TaskChannels$/ }, fault: { status: 500 } });
	expect(await failureOf(() => resolve(ours()))).toMatchObject({
		code: 'twilio_error',
		message: expect.stringContaining('listing the task channels'),
	});
});
