/**
 * What the modules of the 2010 API share.
 * @module
 */
import { notFound } from '../../core/http';
import type { World } from '../../core/world';

export const HOST = 'api.twilio.com';
export const ACCOUNT = '/2010-04-01/Accounts/{account}';

/** The router knows whole segments only, and in this API the last one ends in ".json". */
export function withoutJson(segment = ''): string {
	return segment.replace(/\.json$/, '');
}

/** @throws TwilioError 404 for an account that is not the world's */
export function ours(world: World, account: string | undefined, path: string): void {
	if (account !== world.account.accountSid) throw notFound(path);
}
