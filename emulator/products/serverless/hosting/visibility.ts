/**
 * Who may request a Function or an Asset.
 * @see https://www.twilio.com/docs/serverless/functions-assets/visibility
 * @module
 */
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks';
import type { TwilioRequest } from '../../../core/http';
import type { ServerlessVersion } from '../model';

/**
 * @returns the response that rejects a request from outside, or `undefined` when it is allowed
 *
 * GUESS(function-visibility-status): the messages, and 403 for private code. Twilio's request flow documents a 400 for
 * an invalid signature; one curl to a protected and to a private Function would settle it.
 */
export function refusalOf(
	{ visibility }: ServerlessVersion,
	request: TwilioRequest,
	authToken: string,
): { status: number; body: string } | undefined {
	if (visibility === 'private') {
		return { status: 403, body: 'Private: only Functions of this service can use it' };
	}
	if (visibility === 'protected' && !isSigned(request, authToken)) {
		return { status: 403, body: 'Unauthorized - you are not authenticated to perform this request' };
	}
	return undefined;
}

/** Checks the signature of the public URL with twilio-node. */
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
