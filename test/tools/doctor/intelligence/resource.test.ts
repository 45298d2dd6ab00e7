/** The deletion of an Intelligence configuration that setup created. */
import type { IntelligenceConfiguration } from '../../../../emulator/core/world';
import { intelligenceConfigurationResource } from '../../../../tools/doctor/intelligence';
import { configurationOf, type EmulatedAccount, useAccount } from '../../../support/emulated-account';
import { failureOf } from '../../../support/fakes';
import { summariesOf } from './summaries';

let account: EmulatedAccount;
let summaries: IntelligenceConfiguration;
useAccount((started) => {
	account = started;
	summaries = summariesOf(account);
});

test('a configuration that is in use is not deleted', async () => {
	const remove = () => intelligenceConfigurationResource.delete?.(account.view(), summaries.id);
	expect(String(await failureOf(() => remove()))).toContain(summaries.id);
	expect(account.emulator.world.intelligenceConfigurations.has(summaries.id)).toBe(true);
	configurationOf(account.emulator).intelligenceConfigurationIds = [];
	await remove();
	expect(account.emulator.world.intelligenceConfigurations.has(summaries.id)).toBe(false);
	await remove();
});

test('a configuration is never changed in place', async () => {
	const { read, write } = intelligenceConfigurationResource;
	const whole = await read(account.view(), summaries.id);
	const before = structuredClone(summaries);
	expect(String(await failureOf(() => write(account.view(), summaries.id, whole, [], () => {})))).toContain(
		summaries.id,
	);
	expect(summaries).toEqual(before);
});
