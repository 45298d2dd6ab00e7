/**
 * Makes edits: one write for adjacent edits of the same resource.
 * @module
 */
import { createHash } from 'node:crypto';
import { HandoffError } from '../../../src/http/errors';
import { statusOf } from '../../../src/twilio/errors';
import type { AccountView } from '../../account/account-view';
import { GoneError, RefusedError, SetupError } from '../../account/errors';
import { collisionIn } from './collision';
import { applyEdit } from './edit';
import { CREATED, type DeleteEdit, type Edit, type ListEdit, type ResourceKind, type SetEdit } from './fix';
import { type JsonObject, mapStrings } from './json';
import type { Resource } from './resource';

export type Resources = Readonly<Record<ResourceKind, Resource>>;

/** An edit that is being made. */
export interface Attempt {
	/** @param created the ID of what a `create` made; `digest`: what it looks like */
	done(created?: string, digest?: string): void;
	/** Twilio rejected it: nothing was changed. */
	refused(): void;
}

/** For edits that are not logged. */
export const unlogged = (): Attempt => ({ done: () => {}, refused: () => {} });

export interface Writing {
	readonly resources: Resources;
	/** Called before each edit is made. */
	readonly begin: (edit: Edit) => Attempt;
	/** Receives the progress of a long write. */
	readonly progress: (line: string) => void;
	/** Receives what the user has to know about a write that was made. */
	readonly notice: (line: string) => void;
	/** Receives that what was to be changed or deleted no longer exists; the other edits are made. Without it, that ends all. */
	readonly gone?: (error: GoneError) => void;
}

/**
 * Makes edits. Each resource is read again just before it is written, so other changes in it stay.
 * @returns whether anything had to be written
 * @throws {GoneError} when the resource no longer exists, unless `gone` receives that
 * @throws {SetupError} when a value is not the edit's `before`, or a write fails
 * @throws {HandoffError} when Twilio rejects a request or does not respond
 */
export async function writeEdits(
	edits: readonly Edit[],
	account: AccountView,
	writing: Writing,
): Promise<boolean> {
	let created = CREATED;
	let written = false;
	for (const group of byTarget(edits)) {
		const [first] = group;
		const resource = writing.resources[first.resource];
		try {
			if (first.edit === 'create') {
				const make = supported(resource.create, resource);
				const attempt = writing.begin(first);
				created = await attempting([attempt], () => make(account, first.value));
				attempt.done(created, await digestOf(resource, account, created));
				written = true;
			} else if (first.edit === 'delete') {
				await remove(resource, first, account, writing);
				written = true;
			} else {
				const updates = group.filter(isUpdate).map((edit) => withCreated(edit, created));
				written = (await update(resource, first.id, updates, account, writing)) || written;
			}
		} catch (error) {
			if (!writing.gone || !(error instanceof GoneError)) throw error;
			writing.gone(error);
		}
	}
	return written;
}

async function remove(
	resource: Resource,
	edit: DeleteEdit,
	account: AccountView,
	{ begin }: Writing,
): Promise<void> {
	const deleteIt = supported(resource.delete, resource);
	await refuseChanged(edit, resource, account);
	const attempt = begin(edit);
	await attempting([attempt], () => orGone(resource, edit.id, () => deleteIt(account, edit.id)));
	attempt.done();
}

/** Writes, and reports a refusal to the attempts. */
async function attempting<T>(attempts: readonly Attempt[], write: () => Promise<T>): Promise<T> {
	try {
		return await write();
	} catch (error) {
		if (isRefusal(error)) for (const each of attempts) each.refused();
		throw error;
	}
}

/** @throws {GoneError} when Twilio returns 404 */
async function orGone<T>({ title }: Resource, id: string, ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		const isGone = error instanceof HandoffError && statusOf(error.cause) === 404;
		throw isGone ? new GoneError(`${title} ${id} no longer exists.`, { cause: error }) : error;
	}
}

/** @returns `undefined` when the resource can't be read */
async function digestOf(resource: Resource, account: AccountView, id: string): Promise<string | undefined> {
	const whole = await resource.read(account, id).catch(() => undefined);
	return whole && hashOf(whole);
}

function hashOf(whole: JsonObject): string {
	return createHash('sha256').update(JSON.stringify(whole)).digest('hex');
}

async function refuseChanged(
	{ id, digest }: DeleteEdit,
	resource: Resource,
	account: AccountView,
): Promise<void> {
	if (digest === undefined) return;
	const whole = await orGone(resource, id, () => resource.read(account, id)).catch((error: unknown) => {
		if (error instanceof GoneError) throw error;
		return undefined;
	});
	if (whole === undefined || hashOf(whole) === digest) return;
	throw new SetupError(`${resource.title} ${id} has changed since setup created it.`);
}

/** Whether Twilio made no change. After any other failure it may have been made. */
export function isRefusal(error: unknown): boolean {
	if (error instanceof HandoffError) return error.code === 'twilio_error' && !error.retryable;
	return error instanceof RefusedError || (error instanceof SetupError && isRefusal(error.cause));
}

async function update(
	resource: Resource,
	id: string,
	edits: readonly (SetEdit | ListEdit)[],
	account: AccountView,
	{ begin, progress, notice }: Writing,
): Promise<boolean> {
	const before = await orGone(resource, id, () => resource.read(account, id));
	let whole = before;
	const needed = edits.filter((edit) => {
		const after = applyEdit(whole, edit);
		const isNew = after !== whole;
		whole = after;
		return isNew;
	});
	if (needed.length === 0) return false;
	const attempts = needed.map((edit) => begin(edit));
	const paths = needed.map(({ path }) => path);
	const after = await attempting(attempts, () => resource.write(account, id, whole, paths, progress));
	for (const each of attempts) each.done();
	const collision = after && collisionIn(before, after, paths);
	if (collision !== undefined) notice(`${resource.title} ${id} ${collision}`);
	return true;
}

function withCreated(edit: SetEdit | ListEdit, created: string): SetEdit | ListEdit {
	if (edit.edit === 'set' || !JSON.stringify(edit.add).includes(CREATED)) return edit;
	return { ...edit, add: mapStrings(edit.add, (text) => text.replaceAll(CREATED, created)) };
}

type Group = [Edit, ...Edit[]];

function byTarget(edits: readonly Edit[]): Group[] {
	const groups: Group[] = [];
	for (const edit of edits) {
		const last = groups.at(-1);
		const together =
			last &&
			isUpdate(last[0]) &&
			isUpdate(edit) &&
			last[0].resource === edit.resource &&
			last[0].id === edit.id;
		if (together) last.push(edit);
		else groups.push([edit]);
	}
	return groups;
}

/** Whether an edit changes an existing resource. */
export function isUpdate(edit: Edit): edit is SetEdit | ListEdit {
	return edit.edit === 'set' || edit.edit === 'list';
}

function supported<T>(method: T | undefined, { title }: Resource): T {
	if (method === undefined) throw new SetupError(`${title}: setup can’t create or delete one.`);
	return method;
}
