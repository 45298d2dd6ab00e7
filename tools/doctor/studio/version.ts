/**
 * Whether the flow is the one in this folder.
 * @module
 */
import type { FlowView } from '../../account/account-view';
import { lookAtFlow } from '../../account/flow';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';
import { DRAFT } from './deployed';

/** So many of the changes are shown; `npm run flow -- diff` shows all. */
const CHANGES_SHOWN = 3;

/** The flow is compared all the same: with the address that it calls. */
const UNREADABLE = 'unreadable';

export const version: Check = {
	name: 'version',
	title: 'The flow’s version',
	expected: 'the flow is the one in this folder, with the settings in .env',
	impact: 'Customers are handed over as an earlier version did, or with earlier settings.',
	advice: 'npm run deploy; npm run flow -- diff shows what that would change',
	look: (account) =>
		lookAtFlow(account, async (flow) => {
			if (flow.status !== 'published') return DRAFT;
			if (flow.edited) return skipped('somebody edited the flow: see studio/drift');
			if (flow.version !== flow.folderVersion) {
				return wrong(`version ${flow.version}, and this folder has ${flow.folderVersion}`, {
					fixes: [DEPLOY],
				});
			}
			// Without its Functions a flow differs by their address alone.
			const functions = await account.project.deployment().catch(() => UNREADABLE);
			if (!functions) {
				return skipped('the Functions that the flow calls are not deployed: see functions/deployed');
			}
			return compared(flow);
		}),
};

async function compared({ version, ...flow }: FlowView): Promise<Observation> {
	const changes = await flow.changes();
	if (!changes) {
		return skipped(
			`${version}; it is not compared, since which workflow and task channels it should have is open: see flex/workflow and flex/task-channels`,
		);
	}
	if (changes.length === 0) return ok(`${version}, as in this folder`);
	const shown = changes.slice(0, CHANGES_SHOWN).join('; ');
	const more = changes.length > CHANGES_SHOWN ? `; and ${changes.length - CHANGES_SHOWN} more` : '';
	return wrong(`${version}, but deploying would change: ${shown}${more}`, { fixes: [DEPLOY] });
}

/** Not fixed by setup: whether an edit is kept or thrown away is for people to say. */
export const drift: Check = {
	name: 'drift',
	title: 'Edits in the Console',
	expected: 'nobody edited the flow since it was deployed',
	impact:
		'Customers get a flow that is in nobody’s repository, and the next deployment stops, so as not to overwrite it.',
	advice:
		'npm run flow -- pull takes the edit into studio/agent-handoff.json; npm run deploy -- --force overwrites it.',
	look: (account) =>
		lookAtFlow(account, ({ status, edited, revision }) => {
			if (status !== 'published') return DRAFT;
			return edited ? wrong(`edited: revision ${revision} is not what was deployed`) : ok('none');
		}),
};
