/**
 * JSON as Twilio sends it or a file holds it, typed so that edits can carry it.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

export const json: z.ZodType<Json> = z.json();
export const jsonObject = z.record(z.string(), json);

/** @throws ZodError when the value isn't JSON */
export function asJson(value: unknown): Json {
	return json.parse(value);
}

/** @throws ZodError when the value isn't a JSON object */
export function asJsonObject(value: unknown): JsonObject {
	return jsonObject.parse(value);
}

/** `Array.isArray` doesn't narrow to a read-only array. */
export function isList(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}

/** Twilio's APIs return `null`, an empty text or nothing for the same. */
export function isSameToTwilio(one: Json | undefined, other: Json | undefined): boolean {
	return isDeepStrictEqual(orNothing(one), orNothing(other));
}

function orNothing(value: Json | undefined): Json {
	return value === undefined || value === '' ? null : value;
}

/** Maps every string in a JSON value. */
export function mapStrings<T extends Json>(value: T, map: (text: string) => string): T;
export function mapStrings(value: Json, map: (text: string) => string): Json {
	if (typeof value === 'string') return map(value);
	if (isList(value)) return value.map((each) => mapStrings(each, map));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapStrings(each, map)]));
}
