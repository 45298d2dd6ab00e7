/** Whether a configuration records the virtual agent's traffic a second time. */
import { useAccount } from '../../../support/emulated-account';
import { addConfiguration, OTHER_ID } from './other-configuration';

const account = useAccount();

const PHONE = '+15005550006';
const fromAny = { from: '*', to: PHONE, metadata: { callType: 'PSTN' } };
const toAny = { from: PHONE, to: '*' };
const others = { from: '*', to: '+15005550111' };

const finding = () => account.finding('orchestrator/captured-traffic');

test('exactly the rules that name the agent’s senders are removed, from every configuration', async () => {
	account.configuration.channelSettings.VOICE = { statusTimeouts: null, captureRules: [fromAny, others] };
	account.configuration.channelSettings.SMS = { captureRules: [fromAny, toAny] };
	addConfiguration(account, {
		channelSettings: { WHATSAPP: { captureRules: [{ from: '*', to: `whatsapp:${PHONE}` }] } },
	});
	account.options = { environment: { TWILIO_WHATSAPP_NUMBER: `whatsapp:${PHONE}` } };
	account.addAddress('whatsapp', `whatsapp:${PHONE}`);
	const wrong = await account.onlyWrong('orchestrator/captured-traffic');
	expect(wrong.fixes).toHaveLength(3);
	expect(wrong.found).toContain('+*********06');
	expect(wrong.found).not.toContain(PHONE);
	await account.fix(wrong);
	expect(account.configuration.channelSettings).toEqual({
		VOICE: { statusTimeouts: null, captureRules: [others] },
		SMS: { captureRules: [] },
	});
	expect(account.world.configurations.get(OTHER_ID)?.channelSettings).toEqual({
		WHATSAPP: { captureRules: [] },
	});
});

test.each([
	['all traffic', { from: '*', to: '*' }],
	['another number', { from: PHONE, to: '+15005550122' }],
])('a rule about %s has no fix, and its number is not shown', async (_what, rule) => {
	account.configuration.channelSettings.SMS = { captureRules: [rule, fromAny] };
	const { advice, fixes } = await account.onlyWrong('orchestrator/captured-traffic');
	expect(advice).toContain(account.configuration.id);
	expect(advice).not.toContain('+1500');
	expect(fixes.flatMap(({ edits }) => edits)).toMatchObject([{ remove: [fromAny] }]);
});

test('a rule about in-app calls is not about the agent’s numbers', async () => {
	const captureRules = [{ from: '*', to: '*', metadata: { callType: 'CLIENT' } }];
	account.configuration.channelSettings.VOICE = { captureRules };
	expect((await finding()).status).toBe('ok');
});

test.each([
	['voice', 'SMS'],
	['messaging', 'VOICE'],
] as const)('an account that hands over %s only may capture %s', async (only, channel) => {
	account.configuration.channelSettings = { [channel]: { captureRules: [fromAny] } };
	account.options = { only };
	expect((await finding()).status).toBe('ok');
});

test.each([
	['WHATSAPP', fromAny],
	['WHATSAPP', { from: '*', to: '*' }],
	['RCS', fromAny],
])('%s of the agent’s phone number is another team’s (%j)', async (channel, rule) => {
	account.configuration.channelSettings[channel] = { captureRules: [rule] };
	expect((await finding()).status).toBe('ok');
});

test('an RCS sender, and a WhatsApp number without its prefix, are the agent’s on their channels', async () => {
	account.configuration.channelSettings.RCS = { captureRules: [{ from: '*', to: 'rcs:support_agent' }] };
	account.configuration.channelSettings.WHATSAPP = { captureRules: [fromAny] };
	account.options = {
		environment: { TWILIO_RCS_SENDER_ID: 'support_agent', TWILIO_WHATSAPP_NUMBER: PHONE },
	};
	account.addAddress('rcs', 'rcs:support_agent');
	account.addAddress('whatsapp', `whatsapp:${PHONE}`);
	// The settings say that the prefix is missing.
	const [settings, wrong] = await account.faults();
	expect([settings, wrong]).toMatchObject([
		{ check: 'agent-connect/settings' },
		{ check: 'orchestrator/captured-traffic', status: 'wrong' },
	]);
	const edits = wrong?.fixes.flatMap((each) => each.edits) ?? [];
	expect(edits).toMatchObject([
		{ path: ['channelSettings', 'RCS', 'captureRules'] },
		{ path: ['channelSettings', 'WHATSAPP', 'captureRules'] },
	]);
	await account.write(edits);
	expect(await account.faults()).toEqual([settings]);
});

test('rules for calls are removed with the configuration’s other fixes, those for messages last', async () => {
	delete account.configuration.conversationsV1Bridge;
	account.configuration.channelSettings.VOICE = { statusTimeouts: null, captureRules: [fromAny] };
	account.configuration.channelSettings.SMS = { captureRules: [fromAny] };
	const { fixes } = await finding();
	expect(fixes).toMatchObject([
		{ stage: 'orchestrator', edits: [{ path: ['channelSettings', 'VOICE', 'captureRules'] }] },
		{
			stage: 'traffic',
			needs: ['orchestrator/bridge', 'conversations-classic/addresses'],
			edits: [{ path: ['channelSettings', 'SMS', 'captureRules'] }],
		},
	]);
	expect(fixes[0]).not.toHaveProperty('needs');
});

test.each([
	['no service', undefined],
	['another service than Flex’s', { serviceId: `IS${'1'.repeat(32)}` }],
])('while connected to %s, messages are not yet recorded twice', async (_what, bridge) => {
	account.configuration.channelSettings.SMS = { captureRules: [fromAny] };
	const later = (await finding()).impact;
	delete account.configuration.conversationsV1Bridge;
	Object.assign(account.configuration, bridge && { conversationsV1Bridge: bridge });
	const before = await finding();
	expect(before).toMatchObject({ status: 'wrong' });
	expect(before.impact).not.toBe(later);
});
