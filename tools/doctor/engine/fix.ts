/**
 * What would make a wrong setting right, as data: it can be shown before it is done, written down, and undone.
 * @module
 */

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** The kinds of things that setup changes; `resources.ts` knows how to read and write each. */
export type ResourceKind =
	| 'env'
	| 'orchestrator-configuration'
	| 'intelligence-configuration'
	| 'flex-configuration'
	| 'workflow'
	| 'phone-number'
	| 'address-configuration'
	| 'live';

interface Target {
	readonly resource: ResourceKind;
	/** SID or id of the one meant. An account's single resources have `''`. */
	readonly id: string;
}

/** Sets the value at a path. Without `before` there was none; without `after` there is to be none. */
export interface SetEdit extends Target {
	readonly edit: 'set';
	readonly path: readonly string[];
	readonly before?: Json;
	readonly after?: Json;
}

/** Takes values out of the list at a path and puts others in; the rest of the list is nobody's business. */
export interface ListEdit extends Target {
	readonly edit: 'list';
	readonly path: readonly string[];
	readonly remove: readonly Json[];
	readonly add: readonly Json[];
}

/** Makes a new one. In the edits that follow, `CREATED` stands for its id. */
export interface CreateEdit {
	readonly edit: 'create';
	readonly resource: ResourceKind;
	readonly value: JsonObject;
}

/** Deletes what a `create` made. */
export interface DeleteEdit extends Target {
	readonly edit: 'delete';
	/** What it looked like when it was made, by `digestOf`. */
	readonly digest?: string;
}

export type Edit = SetEdit | ListEdit | CreateEdit | DeleteEdit;

export const CREATED = '{created}';

/**
 * The order of things: the receiving side first, the customers' traffic last. Were it the other way round, a run that
 * stops half-way would leave customers with nobody.
 */
export const STAGES = ['settings', 'intelligence', 'orchestrator', 'deploy', 'flex', 'traffic'] as const;
export type Stage = (typeof STAGES)[number];

/** One change that people are asked about. */
export interface Fix {
	readonly stage: Stage;
	/** What it does: "Close voice conversations on hang-up". The same title twice is the same change. */
	readonly title: string;
	readonly edits: readonly Edit[];
	/** Checks that have to be fine first: made without them, the change would leave customers with nobody. */
	readonly needs?: readonly string[];
	/** What `npm run deploy` does, after edits that prepare `.env` for it. */
	readonly deploy?: true;
}

/** What `npm run deploy` does, wherever that is what fixes. */
export const DEPLOY: Fix = {
	stage: 'deploy',
	title: 'Deploy the Functions and the flow (npm run deploy)',
	edits: [],
	deploy: true,
};
