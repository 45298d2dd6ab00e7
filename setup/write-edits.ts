/**
 * Carries edits out, one write for neighbours that touch the same resource.
 * @module
 */
import type { AccountView } from './account-view';
import { applyEdit, mapStrings } from './edit';
import { SetupError } from './errors';
import { CREATED, type Edit, type ListEdit, type ResourceKind, type SetEdit } from './mend';
import type { Resource } from './resource';

export type Resources = Readonly<Record<ResourceKind, Resource>>;

export interface Writing {
	readonly resources: Resources;
	/** Told of every edit before it is made. @returns what to call when it is made, with the id of what is new */
	readonly begin: (edit: Edit) => (created?: string) => void;
	/** News of a write that takes long. */
	readonly progress: (line: string) => void;
}

/**
 * Each resource is read again just before it is written: what else somebody changed in it stays.
 * @throws {SetupError} when a value is no longer the one the edit was made for, or a write does not succeed
 * @throws {HandoffError} when Twilio refuses or does not answer
 */
export async function writeEdits(
	edits: readonly Edit[],
	account: AccountView,
	writing: Writing,
): Promise<void> {
	let created = CREATED;
	for (const group of byTarget(edits)) {
		const [first] = group;
		const resource = writing.resources[first.resource];
		if (first.edit === 'create') {
			const finish = writing.begin(first);
			created = await supported(resource.create, resource)(account, first.value);
			finish(created);
		} else if (first.edit === 'delete') {
			const finish = writing.begin(first);
			await supported(resource.delete, resource)(account, first.id);
			finish();
		} else {
			const updates = group.filter(isUpdate).map((edit) => withCreated(edit, created));
			await update(resource, first.id, updates, account, writing);
		}
	}
}

async function update(
	resource: Resource,
	id: string,
	edits: readonly (SetEdit | ListEdit)[],
	account: AccountView,
	{ begin, progress }: Writing,
): Promise<void> {
	let whole = await resource.read(account, id);
	const needed = edits.filter((edit) => {
		const after = applyEdit(whole, edit);
		const isNew = after !== whole;
		whole = after;
		return isNew;
	});
	if (needed.length === 0) return;
	const finishers = needed.map((edit) => begin(edit));
	const paths = needed.map(({ path }) => path);
	await resource.write(account, id, whole, paths, progress);
	for (const finish of finishers) finish();
}

function withCreated(edit: SetEdit | ListEdit, created: string): SetEdit | ListEdit {
	if (edit.edit === 'set') return edit;
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

/** Whether an edit changes something that is there. */
export function isUpdate(edit: Edit): edit is SetEdit | ListEdit {
	return edit.edit === 'set' || edit.edit === 'list';
}

function supported<T>(method: T | undefined, { title }: Resource): T {
	if (method === undefined) throw new SetupError(`${title}: setup cannot make or delete one.`);
	return method;
}
