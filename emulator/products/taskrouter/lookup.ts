/**
 * What the modules of TaskRouter share.
 * @module
 */
import { collections } from '../../core/fields';
import { findOr404, notFound, type PathParams, type TwilioRequest } from '../../core/http';
import type { World } from '../../core/world';

export const HOST = 'taskrouter.twilio.com';
export const WORKSPACE = '/v1/Workspaces/{workspace}';

/** A URL in the world's one workspace. */
export function urlOf(world: World, rest = ''): string {
	return `https://${HOST}/v1/Workspaces/${world.workspaceSid}${rest}`;
}

/** What every resource in the workspace has in common. */
export function base(world: World, collection: string, sid: string) {
	return {
		account_sid: world.account.accountSid,
		workspace_sid: world.workspaceSid,
		sid,
		url: urlOf(world, `/${collection}/${sid}`),
	};
}

/** The link that every resource in the workspace has, and those of its own statistics where it has some. */
export function linksOf(world: World, statisticsOf = ''): Record<string, string> {
	const names = ['statistics', 'real_time_statistics', 'cumulative_statistics'];
	return {
		workspace: urlOf(world),
		...(statisticsOf !== '' && collections(urlOf(world, statisticsOf), names)),
	};
}

/** @throws TwilioError 404 for another workspace */
export function inWorkspace(world: World, request: TwilioRequest, { workspace }: PathParams): void {
	if (workspace !== world.workspaceSid) throw notFound(request.path);
}

/**
 * The record whose SID a path names.
 * @throws TwilioError 404 for another workspace, and for an unknown SID
 */
export function find<T>(
	world: World,
	records: ReadonlyMap<string, T>,
	request: TwilioRequest,
	params: PathParams,
): T {
	inWorkspace(world, request, params);
	return findOr404(records, params.sid, request.path);
}
