/**
 * Reads request bodies against a zod schema, with Twilio's errors for what does not match.
 * @module
 */
import type { z } from 'zod';
import { isRecord } from '../../src/json';
import { invalidParameter, TwilioError, type TwilioRequest } from './http';

/**
 * The body of a JSON API.
 * @throws TwilioError 415 for another media type, 400 naming the first field that does not match.
 *
 * GUESS(broken-json-code): the code for broken JSON; one curl with half an object would settle it. That for a form is
 * in Twilio's own skill (github.com/twilio/ai, twilio-conversation-intelligence).
 */
export function readJson<Schema extends z.ZodType>(request: TwilioRequest, schema: Schema): z.output<Schema> {
	if (!/^application\/([\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '')) {
		throw new TwilioError(415, 20422, 'The API does not support this payload format: send application/json');
	}
	if (request.json === undefined) throw invalidParameter('The request body is not valid JSON');
	return check(schema, request.json);
}

/**
 * The form body of a classic product. Of a repeated parameter the last one counts.
 * @throws TwilioError 400 naming the first parameter that does not match.
 */
export function readForm<Schema extends z.ZodType>(request: TwilioRequest, schema: Schema): z.output<Schema> {
	return check(schema, Object.fromEntries(request.form));
}

/**
 * Checks any value against a schema.
 * @param parameter the value's name in the message.
 * @throws TwilioError 400 naming the first field that does not match.
 */
export function check<Schema extends z.ZodType>(
	schema: Schema,
	value: unknown,
	parameter?: string,
): z.output<Schema> {
	const result = schema.safeParse(value);
	if (result.success) return result.data;
	const [issue] = result.error.issues;
	const field = [parameter, ...(issue?.path ?? [])].filter((part) => part !== undefined).join('.');
	throw invalidParameter(`Invalid parameter ${field || 'body'}: ${issue?.message ?? 'does not match'}`);
}

/**
 * Parses JSON text that must be an object.
 * @throws TwilioError 400, naming the parameter, for anything else.
 */
export function parseObject(parameter: string, text: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw invalidParameter(`Invalid ${parameter}: not valid JSON`);
	}
	if (!isRecord(value)) throw invalidParameter(`Invalid ${parameter}: not a JSON object`);
	return value;
}
