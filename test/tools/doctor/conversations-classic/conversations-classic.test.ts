/** Conversations (Classic): Flex's service, and addresses that send customers past the agent. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { AddressConfiguration } from '../../../../emulator/core/world';
import type { Finding } from '../../../../tools/doctor/engine/check';
import { addForeignFlow, Fixing } from '../../../support/fixing';

let emulator: Emulator;
let account: Fixing;
beforeAll(async () => {
	account = await Fixing.start();
	emulator = account.emulator;
});
beforeEach(() => {
	account.reset();
});
afterAll(() => account.stop());

const FLOW_SID = `FW${'1'.repeat(32)}`;

/** The agent's SMS address. */
function ours(): AddressConfiguration {
	const [address] = emulator.world.addressConfigurations.values();
	if (!address) throw new Error('The world has lost its address');
	return address;
}

function addAddress(more: Pick<AddressConfiguration, 'type' | 'address'> & Partial<AddressConfiguration>) {
	const sid = `IG${'9'.repeat(32)}`;
	const autoCreation = { enabled: true, type: 'studio' as const, studioFlowSid: FLOW_SID };
	const added: AddressConfiguration = { sid, friendlyName: '', autoCreation, ...more };
	emulator.world.addressConfigurations.set(sid, added);
	return added;
}

/** Makes a change and takes it back. */
async function thereAndBack(finding: Finding): Promise<void> {
	const before = structuredClone(emulator.world.addressConfigurations);
	await account.heal(finding);
	await account.undoChanges(finding);
	expect(emulator.world.addressConfigurations).toEqual(before);
}

test('service: the SID that the guide wants noted is shown', async () => {
	expect(await account.finding('conversations-classic/service')).toMatchObject({
		status: 'ok',
		found: `"Flex Conversation Service" (${emulator.world.serviceSid})`,
	});
});

test('service: gone, and nothing else is blamed for it', async () => {
	emulator.world.classicServices.clear();
	const { found } = await account.onlyWrong('conversations-classic/service');
	expect(found).toBe(`Flex names ${emulator.world.serviceSid}, which is gone`);
});

test('service: Flex names none', async () => {
	emulator.world.flexConfiguration.chatServiceInstanceSid = '';
	expect((await account.onlyWrong('conversations-classic/service')).found).toBe('Flex names none');
});

test('service: without Flex, or while it is being set up, it is not missed', async () => {
	emulator.world.flexConfiguration.status = 'inprogress';
	const waiting = await account.finding('conversations-classic/service');
	emulator.world.flexConfiguration.status = 'ok';
	emulator.faults.add({ match: { host: 'flex-api.twilio.com' }, fault: { status: 404 } });
	const missing = await account.finding('conversations-classic/service');
	for (const { status, found } of [waiting, missing]) {
		expect([status, found]).toEqual(['skipped', expect.stringContaining('see flex/instance')]);
	}
});

test('addresses: ours makes conversations in Flex’s service and leads nowhere else', async () => {
	expect((await account.finding('conversations-classic/addresses')).status).toBe('ok');
	delete ours().autoCreation.conversationServiceSid;
	expect((await account.finding('conversations-classic/addresses')).status).toBe('ok');
});

test.each([
	[
		{ type: 'studio' as const, studioFlowSid: FLOW_SID, studioRetryCount: 2 },
		`the Studio flow ${FLOW_SID} (gone)`,
	],
	[
		{
			type: 'webhook' as const,
			webhookUrl: 'https://crm.example.com/hook',
			webhookMethod: 'post' as const,
			webhookFilters: ['onMessageAdded'],
		},
		'https://crm.example.com/hook',
	],
])('addresses: ours goes elsewhere (%j)', async (autoCreation, destination) => {
	Object.assign(ours().autoCreation, autoCreation);
	const finding = await account.onlyWrong('conversations-classic/addresses');
	expect(finding.found).toBe(`sms to +*********06 goes to ${destination}`);
	expect(finding.impact).toContain('never meet the virtual agent');
	await thereAndBack(finding);
	await account.heal(finding);
	// Were it switched off, nothing would make a conversation of what somebody new writes.
	expect(ours().autoCreation).toMatchObject({
		enabled: true,
		type: 'default',
		conversationServiceSid: emulator.world.serviceSid,
	});
});

test('addresses: a flow is called by its name', async () => {
	addForeignFlow(emulator.world, FLOW_SID, 'Main menu');
	Object.assign(ours().autoCreation, { type: 'studio', studioFlowSid: FLOW_SID });
	const { found } = await account.onlyWrong('conversations-classic/addresses');
	expect(found).toBe(`sms to +*********06 goes to the Studio flow "Main menu" (${FLOW_SID})`);
});

