/** Conversation Orchestrator: the configuration and everything it is connected to. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { Configuration } from '../../../../emulator/core/world';
import type { Finding } from '../../../../tools/doctor/engine/check';
import { flex } from '../../../../tools/doctor/flex';
import { configurationOf, Fixing, PRODUCTS } from '../../../support/fixing';

let emulator: Emulator;
let account: Fixing;
let configuration: Configuration;
beforeAll(async () => {
	account = await Fixing.start();
	emulator = account.emulator;
});
beforeEach(() => {
	account.reset();
	configuration = configurationOf(emulator);
});
afterAll(() => account.stop());

const OTHER_ID = `conv_configuration_${'0'.repeat(26)}`;
const PHONE = '+15005550006';

/** Another team's configuration in the same account. */
function addConfiguration(more: Partial<Configuration> = {}): Configuration {
	const { conversationsV1Bridge: _, ...rest } = structuredClone(configuration);
	const added = { ...rest, id: OTHER_ID, displayName: 'sales', ...more };
	emulator.world.configurations.set(added.id, added);
	return added;
}

/** What the world has now: a write puts a new object there. */
function now(id = configuration.id): Configuration | undefined {
	return emulator.world.configurations.get(id);
}

function wrongIn(findings: readonly Finding[]): string[] {
	return findings.filter(({ status }) => status === 'wrong').map(({ check }) => check);
}

function setTo(id: string): void {
	account.options = { environment: { TWILIO_CONVERSATION_CONFIGURATION_ID: id } };
}

describe('configuration', () => {
	test.each([
		['not set', '', 'TWILIO_CONVERSATION_CONFIGURATION_ID is not set'],
		['the placeholder of .env.example', `conv_configuration_${'x'.repeat(26)}`, 'is not set'],
		['of no configuration here', OTHER_ID, `this account has no configuration ${OTHER_ID}`],
	])('%s: the only one there is is taken', async (_what, id, expected) => {
		setTo(id);
		const finding = await account.onlyWrong('orchestrator/configuration');
		expect(finding.found).toContain(expected);
		await account.heal(finding);
	});

	test.each(['conv_configuration_1', 'hunter2hunter2hunter2hunter2xxxx'])(
		'what may be a secret in the wrong line is nowhere to be read (%s)',
		async (id) => {
			setTo(id);
			const finding = await account.onlyWrong('orchestrator/configuration');
			expect(finding.found).toContain('is malformed; this account has one, "support"');
			expect(finding.advice).toContain(`in .env to ${configuration.id}`);
			expect(finding.fixes).toEqual([]);
			expect(JSON.stringify(finding)).not.toContain(`${id}"`);
			expect(JSON.stringify(finding)).not.toContain('hunter2');
		},
	);

	test('with several to choose from, a person chooses', async () => {
		addConfiguration();
		setTo('');
		const { advice, fixes } = await account.onlyWrong('orchestrator/configuration');
		expect(advice).toContain(`"support" (${configuration.id}) or "sales" (${OTHER_ID})`);
		expect(fixes).toEqual([]);
	});

	test('what the agent does without one is said', async () => {
		setTo('');
		const { impact } = await account.onlyWrong('orchestrator/configuration');
		expect(impact).toMatch(/^Without an id the virtual agent takes calls alone .* it does not start\.$/);
	});

	test('with none, a person makes one', async () => {
		emulator.world.configurations.clear();
		const { found, fixes } = await account.onlyWrong('orchestrator/configuration');
		expect(found).toContain('this account has no configuration');
		expect(fixes).toEqual([]);
	});
});

