/** The values of the flow's placeholders: what the settings say, or else what the account has only one of. */
import { Emulator } from '../../../../emulator/core/emulator';
import { sid } from '../../../../emulator/core/sids';
import { readSettings } from '../../../../src/settings';
import { adaptedValues, resolveFlowValues } from '../../../../tools/account/studio/flow-values';
import { clientOf } from '../../../support/client';
import { failureOf } from '../../../support/fakes';

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

/** Several workspaces, none of the name that Flex gives. */
function addWorkspaces(sids = [sid('WS'), sid('WS')]) {
	const workspaces = sids.map((each, index) => ({ sid: each, friendly_name: `Workspace ${index}` }));
	const body = JSON.stringify({ workspaces, meta: { key: 'workspaces', next_page_url: null } });
	const headers = { 'content-type': 'application/json' };
	emulator.faults.add({ match: { path: /\/Workspaces$/ }, fault: { status: 200, headers, body } });
}

test('the workspace is the one that Flex names, whatever its name and whatever others there are', async () => {
	addWorkspaces([emulator.world.workspaceSid, sid('WS')]);
	expect(await resolve()).toMatchObject(ours());
	expect(emulator.requests).toHaveLength(3);
});

test('what the account has only one of need not be set', async () => {
	expect(await resolve()).toEqual({
		FUNCTIONS_URL: URL,
		TWILIO_PHONE_NUMBER: '',
		...adaptedValues({}),
		...ours(),
	});
});

test.each([
	['+15005550006', '+15005550006'],
	['whatsapp:+15005550006', ''],
	['MG0123456789abcdef0123456789abcdef', ''],
])('the sender %s makes the caller ID %j', async (TWILIO_PHONE_NUMBER, shown) => {
	expect(await resolve({ TWILIO_PHONE_NUMBER })).toMatchObject({ TWILIO_PHONE_NUMBER: shown });
});

test('the settings choose among several workflows and channels', async () => {
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
		message: expect.stringContaining('"Sales"'),
	});
});

test.each([
	['TWILIO_FLEX_WORKFLOW_SID', 'WW', 'workflow'],
	['TWILIO_FLEX_VOICE_CHANNEL_SID', 'TC', 'task channel'],
	['TWILIO_FLEX_CHAT_CHANNEL_SID', 'TC', 'task channel'],
])('%s has to be one of the account’s', async (name, prefix, what) => {
	const unknown = sid(prefix);
	expect(await failureOf(() => resolve({ ...ours(), [name]: unknown }))).toMatchObject({
		code: 'misconfigured',
		field: name,
		message: expect.stringMatching(new RegExp(`${what} ${unknown}.*${prefix}[0-9a-f]{32}`)),
	});
	expect(await failureOf(() => resolve({ ...ours(), [name]: 'WW1' }))).toMatchObject({ field: name });
});

test('the only workspace is used in an account without Flex', async () => {
	emulator.faults.add({ match: FLEX, fault: { status: 404 } });
	expect(await resolve()).toMatchObject(ours());
});

test('a Flex configuration that cannot be read is not an account without Flex', async () => {
	emulator.faults.add({ match: FLEX, fault: { status: 500 } });
	expect(await failureOf(() => resolve())).toMatchObject({
		code: 'twilio_error',
		message: expect.stringContaining('reading the Flex configuration'),
	});
});

test('several workspaces without Flex need every setting', async () => {
	addWorkspaces();
	emulator.faults.add({ match: FLEX, fault: { status: 404 } });
	expect(await resolve(ours())).toMatchObject(ours());
	const { TWILIO_FLEX_CHAT_CHANNEL_SID: _, ...rest } = ours();
	expect(await failureOf(() => resolve(rest))).toMatchObject({
		code: 'misconfigured',
		message: expect.stringMatching(/"Workspace 0".*"Workspace 1"/),
	});
});

test('a setting is not accepted when Twilio does not answer', async () => {
	emulator.faults.add({ match: { path: /TaskChannels$/ }, fault: { status: 500 } });
	expect(await failureOf(() => resolve(ours()))).toMatchObject({
		code: 'twilio_error',
		message: expect.stringContaining('listing the task channels'),
	});
});

test('a SIP fallback, a voice and hold music become what their widgets take', () => {
	expect(
		adaptedValues({
			HANDOFF_FALLBACK_NUMBER: 'sip:desk@example.com',
			HANDOFF_VOICE: 'Google.de-DE-Neural2-A',
			HANDOFF_HOLD_MUSIC: 'POST https://example.com/hold',
		}),
	).toMatchObject({
		HANDOFF_FALLBACK_NUMBER: '',
		HANDOFF_FALLBACK_SIP: 'sip:desk@example.com',
		HANDOFF_FALLBACK_NOUN: 'sip',
		HANDOFF_VOICE: 'Google.de-DE-Neural2-A',
		HANDOFF_LANGUAGE: 'de-DE',
		HANDOFF_HOLD_MUSIC: 'https://example.com/hold',
		HANDOFF_HOLD_MUSIC_METHOD: 'POST',
	});
});

test.each([
	['HANDOFF_VOICE', 'Jonna'],
	['HANDOFF_LANGUAGE', 'german'],
	['HANDOFF_CALL_GREETING', 'Hello {{contact.channel.address}}'],
	['HANDOFF_CHAT_GIVEN_BACK', '{% if x %}'],
	['HANDOFF_HOLD_MUSIC', 'music.mp3'],
	['HANDOFF_PRIORITIES', 'vip'],
])('a malformed %s stops a deployment, and is named', async (name, value) => {
	expect(await failureOf(() => resolve({ [name]: value }))).toMatchObject({
		code: 'misconfigured',
		field: name,
	});
});
