/**
 * `X-Twilio-Signature`: proof that Twilio itself made a request.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 * @module
 */
import { createHash } from 'node:crypto';
import { validateRequest } from 'twilio/lib/webhooks/webhooks';
import type { FunctionRequest } from '../request';
import { equalInConstantTime } from './constant-time';

type Param = readonly [name: string, value: unknown];

/**
 * Every guess costs a hash over the whole request, made for callers who are not known yet. So the guesses end where
 * Twilio's own requests do: no query is longer than a URL may be, and no callback has more fields or is larger.
 */
const MAX_QUERY_CHARACTERS = 8_000;
const MAX_PARAMS = 500;
const MAX_CHARACTERS = 1_000_000;
/** Beyond these, only a query of the first few parameters is tried. */
const MANY_PARAMS = 40;
const MANY_CHARACTERS = 65_536;
const FEW = 3;

/**
 * Tells whether Twilio signed this request with the account's auth token.
 *
 * A Function sees neither its method nor its raw query string: query and body arrive merged, query first. So every
 * way to split the parameters into a query and a body is tried, GET (all query) and POST (all body) among them, and
 * each query in the ways Twilio's senders escape one. A JSON body is signed through the `bodySHA256` parameter, of
 * which only the text that `JSON.stringify` makes can be checked here.
 */
export function isSignedByTwilio(request: FunctionRequest, signature: string, authToken: string): boolean {
	const params: Param[] = Object.entries(request.params);
	const urls = baseUrls(request);
	return splits(params).some((at) => {
		const query = params.slice(0, at);
		const body = params.slice(at);
		return queryStrings(query).some((queryString) =>
			urls.some((url) => isSignedAs(signature, authToken, url + queryString, query, body)),
		);
	});
}

function isSignedAs(
	signature: string,
	authToken: string,
	url: string,
	query: readonly Param[],
	body: readonly Param[],
): boolean {
	const bodyHash = query.find(([name]) => name === 'bodySHA256')?.[1];
	try {
		if (typeof bodyHash !== 'string') {
			return validateRequest(authToken, signature, url, Object.fromEntries(body));
		}
		// The hash is worth computing only once the URL that carries it is known to be Twilio's.
		if (!validateRequest(authToken, signature, url, {})) return false;
		const json = JSON.stringify(Object.fromEntries(body));
		return equalInConstantTime(bodyHash, createHash('sha256').update(json, 'utf8').digest('hex'));
	} catch {
		// A host or value that cannot be part of a URL: not what Twilio signed. Another guess may be.
		return false;
	}
}

/** The URLs this Function may have been called by. Locally that is http, or a tunnel whose name only `Host` tells. */
function baseUrls({ domain, headers, path }: FunctionRequest): string[] {
	const hosts = [...new Set([domain, headers.host])].filter((host) => isHost(host));
	return hosts.flatMap((host) => [`https://${host}${path}`, `http://${host}${path}`]);
}

function isHost(host: string | undefined): host is string {
	return host !== undefined && /^[\w.-]+(:\d{1,5})?$/.test(host);
}

/** How many of the parameters may have been the query; the likeliest first. */
function splits(params: readonly Param[]): number[] {
	const characters = params.reduce((sum, param) => sum + lengthOf(param), 0);
	if (params.length > MAX_PARAMS || characters > MAX_CHARACTERS) return [];
	const few = params.length > MANY_PARAMS || characters > MANY_CHARACTERS;
	const most = few ? Math.min(FEW, params.length) : params.length;
	let queryCharacters = 0;
	const possible = [0];
	for (const param of params.slice(0, most)) {
		queryCharacters += lengthOf(param);
		if (queryCharacters > MAX_QUERY_CHARACTERS) break;
		possible.push(possible.length);
	}
	return possible;
}

/** Characters of a parameter; what is no text is part of a JSON body, whose hash is all that gets signed. */
function lengthOf([name, value]: Param): number {
	const texts: unknown[] = Array.isArray(value) ? value : [value];
	return texts.reduce<number>(
		(sum, text) => sum + name.length + (typeof text === 'string' ? text.length : 0),
		0,
	);
}

function queryStrings(query: readonly Param[]): string[] {
	if (query.length === 0) return [''];
	const encoders = [encodeURIComponent, encodeStrictly, encodeLightly, encodeAsForm];
	return [...new Set(encoders.flatMap((encode) => queryString(query, encode)))];
}

/** The query in one encoding; none when a value is not text, or not text that can be encoded. */
function queryString(query: readonly Param[], encode: (text: string) => string): string[] {
	try {
		const pairs = query.flatMap(([name, value]) =>
			(Array.isArray(value) ? value : [value]).map((each: unknown) => {
				if (typeof each !== 'string') throw new TypeError('not a query parameter');
				return `${encode(name)}=${encode(each)}`;
			}),
		);
		return [`?${pairs.join('&')}`];
	} catch {
		return [];
	}
}

/** RFC 3986: also escapes the five characters that `encodeURIComponent` leaves alone. */
function encodeStrictly(text: string): string {
	return encodeURIComponent(text).replace(
		/[!'()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}

/** Leaves alone what a query may hold as it is: `whatsapp:%2B15005550123`. */
function encodeLightly(text: string): string {
	return encodeURIComponent(text).replace(/%(3A|40|2F|2C|3B|24|3F)/g, decodeURIComponent);
}

/** As forms do: a space is a plus sign. */
function encodeAsForm(text: string): string {
	return encodeStrictly(text).replace(/%20/g, '+').replace(/%2A/g, '*').replace(/~/g, '%7E');
}
