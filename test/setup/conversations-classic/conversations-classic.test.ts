/** Conversations (Classic): Flex's service, and addresses that send customers past the agent. */
import type { Emulator } from '../../../emulator/emulator';
import type { AddressConfiguration } from '../../../emulator/world';
import { addForeignFlow, Mending } from '../mending';

let emulator: Emulator;
let account: Mending;
beforeAll(async () => {
	account = await Mending.start();
	emulator = account.emulator;
});
beforeEach(() => {
	account.reset();
});
afterAll(() => account.stop());

const FLOW_SID = `FW${'1'.repeat(32)}`;

function addAddress(more: Partial<AddressConfiguration> = {}): AddressConfiguration {
	const { addressConfigurations, phoneNumber } = emulator.world;
	const sid = `IG${String(addressConfigurations.size).repeat(32)}`;
	const autoCreation = { enabled: true, type: 'studio' as const, studioFlowSid: FLOW_SID };
	const added = { sid, type: 'sms' as const, address: phoneNumber, friendlyName: '', autoCreation, ...more };
	addressConfigurations.set(sid, added);
	return added;
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

test.each([
	[{ enabled: true, type: 'studio' as const, studioFlowSid: FLOW_SID }, `the Studio flow ${FLOW_SID} (gone)`],
	[{ enabled: true, type: 'webhook' as const }, 'a webhook'],
	[{ enabled: true, type: 'default' as const }, 'a new conversation in the default service'],
])('addresses: one of ours goes elsewhere (%j)', async (autoCreation, destination) => {
	const address = addAddress({ autoCreation });
	const finding = await account.onlyWrong('conversations-classic/addresses');
	expect(finding.found).toBe(`sms to +*********06 goes to ${destination}`);
	await account.heal(finding);
	expect(address.autoCreation).toEqual({ ...autoCreation, enabled: false });
});

test('addresses: those of others, and of channels the agent is not on, are left alone', async () => {
	addAddress({ address: '+15005550111' });
	addAddress({ type: 'whatsapp', address: `whatsapp:${emulator.world.phoneNumber}` });
	addAddress({ autoCreation: { enabled: false, type: 'studio', studioFlowSid: FLOW_SID } });
	expect(await account.finding('conversations-classic/addresses')).toMatchObject({
		status: 'ok',
		found: expect.stringContaining('2 other addresses go elsewhere'),
	});
	account.options = { environment: { TWILIO_WHATSAPP_NUMBER: `whatsapp:${emulator.world.phoneNumber}` } };
	const finding = await account.onlyWrong('conversations-classic/addresses');
	expect(finding.mends).toHaveLength(1);
	await account.heal(finding);
});

test('addresses: a flow is called by its name', async () => {
	addForeignFlow(emulator.world, FLOW_SID, 'Main menu');
	addAddress();
	const { found } = await account.onlyWrong('conversations-classic/addresses');
	expect(found).toBe(`sms to +*********06 goes to the Studio flow "Main menu" (${FLOW_SID})`);
});

test('web-chat: whose chat it is cannot be told, so where it leads is', async () => {
	expect((await account.finding('conversations-classic/web-chat')).found).toContain(
		'no address for web chat',
	);
	addForeignFlow(emulator.world, FLOW_SID, 'Web chat');
	addAddress({ type: 'chat', address: 'shop' });
	const { status, found, mends } = await account.finding('conversations-classic/web-chat');
	expect([status, found]).toEqual(['note', `chat to shop goes to the Studio flow "Web chat" (${FLOW_SID})`]);
	expect(mends).toEqual([]);
	expect((await account.finding('conversations-classic/addresses')).found).not.toContain('other address');
});

test('web-chat: one that leads nowhere is fine', async () => {
	addAddress({ type: 'chat', address: 'shop', autoCreation: { enabled: false, type: 'default' } });
	expect(await account.finding('conversations-classic/web-chat')).toMatchObject({
		status: 'ok',
		found: 'no address for web chat is connected elsewhere',
	});
});

test('all concern messaging alone', async () => {
	addAddress();
	emulator.world.classicServices.clear();
	account.options = { only: 'voice' };
	const findings = await account.findings();
	expect(findings.filter(({ status }) => status === 'wrong')).toEqual([]);
});
