/**
 * What an environment ran recently: which build with which revision of the flow, so that both are rolled back together.
 * @module
 */
import type { Twilio } from 'twilio';
import type { Variables } from '../account/deployed';
import type { LiveState } from '../account/live-project';
import { FLOW_SETTING } from '../account/studio/flow';
import { revisionThatRuns, whatRuns } from './flow-rollback';
import { recordedHash } from './functions-plan';

/** The variable that holds the last releases, the newest first: a build has no field for our version. */
export const HISTORY = 'HANDOFF_HISTORY';

/** All variables together have 3 kB, and one has 450 bytes (`context-size.ts`). */
const KEPT = 5;
const BYTES = 450;
const RELEASE = /(ZB[0-9a-f]{32}):([0-9a-f]*):(\d+):(\S*)/g;

/** A build, and the revision of the flow that ran with it. */
export interface Release {
	readonly buildSid: string;
	/** The beginning of the bundle's; empty when it is unknown. */
	readonly hash: string;
	readonly revision: number;
	/** Of the Functions; empty when it is unknown. */
	readonly version: string;
}

/** @returns the releases, the newest first; none when they are of another flow */
export function readHistory(variables: Variables, flowSid: string | undefined): Release[] {
	if (variables[FLOW_SETTING] !== flowSid) return [];
	return [...(variables[HISTORY] ?? '').matchAll(RELEASE)].map(
		([, buildSid = '', hash = '', revision, version = '']) => ({
			buildSid,
			hash,
			revision: Number(revision),
			version,
		}),
	);
}

/** The newest of them, as many as a variable holds. */
export function formatHistory(releases: readonly Release[], kept = KEPT): string {
	const text = releases
		.slice(0, kept)
		.map(({ buildSid, hash, revision, version }) => `${buildSid}:${hash}:${revision}:${version}`)
		.join(' ');
	return Buffer.byteLength(text) <= BYTES || kept === 0 ? text : formatHistory(releases, kept - 1);
}

/**
 * Adds a release that runs from now on.
 * @param running the one that ran before, whether it is known or not: those after it were rolled back, and are dropped
 */
export function addRelease(
	releases: readonly Release[],
	running: Release | undefined,
	added: Release,
): Release[] {
	const before = running ? [running, ...olderThan(releases, running)] : releases;
	return [added, ...before.filter((each) => !isSameRelease(each, added))];
}

/** Those that ran before this one; if the history doesn't have it, by the flow's revision. */
export function olderThan(releases: readonly Release[], running: Release): Release[] {
	const index = releases.findIndex((each) => isSameRelease(each, running));
	if (index >= 0) return releases.slice(index + 1);
	return releases.filter(({ revision }) => revision <= running.revision);
}

export function isSameRelease(one: Release, other: Release): boolean {
	return one.buildSid === other.buildSid && one.revision === other.revision;
}

/**
 * What runs now.
 * @param version of the Functions; by default what the history has for the build
 * @returns `undefined` while one half is missing, or was never published
 */
export async function releaseOf(
	twilio: Twilio,
	{ deployment, flow }: LiveState,
	version?: string,
): Promise<Release | undefined> {
	if (!deployment || !flow) return undefined;
	const running = await whatRuns(twilio, flow).catch(() => undefined);
	if (!running) return undefined;
	const { buildSid, variables } = deployment;
	const known = readHistory(variables, flow.sid).find((each) => each.buildSid === buildSid);
	return {
		buildSid,
		hash: (recordedHash(deployment) ?? known?.hash ?? '').slice(0, 16),
		revision: revisionThatRuns(running),
		version: version ?? known?.version ?? '',
	};
}
