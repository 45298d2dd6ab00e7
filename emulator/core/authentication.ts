/**
 * HTTP Basic authentication, the same for every REST API of Twilio: account SID and auth token, or API key and secret.
 * @see https://www.twilio.com/docs/usage/requests-to-twilio
 * @module
 */
import { TwilioError } from './http';
import type { World } from './world';

/**
 * @param authorization the request's `Authorization` header, if any.
 * @throws TwilioError 401 with code 20003, Twilio's answer to missing and wrong credentials alike.
 */
export function authenticate({ account, apiKeys }: World, authorization: string | undefined): void {
	const { username, password } = parseBasic(authorization) ?? {};
	if (username === account.accountSid && password === account.authToken) return;
	const { secret = username === account.apiKey ? account.apiSecret : undefined } =
		apiKeys.get(username ?? '') ?? {};
	if (apiKeys.has(username ?? '') && secret !== undefined && password === secret) return;
	throw refusal();
}

function refusal(): TwilioError {
	return new TwilioError(401, 20003, 'Authenticate', { 'www-authenticate': 'Basic realm="Twilio API"' });
}

/**
 * For what a Standard key may not read: `/Accounts` and `/Keys`.
 * @see https://www.twilio.com/docs/iam/api-keys/keys-in-console (Types of keys)
 * @throws TwilioError 401 with code 20003. GUESS: still the one reported in twilio/twilio-python#259; a Standard key on a live
 *   account would settle it. Our commands take a 403 for the same.
 */
export function requireMainKey({ apiKeys }: World, authorization: string | undefined): void {
	const key = apiKeys.get(parseBasic(authorization)?.username ?? '');
	if (key && key.type !== 'main') throw refusal();
}

/** An `Authorization` header as it may be recorded: the scheme and the user name, without the secret. */
export function maskAuthorization(authorization: string): string {
	const username = parseBasic(authorization)?.username;
	return username === undefined ? '***' : `Basic ${username}:***`;
}

function parseBasic(authorization: string | undefined): { username: string; password: string } | undefined {
	const encoded = authorization?.match(/^Basic ([A-Za-z0-9+/=]+)$/i)?.[1];
	if (encoded === undefined) return undefined;
	const credentials = Buffer.from(encoded, 'base64').toString();
	const colon = credentials.indexOf(':');
	if (colon === -1) return undefined;
	return { username: credentials.slice(0, colon), password: credentials.slice(colon + 1) };
}
