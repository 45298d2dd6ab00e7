/**
 * What the checks that need Flex share.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import { findWorkspace, type Workspace } from '../../account/flex/workspace';
import { type Observation, skipped } from './check';

/**
 * Looks at the workspace when Flex is ready. When it isn't, `flex/instance` reports what is wrong.
 * @throws {HandoffError} when Twilio does not respond
 */
export async function lookAtWorkspace(
	account: AccountView,
	look: (workspace: Workspace) => Observation | Promise<Observation>,
): Promise<Observation> {
	const workspace = await findWorkspace(account);
	return workspace ? look(workspace) : skipped('Flex isn’t set up; see flex/instance');
}
