/** Whether the configuration is connected to Flex's Conversations service. */
import { useAccount } from '../../../support/emulated-account';
import { addConfiguration, OTHER_ID } from './other-configuration';

const account = useAccount();

test.each([
	['no service', undefined],
	['another service', { serviceId: `IS${'1'.repeat(32)}` }],
	['another service, in the guide’s spelling', { serviceSid: `IS${'1'.repeat(32)}`, mode: 'sync' }],
])('a configuration connected to %s is connected to Flex’s', async (_what, bridge) => {
	delete account.configuration.conversationsV1Bridge;
	Object.assign(account.configuration, bridge && { conversationsV1Bridge: bridge });
	await account.fix(await account.onlyWrong('orchestrator/bridge'));
	const kept = bridge && 'mode' in bridge ? { mode: 'sync' } : {};
	expect(account.configuration.conversationsV1Bridge).toEqual({
		...kept,
		serviceId: account.world.serviceSid,
	});
});

test('a service that another configuration holds has no fix', async () => {
	addConfiguration(account, { conversationsV1Bridge: { serviceId: account.world.serviceSid } });
	delete account.configuration.conversationsV1Bridge;
	const { found, fixes } = await account.onlyWrong('orchestrator/bridge');
	expect(found).toContain(OTHER_ID);
	expect(fixes).toEqual([]);
});

test.each(['inprogress', 'missing'] as const)('a Flex that is %s is the only fault', async (state) => {
	delete account.configuration.conversationsV1Bridge;
	const { world, faults } = account.emulator;
	if (state === 'inprogress') world.flexConfiguration.status = state;
	else faults.add({ match: { host: 'flex-api.twilio.com' }, fault: { status: 404 } });
	const findings = await account.findings();
	const wrong = findings.filter(({ status }) => status === 'wrong');
	expect(wrong.map(({ check }) => check)).toEqual(['flex/instance']);
	expect(findings.find(({ check }) => check === 'orchestrator/bridge')).toMatchObject({
		status: 'skipped',
		found: expect.stringContaining('flex/instance'),
	});
});
