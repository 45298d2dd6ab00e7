/**
 * What to deploy: the Functions, and the flow with its placeholders.
 * @module
 */
import { gitRevision, ROOT, readTemplate, VERSION } from '../account/project';
import { type FinishedBuild, type LocalBundle, localBundle } from './bundle';

export interface Source {
	/** As in a sentence: `environment staging`. */
	readonly where: string;
	/** Of the Functions. */
	readonly version: string;
	readonly bundle: LocalBundle | FinishedBuild;
	/** The flow with its placeholders. */
	readonly template: unknown;
	readonly gitRevision: string | undefined;
}

/** @throws {SetupError} when nothing is built, or a file is malformed */
export async function thisFolder(): Promise<Source> {
	return {
		where: 'this folder',
		version: VERSION,
		bundle: await localBundle(ROOT),
		template: readTemplate(),
		gitRevision: gitRevision(),
	};
}