describe('bridge', () => {
	test.each([
		['none', undefined],
		['another service', { serviceId: `IS${'1'.repeat(32)}` }],
		['another service, in the guide’s spelling', { serviceSid: `IS${'1'.repeat(32)}`, mode: 'sync' }],
	])('connected to %s', async (_what, bridge) => {
		delete configuration.conversationsV1Bridge;
		Object.assign(configuration, bridge && { conversationsV1Bridge: bridge });
		const finding = await account.onlyWrong('orchestrator/bridge');
		await account.heal(finding);
		const { serviceSid } = emulator.world;
		const kept = bridge && 'mode' in bridge ? { mode: 'sync' } : {};
		expect(now()?.conversationsV1Bridge).toEqual({ ...kept, serviceId: serviceSid });
	});

	test('held by another configuration: a person decides', async () => {
		addConfiguration({ conversationsV1Bridge: { serviceId: emulator.world.serviceSid } });
		delete configuration.conversationsV1Bridge;
		const { found, advice, fixes } = await account.onlyWrong('orchestrator/bridge');
		expect(found).toContain(`to which "sales" (${OTHER_ID}) is connected`);
		expect(advice).toContain('one configuration only');
		expect(fixes).toEqual([]);
	});

	test('without Flex, or while it is being set up, that alone is wrong', async () => {
		delete configuration.conversationsV1Bridge;
		const { flexConfiguration } = emulator.world;
		flexConfiguration.status = 'inprogress';
		const waiting = await account.findings([...PRODUCTS, flex]);
		expect(wrongIn(waiting)).toEqual(['flex/instance']);
		flexConfiguration.status = 'ok';
		emulator.faults.add({ match: { host: 'flex-api.twilio.com' }, fault: { status: 404 } });
		const missing = await account.findings([...PRODUCTS, flex]);
		expect(wrongIn(missing)).toEqual(['flex/instance']);
		expect(missing.find(({ check }) => check === 'orchestrator/bridge')).toMatchObject({
			status: 'skipped',
			found: expect.stringContaining('see flex/instance'),
		});
	});
});

