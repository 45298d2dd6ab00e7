/**
 * Serverless: Functions and Assets, and the versions uploaded of them. The two differ in little but their names.
 * @see https://www.twilio.com/docs/serverless/api/resource/function
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { notFound, type PathParams, type Router, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import type { World } from '../../core/world';
import { iso } from '../studio/flows';
import { dates, findService, fresh, HOST, SERVICE, serviceUrl, within } from './lookup';
import type { Serverless, ServerlessResource, ServerlessVersion } from './model';

/** Functions or Assets: how the API calls them, and where the world keeps them. */
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

/** The Function or Asset this path is about, or Twilio's 404. */
export function findResource(
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

/** A version as the API shows it. */
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

const named = z.object({ FriendlyName: z.string().min(1).max(255) });

/** Functions and Assets: create, list, fetch, rename, delete. Versions: list, fetch; of Functions their content too. */
export function addFunctionsAndAssets(router: Router, world: World): void {
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
	const find = (request: TwilioRequest, params: PathParams) => findResource(world, kind, request, params);
	const versionsOf = ({ sid }: ServerlessResource) =>
		[...kind.versions.values()].filter(({ resourceSid }) => resourceSid === sid).reverse();
	const findVersion = (request: TwilioRequest, params: PathParams) => {
		const version = versionsOf(find(request, params)).find(({ sid }) => sid === params.version);
		if (!version) throw notFound(request.path);
		return version;
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
		.on('GET', HOST, one, (request, params) => ({ status: 200, body: view(find(request, params)) }))
		.on('POST', HOST, one, (request, params) => {
			const resource = find(request, params);
			resource.friendlyName = readForm(request, named).FriendlyName;
			resource.dateUpdated = new Date();
			return { status: 200, body: view(resource) };
		})
		.on('DELETE', HOST, one, (request, params) => {
			// Its versions stay: a build that has them runs on.
			kind.resources.delete(find(request, params).sid);
			return { status: 204 };
		})
		.on('GET', HOST, `${one}/Versions`, (request, params) => {
			const versions = versionsOf(find(request, params)).map((version) => viewVersion(world, kind, version));
			return classicPage(request, kind.versionsKey, versions);
		})
		.on('GET', HOST, `${one}/Versions/{version}`, (request, params) => ({
			status: 200,
			body: viewVersion(world, kind, findVersion(request, params)),
		}));
	if (kind.key === 'assets') return;
	router.on('GET', HOST, `${one}/Versions/{version}/Content`, (request, params) => {
		const version = findVersion(request, params);
		const { sid, account_sid, service_sid, function_sid, url } = viewVersion(world, kind, version);
		const content = version.content.toString();
		return {
			status: 200,
			body: { sid, account_sid, service_sid, function_sid, content, url: `${url}/Content` },
		};
	});
}
