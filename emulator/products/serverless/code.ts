/**
 * Serverless: Functions and Assets, and their uploaded versions. The two differ in little but their names. Uploads are
 * multipart forms and have a host of their own.
 * @see https://www.twilio.com/docs/serverless/api/resource/function-version
 * @module
 */

import { z } from 'zod';
import { check, readForm } from '../../core/body';
import { iso } from '../../core/dates';
import { dates } from '../../core/fields';
import {
	invalidParameter,
	notFound,
	type PathParams,
	type Router,
	type TwilioRequest,
} from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { World } from '../../core/world';
import { findService, fresh, HOST, SERVICE, serviceUrl, within } from './lookup';
import type { Serverless, ServerlessResource, ServerlessVersion } from './model';
import { servedPath } from './platform';

/** Functions or Assets: their names in the API, and their maps in the world. */
export interface Kind {
	readonly segment: 'Functions' | 'Assets';
	readonly key: 'functions' | 'assets';
	readonly versionsKey: 'function_versions' | 'asset_versions';
	readonly sidField: 'function_sid' | 'asset_sid';
	readonly resources: Map<string, ServerlessResource>;
	readonly versions: Map<string, ServerlessVersion>;
}

export function functionsOf({ functions, functionVersions }: Serverless): Kind {
	return {
		segment: 'Functions',
		key: 'functions',
		versionsKey: 'function_versions',
		sidField: 'function_sid',
		resources: functions,
		versions: functionVersions,
	};
}

export function assetsOf({ assets, assetVersions }: Serverless): Kind {
	return {
		segment: 'Assets',
		key: 'assets',
		versionsKey: 'asset_versions',
		sidField: 'asset_sid',
		resources: assets,
		versions: assetVersions,
	};
}

/** The Function or Asset in a path. @throws TwilioError 404 */
function findResource(
	world: World,
	{ resources }: Kind,
	request: TwilioRequest,
	params: PathParams,
): ServerlessResource {
	const service = findService(world, request, params);
	const resource = within(resources, service).find(({ sid }) => sid === params.resource);
	if (!resource) throw notFound(request.path);
	return resource;
}

/** A version as the API returns it. */
export function viewVersion(world: World, kind: Kind, version: ServerlessVersion): Record<string, unknown> {
	const url = `${serviceUrl(version.serviceSid)}/${kind.segment}/${version.resourceSid}/Versions/${version.sid}`;
	return {
		sid: version.sid,
		account_sid: world.account.accountSid,
		service_sid: version.serviceSid,
		[kind.sidField]: version.resourceSid,
		path: version.path,
		visibility: version.visibility,
		date_created: iso(version.dateCreated),
		url,
		...(kind.key === 'functions' && { links: { function_version_content: `${url}/Content` } }),
	};
}

const UPLOAD_HOST = 'serverless-upload.twilio.com';

const named = z.object({ FriendlyName: z.string().min(1).max(255) });
const uploaded = z.object({
	Path: servedPath,
	Visibility: z.enum(['public', 'protected', 'private']),
});

/** Functions and Assets: create, list, upload a version. */
export function addCode(router: Router, world: World): void {
	for (const kind of [functionsOf(world.serverless), assetsOf(world.serverless)])
		addKind(router, world, kind);
}

function addKind(router: Router, world: World, kind: Kind): void {
	const list = `${SERVICE}/${kind.segment}`;
	const one = `${list}/{resource}`;
	const view = (resource: ServerlessResource) => {
		const url = `${serviceUrl(resource.serviceSid)}/${kind.segment}/${resource.sid}`;
		return {
			sid: resource.sid,
			account_sid: world.account.accountSid,
			service_sid: resource.serviceSid,
			friendly_name: resource.friendlyName,
			...dates(resource),
			url,
			links: { [kind.versionsKey]: `${url}/Versions` },
		};
	};
	router
		.on('POST', HOST, list, (request, params) => {
			const { sid: serviceSid } = findService(world, request, params);
			const { FriendlyName: friendlyName } = readForm(request, named);
			const resource: ServerlessResource = { ...fresh('ZH'), serviceSid, friendlyName };
			kind.resources.set(resource.sid, resource);
			return { status: 201, body: view(resource) };
		})
		.on('GET', HOST, list, (request, params) => {
			const service = findService(world, request, params);
			return classicPage(request, kind.key, within(kind.resources, service).map(view));
		})
		.on('POST', UPLOAD_HOST, `${one}/Versions`, async (request, params) => {
			const resource = findResource(world, kind, request, params);
			const version: ServerlessVersion = {
				sid: sid('ZN'),
				serviceSid: resource.serviceSid,
				resourceSid: resource.sid,
				...(await readUpload(request)),
				dateCreated: new Date(),
			};
			kind.versions.set(version.sid, version);
			return { status: 201, body: viewVersion(world, kind, version) };
		});
}

/**
 * Reads the multipart form, byte for byte.
 * @throws TwilioError 400 for an invalid form, or naming the missing field
 */
async function readUpload(
	request: TwilioRequest,
): Promise<Pick<ServerlessVersion, 'path' | 'visibility' | 'content' | 'contentType'>> {
	const headers = { 'content-type': request.headers['content-type'] ?? '' };
	const body = new Response(request.bytes ?? request.body, { headers });
	const form = await body.formData().catch(() => {
		throw invalidParameter('The request body is not a valid multipart form');
	});
	const { Path: path, Visibility: visibility } = check(uploaded, {
		Path: form.get('Path'),
		Visibility: form.get('Visibility'),
	});
	const file = form.get('Content');
	if (file === null) throw invalidParameter('Missing required parameter Content in the post body');
	if (typeof file === 'string') {
		return { path, visibility, content: Buffer.from(file), contentType: 'text/plain' };
	}
	return {
		path,
		visibility,
		content: Buffer.from(await file.arrayBuffer()),
		contentType: file.type || 'application/octet-stream',
	};
}
