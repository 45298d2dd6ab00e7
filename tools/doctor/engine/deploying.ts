/**
 * The change that `npm run deploy` makes, with a note of what it replaces.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import type { AccountView } from '../../account/account-view';
import { FLOW_SETTING } from '../../account/flow';
import { isUpdate, type Resources, unnoted, type Writing, writeEdits } from './apply';
import { inverseOf } from './edit';
import type { Edit, Fix, JsonObject, SetEdit } from './fix';
import { live } from './live';
import type { UndoFile } from './undo-file';

/** What a deployment needs of a run of setup. */
export interface Deploying {
	/** The account for one change, with a time limit of its own: people take their time to answer. */
	readonly open: () => AccountView;
	readonly resources: Resources;
	readonly undo: UndoFile;
	/** Runs `npm run deploy`. @throws {SetupError} when that fails */
	readonly deploy: () => Promise<void>;
}

/**
 * The edits prepare `.env` for the deployment, which writes the SID of the flow it makes into it, for TAC. What became
 * different is noted, also when it fails half-way; `.env` is then as it was, unless the flow's new SID is in it.
 */
export async function makeByDeploying(fix: Fix, { undo, resources, open, deploy }: Deploying): Promise<void> {
	const prepare = (edits: readonly Edit[], begin: Writing['begin']) =>
		writeEdits(edits, open(), { resources, begin, progress: () => {} });
	const look = async () => {
		const account = open();
		const [env, now] = await Promise.all([resources.env.read(account, ''), resources.live.read(account, '')]);
		return { env: { [FLOW_SETTING]: env[FLOW_SETTING] ?? null }, live: now };
	};
	await prepare(fix.edits, undo.change(fix));
	let before: State | undefined;
	try {
		before = await look();
		undo.deploys(fix, live.parse(before.live));
		await deploy();
	} catch (error) {
		await prepare(fix.edits.filter(isUpdate).map(inverseOf), unnoted).catch(ignore);
		throw error;
	} finally {
		const after = before && (await look().catch(ignore));
		if (before && after) {
			for (const edit of differences(before, after)) undo.change(fix)(edit).done();
		}
	}
}

type State = Readonly<Record<'env' | 'live', JsonObject>>;

/** For what may fail beside a failure that matters more. */
const ignore = () => undefined;

/** What is new, and was not before, cannot be brought back to anything. */
function differences(before: State, after: State): SetEdit[] {
	return (['env', 'live'] as const).flatMap((resource) =>
		Object.entries(after[resource]).flatMap(([name, now]): SetEdit[] => {
			const was = before[resource][name] ?? null;
			if (isDeepStrictEqual(was, now) || (resource === 'live' && was === null)) return [];
			return [{ edit: 'set', resource, id: '', path: [name], before: was, after: now }];
		}),
	);
}