describe('captured-traffic', () => {
	const fromAnybody = { from: '*', to: PHONE, metadata: { callType: 'PSTN' } };
	const toAnybody = { from: PHONE, to: '*' };
	const others = { from: '*', to: '+15005550111' };

	test('exactly the rules that name the agent go, in every configuration', async () => {
		configuration.channelSettings.VOICE = { statusTimeouts: null, captureRules: [fromAnybody, others] };
		configuration.channelSettings.SMS = { captureRules: [fromAnybody, toAnybody] };
		addConfiguration({
			channelSettings: { WHATSAPP: { captureRules: [{ from: '*', to: `whatsapp:${PHONE}` }] } },
		});
		account.options = { environment: { TWILIO_WHATSAPP_NUMBER: `whatsapp:${PHONE}` } };
		account.addAddress('whatsapp', `whatsapp:${PHONE}`);
		const finding = await account.onlyWrong('orchestrator/captured-traffic');
		expect(finding.found).toContain('captures VOICE from anybody to +*********06');
		expect(finding.fixes).toHaveLength(3);
		expect(JSON.stringify(finding.found)).not.toContain(PHONE);
		await account.heal(finding);
		expect(now()?.channelSettings).toEqual({
			VOICE: { statusTimeouts: null, captureRules: [others] },
			SMS: { captureRules: [] },
		});
		expect(now(OTHER_ID)?.channelSettings).toEqual({ WHATSAPP: { captureRules: [] } });
	});

	test.each([
		['everybody’s traffic', { from: '*', to: '*' }],
		['a customer’s number', { from: PHONE, to: '+15005550122' }],
	])('a rule of %s is for a person to remove', async (_what, rule) => {
		configuration.channelSettings.SMS = { captureRules: [rule, fromAnybody] };
		const { advice, fixes } = await account.onlyWrong('orchestrator/captured-traffic');
		expect(advice).toContain('Not done by npm run setup: "support"');
		expect(advice).not.toContain('+1500');
		expect(fixes.flatMap(({ edits }) => edits)).toMatchObject([{ remove: [fromAnybody] }]);
	});

	test('rules of in-app calls, and of messages when calls alone matter, are nobody’s concern', async () => {
		configuration.channelSettings.VOICE = {
			captureRules: [{ from: '*', to: '*', metadata: { callType: 'CLIENT' } }],
		};
		expect((await account.finding('orchestrator/captured-traffic')).status).toBe('ok');
		configuration.channelSettings.SMS = { captureRules: [fromAnybody] };
		account.options = { only: 'voice' };
		expect((await account.finding('orchestrator/captured-traffic')).status).toBe('ok');
		configuration.channelSettings = { VOICE: { captureRules: [fromAnybody] } };
		account.options = { only: 'messaging' };
		expect((await account.finding('orchestrator/captured-traffic')).status).toBe('ok');
	});

	test.each([
		['WHATSAPP', fromAnybody],
		['WHATSAPP', { from: '*', to: '*' }],
		['RCS', fromAnybody],
	])('on %s the agent’s number is another team’s (%j)', async (channel, rule) => {
		configuration.channelSettings[channel] = { captureRules: [rule] };
		expect((await account.finding('orchestrator/captured-traffic')).status).toBe('ok');
	});

	test('an RCS sender, and a WhatsApp number without its prefix, are the agent’s on their channels', async () => {
		configuration.channelSettings.RCS = { captureRules: [{ from: '*', to: 'rcs:support_agent' }] };
		configuration.channelSettings.WHATSAPP = { captureRules: [fromAnybody] };
		account.options = {
			environment: { TWILIO_RCS_SENDER_ID: 'support_agent', TWILIO_WHATSAPP_NUMBER: PHONE },
		};
		account.addAddress('rcs', 'rcs:support_agent');
		account.addAddress('whatsapp', `whatsapp:${PHONE}`);
		const finding = await account.onlyWrong('orchestrator/captured-traffic');
		expect(finding.fixes.map(({ title }) => title)).toEqual([
			expect.stringContaining('capturing RCS'),
			expect.stringContaining('capturing WHATSAPP'),
		]);
		await account.heal(finding);
	});

	test('calls are no longer captured at once, messages when they come another way', async () => {
		delete configuration.conversationsV1Bridge;
		configuration.channelSettings.VOICE = { statusTimeouts: null, captureRules: [fromAnybody] };
		configuration.channelSettings.SMS = { captureRules: [fromAnybody, { from: '*', to: '*' }] };
		const captures = () => account.finding('orchestrator/captured-traffic');
		const both = await captures();
		expect(both.found).toMatch(/captures VOICE .*captures SMS /);
		expect(both.fixes).toMatchObject([
			{ title: expect.stringContaining('capturing VOICE'), stage: 'orchestrator' },
			{
				title: expect.stringContaining('capturing SMS'),
				stage: 'traffic',
				needs: ['orchestrator/bridge', 'conversations-classic/addresses'],
			},
		]);
		expect(both.advice).toMatch(/^Those for messages last.*keeps that order/);
		configuration.channelSettings.VOICE = { statusTimeouts: null, captureRules: [] };
		expect(await captures()).toMatchObject({
			status: 'wrong',
			impact: expect.stringMatching(/^Once the configuration is connected/),
		});
		configuration.conversationsV1Bridge = { serviceId: emulator.world.serviceSid };
		const { fixes, advice, impact } = await captures();
		expect(fixes).toMatchObject([{ edits: [{ path: ['channelSettings', 'SMS', 'captureRules'] }] }]);
		expect(advice).toContain('Not done by npm run setup');
		expect(impact).toContain('is recorded twice, so the agent');
	});

	test('a bridge to another service than Flex’s does not count', async () => {
		configuration.conversationsV1Bridge = { serviceId: `IS${'1'.repeat(32)}` };
		configuration.channelSettings.SMS = { captureRules: [fromAnybody] };
		expect((await account.finding('orchestrator/captured-traffic')).impact).toMatch(/^Once the/);
	});
});

