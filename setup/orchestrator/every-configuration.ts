/**
 * All configurations of the account, whole.
 * @module
 */
import type { AccountView } from '../account-view';
import { fetchConfiguration, type OrchestratorConfiguration, readConfigurations } from './configuration';

/**
 * Each is fetched, since a list may leave fields out. There are few: see `readConfigurations`.
 * @throws {HandoffError} when Twilio does not answer
 */
export function readEveryConfiguration(account: AccountView): Promise<readonly OrchestratorConfiguration[]> {
	return account.once('every-orchestrator-configuration', async () => {
		const listed = await readConfigurations(account);
		const whole = await Promise.all(listed.map(({ id }) => fetchConfiguration(account, id)));
		return whole.filter((configuration) => configuration !== undefined);
	});
}
