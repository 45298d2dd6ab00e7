/**
 * Which version of the flow runs. The semantic version lives in the template's description; a deployment adds a hash of
 * what was deployed and the git revision it came from, in the description and in the commit message.
 *
 * GUESS: Studio gives a definition back as it was sent, but for the order of keys and of widgets. Should it add,
 * reorder or reformat anything else, every deployed flow would look drifted. A flow of a trigger alone does come back
 * the same: the acceptance tests of github.com/RJPearson94/terraform-provider-twilio (resource_studio_flow_test.go)
 * rest on it. What would settle it: create this flow over the REST API, fetch it again, and compare the two.
 *
 * Keys that our schema does not know count in all this, wherever they are: a deployment would take them out again, and
 * an edit in the Console may be nothing else. Were the guess wrong, each deployment would stop and name the keys that
 * Studio added, which --force gets past; were they left out, it would lose such an edit without a word.
 * @module
 */
import { createHash } from 'node:crypto';
import { HandoffError } from '../src/http/errors';
import type { FlowDefinition } from './definition';
import { canonicalJson } from './json';

const VERSION = /(?:^|\s)(\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?)$/;
const STAMP = / \(sha256:([0-9a-f]{12})(?:, git ([^\s()]+))?\)$/;

/** What a deployed description says about itself. */
export interface Stamp {
	readonly version: string;
	readonly hash: string;
	readonly gitRevision?: string;
}

/**
 * The version of a template or of a deployed flow.
 * @example versionOf({ description: 'AI-to-human handoff 1.0.0' }) // '1.0.0'
 * @throws {HandoffError} when the description does not end in one
 */
export function versionOf(definition: Pick<FlowDefinition, 'description'>): string {
	const version = unstamped(definition).description.match(VERSION)?.[1];
	if (version !== undefined) return version;
	const message =
		'The description does not end in a semantic version. Write it as "AI-to-human handoff 1.0.0".';
	throw new HandoffError(500, 'misconfigured', message, { field: 'description' });
}

/**
 * A short name for everything a flow does. The description is left out, and the order of keys and of widgets does not
 * count: neither means anything to Studio.
 */
export function hashOf(definition: FlowDefinition): string {
	const { description: _, states, ...rest } = definition;
	const sorted = [...states].sort((a, b) => (a.name < b.name ? -1 : 1));
	return createHash('sha256')
		.update(canonicalJson({ ...rest, states: sorted }))
		.digest('hex')
		.slice(0, 12);
}

/**
 * What to deploy: the rendered flow, saying in its description which one it is.
 * @param gitRevision left out of the stamp when there is no git
 * @example stamp(renderFlow(values), 'f1ad99e').commitMessage // 'AI-to-human handoff 1.0.0 (sha256:0a1b2c3d4e5f, git f1ad99e)'
 * @throws {HandoffError} when the description carries no version
 */
export function stamp(
	definition: FlowDefinition,
	gitRevision: string | undefined,
): { definition: FlowDefinition; commitMessage: string } {
	versionOf(definition);
	const git = gitRevision === undefined ? '' : `, git ${gitRevision}`;
	const description = `${unstamped(definition).description} (sha256:${hashOf(definition)}${git})`;
	return { definition: { ...definition, description }, commitMessage: description };
}

/** Reads a deployed description or a commit message. @returns `undefined` when it is not one of ours */
export function readStamp(text: string): Stamp | undefined {
	const [all, hash, gitRevision] = text.match(STAMP) ?? [];
	if (all === undefined || hash === undefined) return undefined;
	const version = text.slice(0, -all.length).match(VERSION)?.[1];
	if (version === undefined) return undefined;
	return { version, hash, ...(gitRevision !== undefined && { gitRevision }) };
}

/** The definition with its description as the template has it: name and version, no stamp. */
export function unstamped<T extends Pick<FlowDefinition, 'description'>>(definition: T): T {
	return { ...definition, description: definition.description.replace(STAMP, '') };
}

/** The description without version and stamp: what people call the flow. */
export function titleOf(definition: Pick<FlowDefinition, 'description'>): string {
	return unstamped(definition).description.replace(VERSION, '').trim();
}

/** Whether somebody changed the live flow since it was deployed. A flow we never deployed counts as changed. */
export function isDrifted(live: FlowDefinition): boolean {
	return readStamp(live.description)?.hash !== hashOf(live);
}
