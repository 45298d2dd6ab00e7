/**
 * What the modules of the 2010 API share.
 * @module
 */
import { notFound } from '../../core/http';
import type { World } from '../../core/world';

export const HOST = 'api.twilio.com';
export const ACCOUNT = '/2010-04-01/Accounts/{account}';

/** In this API the last segment of a path ends in ".json", and the router matches whole segments only. */
export function withoutJson(segment = ''): string {
	return segment.replace(/\.json$/, '');
}

/** @throws TwilioError 404 for another account */
export function requireAccount(world: World, account: string | undefined, path: string): void {
	if (account !== world.account.accountSid) throw notFound(path);
}
