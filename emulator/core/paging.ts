/**
 * Twilio's three ways of paging a list, as twilio-node reads them: `base/Page` (classic products, and the 2010 API
 * in its own spelling) and `base/TokenPage` (Conversations v2).
 * @module
 */
import { invalidParameter, type TwilioRequest, type TwilioResponse } from './http';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1000;

/** A page of a classic product: `meta` holds whole URLs, and `key` names the member with the records. */
export function classicPage(
	request: TwilioRequest,
	key: string,
	records: readonly unknown[],
): TwilioResponse {
	const { page, size, slice, url, hasNext } = cut(request, records);
	const absolute = (number: number) => `https://${request.host}${url(number)}`;
	return {
		status: 200,
		body: {
			meta: {
				page,
				page_size: size,
				first_page_url: absolute(0),
				previous_page_url: page > 0 ? absolute(page - 1) : null,
				url: absolute(page),
				next_page_url: hasNext ? absolute(page + 1) : null,
				key,
			},
			[key]: slice,
		},
	};
}

/** A page of the 2010 API: no `meta`, and URIs that start at the host. */
export function legacyPage(request: TwilioRequest, key: string, records: readonly unknown[]): TwilioResponse {
	const { page, size, slice, url, hasNext } = cut(request, records);
	return {
		status: 200,
		body: {
			page,
			page_size: size,
			start: page * size,
			end: page * size + Math.max(slice.length - 1, 0),
			uri: url(page),
			first_page_uri: url(0),
			previous_page_uri: page > 0 ? url(page - 1) : null,
			next_page_uri: hasNext ? url(page + 1) : null,
			[key]: slice,
		},
	};
}

/**
 * A page of Conversations v2. twilio-node throws without `meta.key`; TAC also requires `meta.pageSize`.
 * @throws TwilioError 400 for a malformed `pageSize` or `pageToken`.
 */
export function tokenPage(request: TwilioRequest, key: string, records: readonly unknown[]): TwilioResponse {
	const size = pageSize(request.query.get('pageSize'));
	const token = request.query.get('pageToken');
	const start = token ? Number(Buffer.from(token, 'base64url').toString()) : 0;
	if (!Number.isInteger(start) || start < 0) throw invalidParameter('Invalid pageToken');
	const next = start + size;
	return {
		status: 200,
		body: {
			meta: {
				key,
				pageSize: size,
				...(next < records.length && { nextToken: toToken(next) }),
				...(start > 0 && { previousToken: toToken(Math.max(start - size, 0)) }),
			},
			[key]: records.slice(start, next),
		},
	};
}

function cut(request: TwilioRequest, records: readonly unknown[]) {
	const size = pageSize(request.query.get('PageSize'));
	const page = Number(request.query.get('Page') ?? 0);
	if (!Number.isInteger(page) || page < 0) throw invalidParameter('Invalid Page');
	const url = (number: number) => {
		const query = new URLSearchParams(request.query);
		query.set('PageSize', String(size));
		query.set('Page', String(number));
		return `${request.path}?${query}`;
	};
	const slice = records.slice(page * size, (page + 1) * size);
	return { page, size, slice, url, hasNext: (page + 1) * size < records.length };
}

function pageSize(text: string | null): number {
	const size = Number(text ?? DEFAULT_PAGE_SIZE);
	if (!Number.isInteger(size) || size < 1) throw invalidParameter('Invalid page size');
	return Math.min(size, MAX_PAGE_SIZE);
}

function toToken(start: number): string {
	return Buffer.from(String(start)).toString('base64url');
}
