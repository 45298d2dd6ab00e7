/** The deletion of an Intelligence configuration that setup created. */
import type { IntelligenceConfiguration } from '../../../../emulator/core/world';
import { statusOf } from '../../../../src/twilio/errors';
import { intelligenceConfigurationResource } from '../../../../tools/doctor/intelligence';
import { useAccount } from '../../../support/emulated-account';
import { failureOf } from '../../../support/fakes';
import { summariesOf } from './summaries';

const account = useAccount();
let summaries: IntelligenceConfiguration;
beforeEach(() => {
	summaries = summariesOf(account);
});

test('a configuration that is in use is not deleted', async () => {
	const remove = () => intelligenceConfigurationResource.delete?.(account.view(), summaries.id);
	expect(String(await failureOf(() => remove()))).toContain(summaries.id);
	expect(account.world.intelligenceConfigurations.has(summaries.id)).toBe(true);
	account.configuration.intelligenceConfigurationIds = [];
	await remove();
	expect(account.world.intelligenceConfigurations.has(summaries.id)).toBe(false);
	// The engine counts that as nothing left to undo.
	expect(statusOf(((await failureOf(() => remove())) as Error).cause)).toBe(404);
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
