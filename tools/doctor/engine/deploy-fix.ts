/**
 * A fix that runs `npx handoff deploy`, with a log of what that replaces.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import type { AccountView } from '../../account/account-view';
import { FLOW_SETTING } from '../../account/studio/flow';
import { isUpdate, type Resources, unlogged, type Writing, writeEdits } from './apply';
import { inverseOf } from './edit';
import type { Edit, Fix, SetEdit } from './fix';
import type { JsonObject } from './json';
import { live, type UndoLog } from './undo-log';

/** What a run of setup provides for a deployment. */
export interface DeployOptions {
	/** Opens the account for one change, with its own time limit: the user may take long to answer. */
	readonly open: () => AccountView;
	/** Opens it after one: what is read then, the checks need not read again. */
	readonly openAfter?: () => AccountView;
	readonly resources: Resources;
	readonly undo: UndoLog;
	/** Runs `npx handoff deploy`. @throws {SetupError} when it fails */
	readonly deploy: () => Promise<void>;
}

/**
 * The fix's edits prepare `.env` for the deployment, which writes the SID of a new flow into it, for TAC. What changed is
 * logged, also when the deployment fails half-way; `.env` is restored then, unless it has the new flow's SID.
 * @throws {SetupError} when the deployment fails
 */
export async function applyByDeploying(
	fix: Fix,
	{ undo, resources, open, openAfter = open, deploy }: DeployOptions,
): Promise<void> {
	const prepare = (edits: readonly Edit[], begin: Writing['begin']) =>
		writeEdits(edits, open(), { resources, begin, progress: () => {}, notice: () => {} });
	const look = async (account: AccountView) => {
		const [env, now] = await Promise.all([resources.env.read(account, ''), resources.live.read(account, '')]);
		return { env: { [FLOW_SETTING]: env[FLOW_SETTING] ?? null }, live: now };
	};
	await prepare(fix.edits, undo.change(fix));
	let before: State | undefined;
	let ended = () => {};
	try {
		before = await look(open());
		ended = undo.deploys(fix, live.parse(before.live));
		await deploy();
	} catch (error) {
		await prepare(fix.edits.filter(isUpdate).map(inverseOf), unlogged).catch(ignore);
		throw error;
	} finally {
		const after = before && (await look(openAfter()).catch(ignore));
		if (before && after) {
			const edits = [...differences('env', before, after), ...differences('live', before, after)];
			for (const edit of edits) undo.change(fix)(edit).done();
			ended();
		}
	}
}

type State = Readonly<Record<'env' | 'live', JsonObject>>;

/** For a failure that is less important than another. */
const ignore = () => undefined;

/** A flow or Functions that didn't exist before have no earlier state to restore. */
export function differences<Kind extends keyof State>(
	resource: Kind,
	before: Pick<State, Kind>,
	after: Pick<State, Kind>,
): SetEdit[] {
	return Object.entries(after[resource]).flatMap(([name, now]): SetEdit[] => {
		const was = before[resource][name] ?? null;
		if (isDeepStrictEqual(was, now) || (resource === 'live' && was === null)) return [];
		return [{ edit: 'set', resource, id: '', path: [name], before: was, after: now }];
	});
}
