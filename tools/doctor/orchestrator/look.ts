/**
 * What the checks of the virtual agent's configuration share.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import {
	CONFIGURATION_SETTING,
	type OrchestratorConfiguration,
	readConfiguration,
} from '../../account/orchestrator/configuration';
import { type Observation, skipped } from '../engine/check';

/** For a check without a configuration to look at; `orchestrator/configuration` reports what is wrong. */
export const NO_CONFIGURATION = skipped(
	`${CONFIGURATION_SETTING} isn’t a configuration in this account; see orchestrator/configuration`,
);

/**
 * Looks at the configuration that the virtual agent uses, when there is one.
 * @throws {HandoffError} when Twilio does not respond
 */
export async function lookAtConfiguration(
	account: AccountView,
	look: (configuration: OrchestratorConfiguration) => Observation | Promise<Observation>,
): Promise<Observation> {
	const configuration = await readConfiguration(account);
	return configuration ? look(configuration) : NO_CONFIGURATION;
}
