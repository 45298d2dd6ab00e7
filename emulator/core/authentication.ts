/**
 * Twilio's HTTP Basic authentication, as every REST API of it has: account SID and auth token, or API key and secret.
 * @see https://www.twilio.com/docs/usage/requests-to-twilio
 * @module
 */
import { TwilioError } from './http';
import type { World } from './world';

/**
 * @param authorization the request's `Authorization` header, if it has one.
 * @throws TwilioError 401 with code 20003, as Twilio answers whatever is wrong with the credentials.
 */
export function authenticate({ account, apiKeys }: World, authorization: string | undefined): void {
	const { username, password } = parseBasic(authorization) ?? {};
	if (username === account.accountSid && password === account.authToken) return;
	const isKey = username === account.apiKey && password === account.apiSecret;
	if (isKey && apiKeys.has(account.apiKey)) return;
	throw new TwilioError(401, 20003, 'Authenticate', { 'www-authenticate': 'Basic realm="Twilio API"' });
}

/** What of an `Authorization` header may be kept in a record: the scheme and who it was, not the secret. */
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
