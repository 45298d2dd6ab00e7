/**
 * Edits: applied to a resource's current state, inverted, and shown.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../../src/json';
import { redact } from '../../../src/redact';
import { SetupError } from '../../account/errors';
import { showUrl } from '../../account/format';
import type { DeleteEdit, Edit, ListEdit, SetEdit } from './fix';
import { isList, isSameToTwilio, type Json, type JsonObject, mapStrings } from './json';

const LONGEST_VALUE = 300;

/**
 * The whole resource with the edit applied; the same object when there is nothing to change.
 * @throws {SetupError} when the value is neither the edit's `before` nor its `after`
 */
export function applyEdit(whole: JsonObject, edit: SetEdit | ListEdit): JsonObject {
	const there = valueAt(whole, edit.path);
	if (edit.edit === 'list') {
		const list: readonly Json[] = isList(there) ? there : [];
		const kept = list.filter((each) => !edit.remove.some((gone) => isDeepStrictEqual(each, gone)));
		const added = edit.add.filter((each) => !kept.some((other) => isDeepStrictEqual(each, other)));
		if (kept.length === list.length && added.length === 0) return whole;
		return withValue(whole, edit.path, [...kept, ...added]);
	}
	if (isSameToTwilio(there, edit.after)) return whole;
	if (!isSameToTwilio(there, edit.before)) {
		throw new SetupError(
			`${edit.id && `${edit.id} `}${edit.path.join('.')} has changed: found ${showValue(there)}, expected ${showValue(edit.before)}.`,
		);
	}
	return withValue(whole, edit.path, edit.after);
}

/** The edit that undoes an edit. */
export function inverseOf(edit: SetEdit | ListEdit): SetEdit | ListEdit {
	if (edit.edit === 'list') return { ...edit, remove: edit.add, add: edit.remove };
	const { before, after, ...rest } = edit;
	return {
		...rest,
		...(after !== undefined && { before: after }),
		...(before !== undefined && { after: before }),
	};
}

/**
 * Consecutive edits of the same value, as one: what the first expects, and what the last sets. Made again,
 * there is nothing to do then.
 */
export function composed(edits: readonly (SetEdit | ListEdit | DeleteEdit)[]) {
	const all: (SetEdit | ListEdit | DeleteEdit)[] = [];
	for (const edit of edits) {
		const earlier = all.findIndex((each) => setsSame(each, edit));
		const before = all[earlier];
		if (before?.edit !== 'set' || edit.edit !== 'set') {
			all.push(edit);
			continue;
		}
		const { after: _, ...expected } = before;
		all[earlier] = { ...expected, ...(edit.after !== undefined && { after: edit.after }) };
	}
	return all;
}

function setsSame(one: Edit, other: Edit): boolean {
	if (one.edit !== 'set' || other.edit !== 'set') return false;
	return one.resource === other.resource && one.id === other.id && isDeepStrictEqual(one.path, other.path);
}

/** Lines that show an edit: the resource, before and after. Phone numbers are masked, and possible secrets left out. */
export function describeEdit(edit: Edit, title: string): string[] {
	switch (edit.edit) {
		case 'set':
			return [
				`${target(title, edit.id)} ${edit.path.join('.')}: ${showValue(edit.before)} → ${showValue(edit.after)}`,
			];
		case 'list':
			return [
				...edit.remove.map(
					(value) => `${target(title, edit.id)} ${edit.path.join('.')}: − ${showValue(value)}`,
				),
				...edit.add.map((value) => `${target(title, edit.id)} ${edit.path.join('.')}: + ${showValue(value)}`),
			];
		case 'create':
			return Object.entries(edit.value).flatMap(([name, value]) =>
				(isList(value) ? value : [value]).map((each) => `${title}, new: ${name} ${showValue(each)}`),
			);
		case 'delete':
			return [`${title} ${edit.id}: deleted`];
	}
}

function target(title: string, id: string): string {
	return id === '' ? title : `${title} ${id}`;
}

function showValue(value: Json | undefined): string {
	if (value === undefined || value === null || value === '') return '(none)';
	const safe = mapStrings(withoutParameters(value), (text) => redact(withoutSecrets(text)));
	const text = typeof safe === 'string' ? safe : JSON.stringify(safe);
	return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** An operator's parameters may hold a key. */
function withoutParameters(value: Json): Json {
	if (isList(value)) return value.map(withoutParameters);
	if (!isObject(value)) return value;
	return Object.fromEntries(
		Object.entries(value).map(([key, each]) => [key, key === 'parameters' ? '…' : withoutParameters(each)]),
	);
}

function withoutSecrets(text: string): string {
	return /^https?:/i.test(text) ? showUrl(text) + (/[?#]/.test(text) ? '?…' : '') : text;
}

function valueAt(whole: Json, path: readonly string[]): Json | undefined {
	return path.reduce<Json | undefined>(
		(value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
		whole,
	);
}

/** A copy with the value at the path; missing objects on the way are created. */
function withValue(whole: JsonObject, path: readonly string[], value: Json | undefined): JsonObject {
	const [key, ...rest] = path;
	if (key === undefined) return whole;
	if (rest.length === 0) {
		const { [key]: _, ...others } = whole;
		return value === undefined ? others : { ...whole, [key]: value };
	}
	const inner = whole[key];
	return { ...whole, [key]: withValue(isObject(inner) ? inner : {}, rest, value) };
}

function isObject(value: Json | undefined): value is JsonObject {
	return isRecord(value);
}
