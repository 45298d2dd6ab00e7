/** Whether an Intelligence configuration is attached. */
import type { Configuration } from '../../../../emulator/core/world';
import { configurationOf, Fixing } from '../../../support/fixing';

let account: Fixing;
let configuration: Configuration;
beforeAll(async () => {
	account = await Fixing.start();
});
beforeEach(() => {
	account.reset();
	configuration = configurationOf(account.emulator);
});
afterAll(() => account.stop());

const CHECK = 'orchestrator/intelligence';
const attached = () => configurationOf(account.emulator).intelligenceConfigurationIds;

test('an Intelligence configuration of the account with the right rules is attached', async () => {
	const ids = configuration.intelligenceConfigurationIds;
	configuration.intelligenceConfigurationIds = [];
	await account.fix(await account.onlyWrong(CHECK));
	expect(attached()).toEqual(ids);
});

test('a new Intelligence configuration is created in an account without one', async () => {
	account.emulator.world.intelligenceConfigurations.clear();
	await account.fix(await account.onlyWrong(CHECK));
	const [created] = account.emulator.world.intelligenceConfigurations.values();
	expect(created?.displayName).toBe('AI-to-human handoff');
	expect(attached()).toEqual([created?.id]);
});

test('an Intelligence configuration that does not exist is detached', async () => {
	const ids = [...configuration.intelligenceConfigurationIds];
	configuration.intelligenceConfigurationIds.push(`intelligence_configuration_${'0'.repeat(26)}`);
	await account.fix(await account.onlyWrong(CHECK));
	expect(attached()).toEqual(ids);
});
