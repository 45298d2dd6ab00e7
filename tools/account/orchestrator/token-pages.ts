/**
 * Lists in pages, each with a token for the next one, as Conversations v2 and Intelligence v3 have them.
 * @module
 */
import type { Twilio } from 'twilio';
import { getJson } from '../../../src/twilio/get-json';
import { asking } from '../asking';

interface TokenPage<T> {
	readonly records: readonly T[];
	readonly meta?: { readonly nextToken?: string | null | undefined } | null | undefined;
}

/**
 * All pages, as Twilio sends them: the SDK's instances drop fields they do not know.
 * @param doing as in "listing the Orchestrator configurations"
 * @param parse reads a page from the response; throws when it is not one
 * @throws {HandoffError} when Twilio does not respond
 */
export async function listRaw<T>(
	twilio: Twilio,
	url: string,
	doing: string,
	parse: (body: unknown) => TokenPage<T>,
): Promise<readonly T[]> {
	const all: T[] = [];
	let token: string | null | undefined;
	await asking(doing, async () => {
		do {
			const query = token ? `&pageToken=${encodeURIComponent(token)}` : '';
			const { records, meta } = parse(await getJson(twilio, `${url}?pageSize=50${query}`));
			all.push(...records);
			token = meta?.nextToken;
		} while (token);
	});
	return all;
}