test('addresses: a webhook with a token is left to a person', async () => {
	const webhookUrl = 'https://crm.example.com/hook?token=abc';
	Object.assign(ours().autoCreation, { type: 'webhook', webhookUrl });
	const finding = await account.onlyWrong('conversations-classic/addresses');
	expect(finding.fixes).toEqual([]);
	expect(JSON.stringify(finding)).not.toContain('token');
});

test.each([
	[
		'another service',
		{ conversationServiceSid: `IS${'1'.repeat(32)}` },
		`conversations in IS${'1'.repeat(32)}`,
	],
	['the default service, which is another', {}, `conversations in IS${'2'.repeat(32)}`],
])('addresses: ours makes conversations in %s', async (_what, more, destination) => {
	emulator.world.defaultServiceSid = `IS${'2'.repeat(32)}`;
	Object.assign(ours(), { autoCreation: { enabled: true, type: 'default', ...more } });
	const finding = await account.onlyWrong('conversations-classic/addresses');
	expect(finding.found).toBe(`sms to +*********06 goes to ${destination}`);
	expect(finding.impact).toContain('nobody answers');
	await account.heal(finding);
});

test('addresses: ours is switched off', async () => {
	ours().autoCreation.enabled = false;
	const finding = await account.onlyWrong('conversations-classic/addresses');
	expect(finding.found).toBe(
		`no address makes conversations of sms to +*********06 (${ours().sid} is switched off)`,
	);
	await thereAndBack(finding);
	await account.heal(finding);
});

test('addresses: there is none, on two channels', async () => {
	const { addressConfigurations, phoneNumber } = emulator.world;
	addressConfigurations.clear();
	account.options = { environment: { TWILIO_WHATSAPP_NUMBER: phoneNumber } };
	const finding = await account.onlyWrong('conversations-classic/addresses');
	expect(finding.found).toBe(
		'no address makes conversations of sms to +*********06; no address makes conversations of whatsapp to whatsapp:+*********06',
	);
	await account.heal(finding);
	expect([...addressConfigurations.values()]).toMatchObject([
		{ type: 'sms', address: phoneNumber, autoCreation: { enabled: true, type: 'default' } },
		{
			type: 'whatsapp',
			address: `whatsapp:${phoneNumber}`,
			autoCreation: { enabled: true, type: 'default' },
		},
	]);
});

test('addresses: a Messaging Service may make the conversations instead', async () => {
	const { addressConfigurations, messagingServices, phoneNumbers } = emulator.world;
	addressConfigurations.clear();
	messagingServices.set('MG1', {
		sid: 'MG1',
		friendlyName: 'Campaign',
		inboundRequestUrl: '',
		inboundMethod: 'POST',
		useInboundWebhookOnNumber: false,
		phoneNumberSids: [...phoneNumbers.keys()],
	});
	const { status, found, fixes } = await account.finding('conversations-classic/addresses');
	expect([status, fixes]).toEqual(['note', []]);
	expect(found).toBe(
		'no address makes conversations of sms to +*********06, and whether the Messaging Service "Campaign" (MG1) does cannot be told',
	);
});

test('addresses: those of others, and of channels the agent is not on, are left alone', async () => {
	addAddress({ type: 'sms', address: '+15005550111' });
	expect((await account.finding('conversations-classic/addresses')).status).toBe('ok');
	addAddress({ type: 'whatsapp', address: `whatsapp:${emulator.world.phoneNumber}` });
	expect((await account.finding('conversations-classic/addresses')).status).toBe('ok');
	account.options = { environment: { TWILIO_WHATSAPP_NUMBER: `whatsapp:${emulator.world.phoneNumber}` } };
	const finding = await account.onlyWrong('conversations-classic/addresses');
	expect(finding.fixes).toHaveLength(1);
	await account.heal(finding);
});

test('web-chat: whose chat it is cannot be told, so where it leads is', async () => {
	expect((await account.finding('conversations-classic/web-chat')).found).toContain(
		'no address for web chat',
	);
	addForeignFlow(emulator.world, FLOW_SID, 'Web chat');
	const chat = addAddress({ type: 'chat', address: 'shop' });
	const { status, found, fixes } = await account.finding('conversations-classic/web-chat');
	expect([status, found, fixes]).toEqual([
		'note',
		`chat to shop goes to the Studio flow "Web chat" (${FLOW_SID})`,
		[],
	]);
	chat.autoCreation = { enabled: true, type: 'default' };
	expect(await account.finding('conversations-classic/web-chat')).toMatchObject({
		status: 'ok',
		found: 'no address for web chat is connected elsewhere',
	});
});

test('all concern messaging alone', async () => {
	ours().autoCreation.type = 'webhook';
	emulator.world.classicServices.clear();
	account.options = { only: 'voice' };
	const findings = await account.findings();
	expect(findings.filter(({ status }) => status === 'wrong')).toEqual([]);
});
