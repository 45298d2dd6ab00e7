/** The check conversations-classic/service. */
import { type EmulatedAccount, useAccount } from '../../../support/emulated-account';

const CHECK = 'conversations-classic/service';
let account: EmulatedAccount;
useAccount((started) => {
	account = started;
});

test('the service that Flex uses is ok, with the SID that the guide says to note', async () => {
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'ok',
		found: `"Flex Conversation Service" (${account.emulator.world.serviceSid})`,
	});
});

test('a deleted service is the only fault', async () => {
	const { world } = account.emulator;
	world.classicServices.clear();
	expect((await account.onlyWrong(CHECK)).found).toContain(world.serviceSid);
});

test('a Flex without a service is the only fault', async () => {
	account.emulator.world.flexConfiguration.chatServiceInstanceSid = '';
	await account.onlyWrong(CHECK);
});

test('while Flex is being set up, the check is skipped', async () => {
	account.emulator.world.flexConfiguration.status = 'inprogress';
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'skipped',
		found: expect.stringContaining('see flex/instance'),
	});
});

test('without Flex, the check is skipped', async () => {
	account.emulator.faults.add({ match: { host: 'flex-api.twilio.com' }, fault: { status: 404 } });
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'skipped',
		found: expect.stringContaining('see flex/instance'),
	});
});

test('when only calls are handed over, all checks of Conversations (Classic) are skipped', async () => {
	const { world } = account.emulator;
	for (const { autoCreation } of world.addressConfigurations.values()) autoCreation.type = 'webhook';
	world.classicServices.clear();
	account.options = { only: 'voice' };
	const own = (await account.findings()).filter(({ check }) => check.startsWith('conversations-classic/'));
	expect(new Set(own.map(({ status }) => status))).toEqual(new Set(['skipped']));
});
