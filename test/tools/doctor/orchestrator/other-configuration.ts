/**
 * A second Orchestrator configuration in the account of a test.
 * @module
 */
import type { Configuration } from '../../../../emulator/core/world';
import type { EmulatedAccount } from '../../../support/emulated-account';

export const OTHER_ID = `conv_configuration_${'0'.repeat(26)}`;

/** Another team's configuration: a copy that is connected to no Conversations service. */
export function addConfiguration(
	{ world, configuration }: EmulatedAccount,
	more: Partial<Configuration> = {},
): void {
	const { conversationsV1Bridge: _, ...rest } = structuredClone(configuration);
	world.configurations.set(OTHER_ID, { ...rest, id: OTHER_ID, displayName: 'sales', ...more });
}
