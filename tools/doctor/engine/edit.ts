/**
 * Edits applied to what is there now, shown to people, and turned round.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../../../src/json';
import { redact } from '../../../src/redact';
import { SetupError } from '../../account/errors';
import { showUrl } from '../../account/format';
import type { Edit, Json, JsonObject, ListEdit, SetEdit } from './fix';
import { isList } from './json';

const LONGEST_VALUE = 300;

/**
 * The whole resource with the edit in it. What an edit wants already is no conflict: doing it twice is doing it once.
 * @throws {SetupError} when the value is neither what the edit was made for nor what it would make of it
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
	if (isSame(there, edit.after)) return whole;
	if (!isSame(there, edit.before)) {
		throw new SetupError(
			`${edit.id && `${edit.id} `}${edit.path.join('.')} is ${showValue(there)} by now, not ${showValue(edit.before)}: somebody changed it.`,
		);
	}
	return withValue(whole, edit.path, edit.after);
}

/** What takes the edit back. A `create` is taken back by deleting what it made, whose id only its maker knows. */
export function inverseOf(edit: SetEdit | ListEdit): SetEdit | ListEdit {
	if (edit.edit === 'list') return { ...edit, remove: edit.add, add: edit.remove };
	const { before, after, ...rest } = edit;
	return {
		...rest,
		...(after !== undefined && { before: after }),
		...(before !== undefined && { after: before }),
	};
}

/** Lines that show an edit: what it touches, before and after. */
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

/** Replaces a text in every string of an edit, `CREATED` for example. */
export function mapStrings<T extends Json>(value: T, map: (text: string) => string): T;
export function mapStrings(value: Json, map: (text: string) => string): Json {
	if (typeof value === 'string') return map(value);
	if (isList(value)) return value.map((each) => mapStrings(each, map));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapStrings(each, map)]));
}

function target(title: string, id: string): string {
	return id === '' ? title : `${title} ${id}`;
}

/** Phone numbers masked; of a URL only what cannot be a secret. */
function showValue(value: Json | undefined): string {
	if (value === undefined || value === null || value === '') return '(none)';
	const safe = mapStrings(withoutParameters(value), (text) => redact(withoutSecrets(text)));
	const text = typeof safe === 'string' ? safe : JSON.stringify(safe);
	return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** What an operator is given may be a key as well as a word. */
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

/** A copy with the value at the path; objects on the way are made where there are none. */
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

/** An API that was told `null` may say nothing or an empty text, and the other way round. */
function isSame(one: Json | undefined, other: Json | undefined): boolean {
	return isDeepStrictEqual(orNothing(one), orNothing(other));
}

function orNothing(value: Json | undefined): Json {
	return value === undefined || value === '' ? null : value;
}

function isObject(value: Json | undefined): value is JsonObject {
	return isRecord(value);
}
