/**
 * JSON as Twilio sent it or a file has it, so typed that edits can carry it.
 * @module
 */
import * as z from 'zod';
import type { Json, JsonObject } from './fix';

export const json: z.ZodType<Json> = z.json();
const jsonObject = z.record(z.string(), json);

/** @throws ZodError when it is no JSON */
export function asJson(value: unknown): Json {
	return json.parse(value);
}

/** @throws ZodError when it is no JSON object */
export function asJsonObject(value: unknown): JsonObject {
	return jsonObject.parse(value);
}

/** `Array.isArray` does not know lists that nobody may write to. */
export function isList(value: Json | undefined): value is readonly Json[] {
	return Array.isArray(value);
}
