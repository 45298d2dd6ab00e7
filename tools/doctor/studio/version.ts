/**
 * Whether the flow is the one in this folder.
 * @module
 */
import type { FlowView } from '../../account/account-view';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';
import { DRAFT, lookAtFlow } from './look-at-flow';

/** How many changes are shown; `npx handoff flow diff` shows all. */
const SHOWN = 3;

export const version: Check = {
	name: 'version',
	title: 'Flow version',
	expected: 'the flow is the one in this folder, with the settings in .env',
	impact: 'Handoffs run a different version, or with different settings.',
	advice: 'Run npx handoff deploy; npx handoff flow diff shows what that changes.',
	look: (account) =>
		lookAtFlow(account, async (flow) => {
			if (flow.status !== 'published') return DRAFT;
			if (flow.edited) return skipped('the flow was edited; see studio/drift');
			if (flow.older !== undefined) {
				return wrong(flow.older, {
					impact: 'Deploying this folder would restore an older version.',
					advice: 'Update this folder. To deploy it anyway: npx handoff deploy --allow-older.',
				});
			}
			if (flow.version !== flow.folderVersion) {
				return wrong(`version ${flow.version}, but this folder has ${flow.folderVersion}`, {
					fixes: [DEPLOY],
				});
			}
			// Without Functions only their URL would differ. If they can't be read, the flow's own URL is compared.
			const isDeployed = await account.project.deployment().then(Boolean, () => true);
			if (!isDeployed) return skipped('the Functions aren’t deployed; see functions/deployed');
			return compare(flow);
		}),
};

async function compare({ version, ...flow }: FlowView): Promise<Observation> {
	const changes = await flow.changes();
	if (!changes) {
		return skipped(
			`${version}; not compared because the workflow or task channels are unknown; see flex/workflow and flex/task-channels`,
		);
	}
	if (changes.length === 0) return ok(`${version}, as in this folder`);
	const shown = changes.slice(0, SHOWN).join('; ');
	const more = changes.length > SHOWN ? `; and ${changes.length - SHOWN} more` : '';
	return wrong(`${version}, but a deployment would change: ${shown}${more}`, { fixes: [DEPLOY] });
}