describe('voice-closes', () => {
	test.each([
		[
			'minutes after the last words',
			{ VOICE: { statusTimeouts: { inactive: 5, closed: 30 }, captureRules: [] } },
		],
		['nothing said of calls', {}],
		['timeouts without one for closing', { VOICE: { statusTimeouts: { inactive: 5 } } }],
	])('%s', async (_what, channelSettings) => {
		configuration.channelSettings = channelSettings;
		const finding = await account.onlyWrong('orchestrator/voice-closes');
		await account.heal(finding);
		expect(now()?.channelSettings).toMatchObject({ VOICE: { statusTimeouts: null } });
	});

	test('timeouts that TAC cannot read are said to be that', async () => {
		configuration.channelSettings = { VOICE: { statusTimeouts: { inactive: 5 } } };
		const { impact } = await account.onlyWrong('orchestrator/voice-closes');
		expect(impact).toContain('does not start');
	});

	test.each([
		[{ inactive: 5, closed: 30 }, ', and no longer make it inactive after 5 minutes of silence'],
		[{ inactive: 1 }, ', and no longer make it inactive after 1 minute of silence'],
		[{ closed: 30 }, ''],
	])('what %j loses is said', async (statusTimeouts, loses) => {
		configuration.channelSettings = { VOICE: { statusTimeouts } };
		const { fixes } = await account.onlyWrong('orchestrator/voice-closes');
		expect(fixes.map(({ title }) => title)).toEqual([`Close a call’s conversation on hangup${loses}`]);
	});

	test.each([[{ captureRules: [] }], [{ statusTimeouts: null }]])('%j is on hangup', async (VOICE) => {
		configuration.channelSettings = { VOICE };
		expect((await account.finding('orchestrator/voice-closes')).status).toBe('ok');
	});
});

describe('status-callbacks', () => {
	const elsewhere = { url: 'https://crm.example.com/events?key=secret', method: 'POST' };

	test('the agent’s is added, others stay', async () => {
		configuration.statusCallbacks = [elsewhere];
		const finding = await account.onlyWrong('orchestrator/status-callbacks');
		expect(finding.found).toBe('none leads to agent.example.com (https://crm.example.com/events)');
		await account.heal(finding);
		expect(now()?.statusCallbacks).toEqual([
			elsewhere,
			{ url: 'https://agent.example.com/webhook', method: 'POST' },
		]);
	});

	test('there is no room for a third', async () => {
		configuration.statusCallbacks = [elsewhere, { url: 'https://logs.example.com/', method: 'POST' }];
		const { fixes, advice } = await account.onlyWrong('orchestrator/status-callbacks');
		expect(fixes).toEqual([]);
		expect(advice).toMatch(
			/^No more fit: Twilio takes 2\. Remove all but one of https:\/\/crm\.example\.com\/events and https:\/\/logs/,
		);
		configuration.statusCallbacks.pop();
		await account.heal(await account.onlyWrong('orchestrator/status-callbacks'));
	});

	test.each([
		['https://crm.example.com/events', 'ok'],
		['http://agent.example.com/webhook', 'wrong'],
		['https://localhost:8000/webhook', 'wrong'],
		['https://your-domain.ngrok.app/webhook', 'wrong'],
	])('without the agent’s domain, %s is %s', async (url, status) => {
		account.options = { environment: { TWILIO_VOICE_PUBLIC_DOMAIN: '' } };
		configuration.statusCallbacks = [{ url, method: 'POST' }];
		expect((await account.finding('orchestrator/status-callbacks')).status).toBe(status);
	});
});

test.each(['localhost:8000', 'agent.example.com,other.example.com', 'a0c346ee3825461b70780c9046414f1a'])(
	'no callback is compared with %s, or led there',
	async (domain) => {
		account.options = { environment: { TWILIO_VOICE_PUBLIC_DOMAIN: domain } };
		const findings = await account.findings();
		expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
		expect(JSON.stringify(findings)).not.toContain(domain);
	},
);

