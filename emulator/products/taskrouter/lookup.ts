/**
 * What the modules of TaskRouter share.
 * @module
 */
import { notFound, type PathParams, type TwilioRequest } from '../../core/http';
import type { World } from '../../core/world';

export const HOST = 'taskrouter.twilio.com';
export const WORKSPACE = '/v1/Workspaces/{workspace}';

/** A URL in the world's one workspace. */
export function urlOf(world: World, rest = ''): string {
	return `https://${HOST}/v1/Workspaces/${world.workspaceSid}${rest}`;
}

/** What every resource in the workspace says of itself. */
export function base(world: World, collection: string, sid: string) {
	return {
		account_sid: world.account.accountSid,
		workspace_sid: world.workspaceSid,
		sid,
		url: urlOf(world, `/${collection}/${sid}`),
	};
}

/** @throws TwilioError 404 for another workspace */
export function inWorkspace(world: World, request: TwilioRequest, { workspace }: PathParams): void {
	if (workspace !== world.workspaceSid) throw notFound(request.path);
}

/**
 * What a path names, in a map by SID.
 * @throws TwilioError 404 for another workspace, and for an unknown SID
 */
export function find<T>(
	world: World,
	records: ReadonlyMap<string, T>,
	request: TwilioRequest,
	params: PathParams,
): T {
	inWorkspace(world, request, params);
	const record = records.get(params.sid ?? '');
	if (record === undefined) throw notFound(request.path);
	return record;
}

/** Those of a list that have, under a query parameter's field, the parameter's value; all, without the parameter. */
export function having<T>(
	records: Iterable<T>,
	query: URLSearchParams,
	fields: Readonly<Record<string, (record: T) => unknown>>,
): T[] {
	return [...records].filter((record) =>
		Object.entries(fields).every(([name, read]) => {
			const wanted = query.get(name);
			return wanted === null || String(read(record)) === wanted;
		}),
	);
}
