/**
 * Reads request bodies against a zod schema, and says what is wrong with them as Twilio does.
 * @module
 */
import type { z } from 'zod';
import { invalidParameter, TwilioError, type TwilioRequest } from './http';

/**
 * The body of a JSON API.
 * @throws TwilioError 415 for another media type, 400 naming the first field that does not fit.
 *
 * GUESS: the code for broken JSON; one curl with half an object would settle it. That for a form is in Twilio's own
 * skill (github.com/twilio/ai, twilio-conversation-intelligence).
 */
export function readJson<Schema extends z.ZodType>(request: TwilioRequest, schema: Schema): z.output<Schema> {
	if (!/^application\/([\w.-]+\+)?json\b/i.test(request.headers['content-type'] ?? '')) {
		throw new TwilioError(415, 20422, 'The API does not support this payload format: send application/json');
	}
	if (request.json === undefined) throw invalidParameter('The request body is not valid JSON');
	return check(schema, request.json);
}

/**
 * The form body of a classic product. Of a parameter given more than once the last one counts.
 * @throws TwilioError 400 naming the first parameter that does not fit.
 */
export function readForm<Schema extends z.ZodType>(request: TwilioRequest, schema: Schema): z.output<Schema> {
	return check(schema, Object.fromEntries(request.form));
}

/**
 * Any value against a schema.
 * @param parameter what to call the value in the message.
 * @throws TwilioError 400 naming the first field that does not fit.
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
	throw invalidParameter(`Invalid parameter ${field || 'body'}: ${issue?.message ?? 'does not fit'}`);
}