test.each([
	['agent.example.com', 'none leads to agent.example.com (there are none); calls are answered all the same'],
	['', 'none that Twilio can reach (there are none); calls are answered all the same'],
])('status-callbacks: for calls alone they are a convenience (domain "%s")', async (domain, found) => {
	configuration.statusCallbacks = [];
	account.options = { only: 'voice', environment: { TWILIO_VOICE_PUBLIC_DOMAIN: domain } };
	const finding = await account.finding('orchestrator/status-callbacks');
	expect(finding).toMatchObject({ status: 'note', found, fixes: [] });
	expect(finding.advice).not.toContain('npm run setup');
	account.options = { only: 'messaging' };
	expect((await account.finding('orchestrator/status-callbacks')).status).toBe('wrong');
});

describe('intelligence', () => {
	test('none attached: the one that is right is', async () => {
		const [id] = configuration.intelligenceConfigurationIds;
		configuration.intelligenceConfigurationIds = [];
		await account.heal(await account.onlyWrong('orchestrator/intelligence'));
		expect(now()?.intelligenceConfigurationIds).toEqual([id]);
	});

	test('none attached and none right: a new one is made', async () => {
		emulator.world.intelligenceConfigurations.clear();
		await account.heal(await account.onlyWrong('orchestrator/intelligence'));
		const [made] = emulator.world.intelligenceConfigurations.values();
		expect(made?.displayName).toBe('AI-to-human handoff');
		expect(now()?.intelligenceConfigurationIds).toEqual([made?.id]);
	});

	test('one that is gone is detached', async () => {
		const ids = [...configuration.intelligenceConfigurationIds];
		configuration.intelligenceConfigurationIds.push(`intelligence_configuration_${'0'.repeat(26)}`);
		await account.heal(await account.onlyWrong('orchestrator/intelligence'));
		expect(now()?.intelligenceConfigurationIds).toEqual(ids);
	});
});

test.each([
	['GROUP_BY_PROFILE', 'note'],
	['GROUP_BY_PARTICIPANT_ADDRESSES', 'note'],
	['GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE', 'ok'],
])('grouping: %s is a matter of %s', async (type, status) => {
	configuration.conversationGroupingType = type;
	expect((await account.finding('orchestrator/grouping')).status).toBe(status);
});

test('memory-store: gone, not ready, or not named', async () => {
	const [store] = emulator.world.memoryStores.values();
	Object.assign(store ?? {}, { status: 'PROVISIONING' });
	expect((await account.onlyWrong('orchestrator/memory-store')).advice).toContain('still making');
	emulator.world.memoryStores.clear();
	expect((await account.onlyWrong('orchestrator/memory-store')).found).toContain('is gone');
	configuration.memoryStoreId = '';
	expect((await account.onlyWrong('orchestrator/memory-store')).found).toContain('names none');
});

test('memory-store: an answer that says nothing is no fault', async () => {
	emulator.faults.add({ match: { path: /ControlPlane\/Stores/ }, fault: { status: 200, body: '{}' } });
	expect((await account.finding('orchestrator/memory-store')).status).toBe('unreadable');
});

test.each([
	['Configurations', 'orchestrator/configuration'],
	['Stores', 'orchestrator/memory-store'],
])('403 of %s is not blamed on the settings', async (collection, check) => {
	const fault = { status: 403, code: 20403 };
	const match = { path: new RegExp(`/ControlPlane/${collection}`) };
	emulator.faults.add({ match, fault });
	const { status, found } = await account.finding(check);
	expect(status).toBe('unreadable');
	expect(found).toContain('the account may not have the product');
	expect(found).not.toContain('AUTH_TOKEN');
	emulator.faults.clear();
	emulator.faults.add({ match, fault: { ...fault, status: 401 } });
	expect((await account.finding(check)).found).toContain('refused our credentials');
});
