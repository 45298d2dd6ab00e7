/**
 * Whether a deployment would bring back an old version: from an outdated folder, or one not updated since a rollback.
 * @module
 */

import { parse } from 'semver';
import type { Twilio } from 'twilio';
import { readStamp } from '../../studio/version';
import type { Deployment } from '../account/deployed';
import { SetupError } from '../account/errors';
import { FLOW_SETTING } from '../account/studio/flow';
import { deployedVersion, type LiveFlow, listRevisions } from '../account/studio/live-flow';
import { revisionThatRuns } from './flow-rollback';
import { isSameRelease, type Release, readHistory } from './history';
import { liveVersion } from './smoke-test';

const THIS_FOLDER = 'this folder';

/**
 * @param version to be deployed
 * @param where what has it
 * @returns why the version is older, as a sentence without capital and period; `undefined` when it would not
 * @throws {HandoffError} when Twilio fails
 */
export async function whyOlder(
	twilio: Twilio,
	live: LiveFlow,
	version: string,
	where = THIS_FOLDER,
): Promise<string | undefined> {
	const running = await deployedVersion(twilio, live);
	if (running !== undefined && isOlder(version, running)) {
		return `version ${running} is live, but ${where} has the older version ${version}`;
	}
	// Without a draft or a rollback, the revisions need not be read.
	if (live.status === 'published' && revisionThatRuns(live) === live.revision) return undefined;
	const revisions = (await listRevisions(twilio, live.sid)).filter(({ status }) => status === 'published');
	const [last] = revisions;
	if (!last) return undefined;
	const back = revisionThatRuns(last);
	const left = revisions.find(
		({ revision, commitMessage }) =>
			revision > back && revision < last.revision && readStamp(commitMessage)?.version === version,
	);
	return left && `version ${version}, which ${where} has, was rolled back to revision ${back}`;
}

/**
 * Compares the numbers before a `-`; what follows it counts only if both versions have it, since a fork's
 * `1.1.0-acme.2` isn't a prerelease of 1.1.0.
 */
export function isOlder(version: string, than: string): boolean {
	const [one, other] = [parse(version), parse(than)];
	if (!one || !other) return false;
	const both = one.prerelease.length > 0 && other.prerelease.length > 0;
	return (one.compareMain(other) || (both ? one.comparePre(other) : 0)) < 0;
}

/** @throws {SetupError} with a reason of `whyOlder`, if there is one */
export function refuseOlder(why: string | undefined, where = THIS_FOLDER): void {
	if (why === undefined) return;
	throw new SetupError(
		`${why.charAt(0).toUpperCase()}${why.slice(1)}. Nothing was changed. Update ${where}, or increment the version. To deploy it anyway, add --allow-older.`,
	);
}

/**
 * @param version to be deployed
 * @param running the release that runs, where there is a history of them
 * @param where what has the version
 * @throws {SetupError} when the live Functions have a later version, or this one was rolled back
 */
export async function refuseOlderFunctions(
	{ domain, variables }: Pick<Deployment, 'domain' | 'variables'>,
	version: string,
	running: Release | undefined,
	where = THIS_FOLDER,
): Promise<void> {
	const live = await liveVersion(`https://${domain}`);
	if (live !== undefined && isOlder(version, live))
		refuseOlder(
			`version ${live} of the Functions is live, but ${where} has the older version ${version}`,
			where,
		);
	const releases = readHistory(variables, variables[FLOW_SETTING]);
	const index = releases.findIndex((each) => running && isSameRelease(each, running));
	const left = releases
		.slice(0, Math.max(index, 0))
		.find((each) => each.version === version && each.buildSid !== running?.buildSid);
	if (left)
		refuseOlder(
			`version ${version} of the Functions, which ${where} has, was rolled back to build ${running?.buildSid}`,
			where,
		);
}
