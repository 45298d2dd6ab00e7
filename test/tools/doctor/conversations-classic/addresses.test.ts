/** The check conversations-classic/addresses. */

import { addForeignFlow } from '../../../../emulator/core/new-account';
import type { AddressConfiguration } from '../../../../emulator/core/world';
import type { Finding } from '../../../../tools/doctor/engine/check';
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'conversations-classic/addresses';
const FLOW_SID = `FW${'1'.repeat(32)}`;
const account = useAccount();

/** The virtual agent's SMS address. */
function ours(): AddressConfiguration {
	const [address] = account.world.addressConfigurations.values();
	if (!address) throw new Error('The world has no address');
	return address;
}

function addAddress(more: Pick<AddressConfiguration, 'type' | 'address'>): void {
	const sid = `IG${'9'.repeat(32)}`;
	const autoCreation = { enabled: true, type: 'studio' as const, studioFlowSid: FLOW_SID };
	account.world.addressConfigurations.set(sid, { sid, friendlyName: '', autoCreation, ...more });
}

/** Applies a finding's fix, undoes it, and expects the addresses to be as before. */
async function fixAndUndo(finding: Finding): Promise<void> {
	const { world } = account.emulator;
	const before = structuredClone(world.addressConfigurations);
	await account.fix(finding);
	await account.undoChanges(finding);
	expect(world.addressConfigurations).toEqual(before);
}

test('an address that creates conversations in Flex’s service is ok, also as the default service', async () => {
	expect((await account.finding(CHECK)).status).toBe('ok');
	delete ours().autoCreation.conversationServiceSid;
	expect((await account.finding(CHECK)).status).toBe('ok');
});

test.each([
	['a Studio flow', { type: 'studio' as const, studioFlowSid: FLOW_SID, studioRetryCount: 2 }, FLOW_SID],
	[
		'a webhook',
		{
			type: 'webhook' as const,
			webhookUrl: 'https://crm.example.com/hook',
			webhookMethod: 'post' as const,
			webhookFilters: ['onMessageAdded'],
		},
		'https://crm.example.com/hook',
	],
])(
	'an address that goes to %s is fixed, stays enabled, and can be undone',
	async (_what, autoCreation, shown) => {
		Object.assign(ours().autoCreation, autoCreation);
		const finding = await account.onlyWrong(CHECK);
		expect(finding.found).toContain('sms to +*********06');
		expect(finding.found).toContain(shown);
		await fixAndUndo(finding);
		await account.fix(finding);
		// If it were disabled, nothing would create a conversation for a new customer's message.
		expect(ours().autoCreation).toMatchObject({
			enabled: true,
			type: 'default',
			conversationServiceSid: account.world.serviceSid,
		});
	},
);

test('an address that goes to a flow is shown with the flow’s name', async () => {
	addForeignFlow(account.world, FLOW_SID, 'Main menu');
	Object.assign(ours().autoCreation, { type: 'studio', studioFlowSid: FLOW_SID });
	expect((await account.onlyWrong(CHECK)).found).toContain(`"Main menu" (${FLOW_SID})`);
});

test('a webhook with a token is removed, and not shown', async () => {
	const webhookUrl = 'https://crm.example.com/hook?token=abc';
	Object.assign(ours().autoCreation, { type: 'webhook', webhookUrl });
	const finding = await account.onlyWrong(CHECK);
	const { fixes: _, ...shown } = finding;
	expect(JSON.stringify(shown)).not.toContain('token');
	await fixAndUndo(finding);
});

test.each([
	['another service', { conversationServiceSid: `IS${'1'.repeat(32)}` }, `IS${'1'.repeat(32)}`],
	['the default service, which is not Flex’s,', {}, `IS${'2'.repeat(32)}`],
])('an address that creates conversations in %s is fixed', async (_what, more, shown) => {
	account.world.defaultServiceSid = `IS${'2'.repeat(32)}`;
	Object.assign(ours(), { autoCreation: { enabled: true, type: 'default', ...more } });
	const finding = await account.onlyWrong(CHECK);
	expect(finding.found).toContain(shown);
	await account.fix(finding);
});

test('a disabled address is enabled, and that can be undone', async () => {
	ours().autoCreation.enabled = false;
	const finding = await account.onlyWrong(CHECK);
	expect(finding.found).toContain(ours().sid);
	await fixAndUndo(finding);
	await account.fix(finding);
	expect(ours().autoCreation.enabled).toBe(true);
});

test('missing addresses are created, one for each channel of the virtual agent', async () => {
	const { addressConfigurations, phoneNumber } = account.world;
	addressConfigurations.clear();
	account.options = { environment: { TWILIO_WHATSAPP_NUMBER: phoneNumber } };
	// The settings say that the prefix is missing.
	const [settings, missing] = await account.faults();
	expect([settings, missing]).toMatchObject([
		{ check: 'agent-connect/settings' },
		{ check: CHECK, status: 'wrong' },
	]);
	expect(missing?.found).toMatch(/sms to \+\*{9}06; .*whatsapp to whatsapp:\+\*{9}06$/);
	await account.write(missing?.fixes.flatMap(({ edits }) => edits) ?? []);
	expect(await account.faults()).toEqual([settings]);
	const autoCreation = { enabled: true, type: 'default' };
	expect([...addressConfigurations.values()]).toMatchObject([
		{ type: 'sms', address: phoneNumber, autoCreation },
		{ type: 'whatsapp', address: `whatsapp:${phoneNumber}`, autoCreation },
	]);
});

test('a missing address is a note when a Messaging Service may create the conversations', async () => {
	const { addressConfigurations, messagingServices, phoneNumbers } = account.world;
	addressConfigurations.clear();
	messagingServices.set('MG1', {
		sid: 'MG1',
		friendlyName: 'Campaign',
		inboundRequestUrl: '',
		inboundMethod: 'POST',
		useInboundWebhookOnNumber: false,
		phoneNumberSids: [...phoneNumbers.keys()],
	});
	const { status, found, fixes } = await account.finding(CHECK);
	expect([status, fixes]).toEqual(['note', []]);
	expect(found).toContain('"Campaign" (MG1)');
});

test('addresses of others, and of channels that the virtual agent doesn’t use, are not changed', async () => {
	const { phoneNumber } = account.world;
	addAddress({ type: 'sms', address: '+15005550111' });
	expect((await account.finding(CHECK)).status).toBe('ok');
	addAddress({ type: 'whatsapp', address: `whatsapp:${phoneNumber}` });
	expect((await account.finding(CHECK)).status).toBe('ok');
	account.options = { environment: { TWILIO_WHATSAPP_NUMBER: `whatsapp:${phoneNumber}` } };
	const finding = await account.onlyWrong(CHECK);
	expect(finding.fixes).toHaveLength(1);
	await account.fix(finding);
});
