/**
 * A fix as data: it can be shown before it is applied, logged, and undone. The types of its edits are those of the undo
 * log.
 * @module
 */
import * as z from 'zod';
import { json, jsonObject } from './json';

export type { Json, JsonObject } from './json';

/** What setup changes; `resources.ts` says how each is read and written. */
const RESOURCE_KINDS = [
	'env',
	'orchestrator-configuration',
	'intelligence-configuration',
	'flex-configuration',
	'workflow',
	'workspace',
	'execution',
	'phone-number',
	'address-configuration',
	'live',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

const resource = z.enum(RESOURCE_KINDS);
/** `id`: a SID or id; `''` for a resource that an account has only one of. */
const target = { resource, id: z.string() };
const path = z.array(z.string()).readonly();
const list = z.array(json).readonly();

const setEdit = z.object({
	edit: z.literal('set'),
	...target,
	path,
	before: json.exactOptional(),
	after: json.exactOptional(),
});
const listEdit = z.object({ edit: z.literal('list'), ...target, path, remove: list, add: list });
const createEdit = z.object({ edit: z.literal('create'), resource, value: jsonObject });
const deleteEdit = z.object({ edit: z.literal('delete'), ...target, digest: z.string().exactOptional() });

export const edit = z.discriminatedUnion('edit', [setEdit, listEdit, createEdit, deleteEdit]);
export type Edit = Readonly<z.infer<typeof edit>>;

/** Sets the value at a path. Without `before` there was none; without `after` the value is removed. */
export type SetEdit = Readonly<z.infer<typeof setEdit>>;

/** Removes values from the list at a path and adds others; the rest of the list stays. */
export type ListEdit = Readonly<z.infer<typeof listEdit>>;

/** Deletes what a `create` made. `digest`: what it looked like then, so that a later change is noticed. */
export type DeleteEdit = Readonly<z.infer<typeof deleteEdit>>;

/** The id of what a `create` made, in the edits that follow it. */
export const CREATED = '{created}';

/**
 * The order in which fixes are applied: the receiving side first, customers' traffic last. A run that stops half-way then
 * never sends customers to a virtual agent that isn't ready.
 */
export const STAGES = ['settings', 'intelligence', 'orchestrator', 'deploy', 'flex', 'traffic'] as const;
export type Stage = (typeof STAGES)[number];

/** One change that the user is asked about. */
export interface Fix {
	readonly stage: Stage;
	/** What it does: "Close voice conversations on hang-up". Fixes with the same title are the same fix. */
	readonly title: string;
	readonly edits: readonly Edit[];
	/** Checks that have to pass first: without them, customers would reach no one. */
	readonly needs?: readonly string[];
	/** It can't be undone, and is not in the undo log. */
	readonly isFinal?: true;
	/** Runs `npx handoff deploy`, after edits that prepare `.env` for it. */
	readonly deploy?: true;
}

/** The fix of every check that a deployment fixes. */
export const DEPLOY: Fix = {
	stage: 'deploy',
	title: 'Deploy the Functions and the flow (npx handoff deploy)',
	edits: [],
	deploy: true,
};
