/**
 * Who may ask for a Function or an Asset.
 * @see https://www.twilio.com/docs/serverless/functions-assets/visibility
 * @module
 */
import { validateRequest, validateRequestWithBody } from 'twilio';
import type { TwilioRequest } from '../../../core/http';
import type { ServerlessVersion } from '../model';

/**
 * @returns why a request from outside is refused, if it is
 *
 * GUESS: the words, and 403 for what is private. The published request flow speaks of a 400 for a bad signature; one
 * curl to a protected and to a private Function would settle it.
 */
export function whyRefused(
	{ visibility }: ServerlessVersion,
	request: TwilioRequest,
	authToken: string,
): { status: number; body: string } | undefined {
	if (visibility === 'private') {
		return { status: 403, body: 'Private: only Functions of this service reach it' };
	}
	if (visibility === 'protected' && !isSigned(request, authToken)) {
		return { status: 403, body: 'Unauthorized - you are not authenticated to perform this request' };
	}
	return undefined;
}

/** Checks as twilio-node does, over the public URL as it was sent. */
function isSigned(
	{ host, path, rawQuery = '', headers, form, body }: TwilioRequest,
	authToken: string,
): boolean {
	const signature = headers['x-twilio-signature'];
	if (signature === undefined) return false;
	const url = `https://${host}${path}${rawQuery && `?${rawQuery}`}`;
	if (new URLSearchParams(rawQuery).has('bodySHA256')) {
		return validateRequestWithBody(authToken, signature, url, body);
	}
	const fields = Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name)]));
	return validateRequest(authToken, signature, url, fields);
}
