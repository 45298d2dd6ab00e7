/**
 * HTTP Basic credentials (RFC 7617).
 * @module
 */

export interface BasicCredentials {
	readonly username: string;
	readonly password: string;
}

const HEADER = /^ *Basic +([A-Za-z0-9+/_-]+={0,2}) *$/i;

/**
 * Reads an `Authorization` header.
 * @returns the credentials, or `undefined` when the header is not well-formed Basic
 * @example parseBasicAuth('Basic dXNlcjpwYXNz') // { username: 'user', password: 'pass' }
 */
export function parseBasicAuth(header: string): BasicCredentials | undefined {
	const encoded = HEADER.exec(header)?.[1];
	if (encoded === undefined) return undefined;
	const decoded = Buffer.from(encoded, 'base64').toString('utf8');
	const colon = decoded.indexOf(':');
	if (colon < 0) return undefined;
	return { username: decoded.slice(0, colon), password: decoded.slice(colon + 1) };
}
