/**
 * Which version of the flow is live. The semantic version is in the template's description; a deployment adds a hash of
 * what was deployed and the git revision it came from, to the description and to the commit message.
 *
 * GUESS(flow-comes-back): Studio returns a definition as it was sent, except for the order of keys and of widgets. If
 * it adds, reorders or reformats anything else, every deployed flow looks drifted. A flow with only a trigger does come
 * back unchanged: the acceptance tests of github.com/RJPearson94/terraform-provider-twilio
 * (resource_studio_flow_test.go) rely on it. What would verify it: create this flow over the REST API, fetch it again,
 * and compare the two.
 *
 * Keys that our schema lacks count, too: a deployment would remove them, and an edit in the Console may have added nothing
 * else. If the guess is wrong, each deployment stops and names the keys that Studio added, and --force continues; if
 * such keys did not count, a deployment would drop the edit silently.
 * @module
 */
import { createHash } from 'node:crypto';
import type { AnyFlow, FlowDefinition } from './definition';
import { FlowError } from './errors';
import { canonicalJson } from './json';

const VERSION = /(?:^|\s)(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;
const STAMP = / \(sha256:([0-9a-f]{12})(?:, git ([^\s()]+))?\)$/;

/** What a deployment adds to the description. */
interface Stamp {
	readonly version: string;
	readonly hash: string;
	readonly gitRevision?: string;
}

/**
 * The version of a template or of a deployed flow.
 * @example versionOf({ description: 'AI-to-human handoff 1.0.0' }) // '1.0.0'
 * @throws {FlowError} when the description does not end in one
 */
export function versionOf(definition: Pick<AnyFlow, 'description'>): string {
	const version = descriptionOf(definition).match(VERSION)?.[1];
	if (version !== undefined) return version;
	throw new FlowError(
		'The description doesn’t end in a semantic version. Example: "AI-to-human handoff 1.0.0".',
	);
}

/**
 * A short hash of everything a flow does. The description is left out, and the order of keys and of widgets does not
 * count: neither matters to Studio.
 */
export function hashOf(definition: AnyFlow): string {
	const { description: _, states, ...rest } = definition;
	const sorted = [...states].sort((a, b) => (a.name < b.name ? -1 : 1));
	return createHash('sha256')
		.update(canonicalJson({ ...rest, states: sorted }))
		.digest('hex')
		.slice(0, 12);
}

/**
 * Adds the stamp to the description of a rendered flow.
 * @param gitRevision left out of the stamp when there is no git
 * @example stamp(renderFlow(values), 'f1ad99e').commitMessage // 'AI-to-human handoff 1.0.0 (sha256:0a1b2c3d4e5f, git f1ad99e)'
 * @throws {FlowError} when the description has no version
 */
export function stamp(
	definition: FlowDefinition,
	gitRevision: string | undefined,
): { definition: FlowDefinition; commitMessage: string } {
	versionOf(definition);
	const git = gitRevision === undefined ? '' : `, git ${gitRevision}`;
	const description = `${descriptionOf(definition)} (sha256:${hashOf(definition)}${git})`;
	return { definition: { ...definition, description }, commitMessage: description };
}

/** Reads a deployed description or a commit message. @returns `undefined` when it has no stamp */
export function readStamp(text: string | null | undefined): Stamp | undefined {
	const [all, hash, gitRevision] = text?.match(STAMP) ?? [];
	if (!text || all === undefined || hash === undefined) return undefined;
	const version = text.slice(0, -all.length).match(VERSION)?.[1];
	if (version === undefined) return undefined;
	return { version, hash, ...(gitRevision !== undefined && { gitRevision }) };
}

/** The description without the stamp: name and version, as in the template. */
export function descriptionOf({ description }: Pick<AnyFlow, 'description'>): string {
	return (description ?? '').replace(STAMP, '');
}

/** The description without version and stamp: the flow's name. */
export function titleOf(definition: Pick<AnyFlow, 'description'>): string {
	return descriptionOf(definition).replace(VERSION, '').trim();
}

/** Whether the live flow was edited since its deployment. A flow that this project never deployed counts as edited. */
export function isDrifted(live: AnyFlow): boolean {
	return readStamp(live.description)?.hash !== hashOf(live);
}
