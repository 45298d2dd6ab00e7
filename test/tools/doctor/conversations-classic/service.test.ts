/** The check conversations-classic/service. */
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'conversations-classic/service';
const account = useAccount();

test('the service that Flex uses is ok, with the SID that the guide says to note', async () => {
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'ok',
		found: `"Flex Conversation Service" (${account.world.serviceSid})`,
	});
});

test('a deleted service is the only fault', async () => {
	const { world } = account.emulator;
	world.classicServices.clear();
	expect((await account.onlyWrong(CHECK)).found).toContain(world.serviceSid);
});

test('a Flex without a service is the only fault', async () => {
	account.world.flexConfiguration.chatServiceInstanceSid = '';
	await account.onlyWrong(CHECK);
});

test('while Flex is being set up, conversations-classic/service is skipped', async () => {
	account.world.flexConfiguration.status = 'inprogress';
	expect(await account.finding(CHECK)).toMatchObject({
		status: 'skipped',
		found: expect.stringContaining('see flex/instance'),
	});
});

test('without Flex, conversations-classic/service is skipped', async () => {
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
