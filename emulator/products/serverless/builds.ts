/**
 * Serverless: builds. Each packages versions and dependencies for a deployment.
 * @see https://www.twilio.com/docs/serverless/api/resource/build
 * @module
 */
import { dates } from '../../core/fields';
import {
	invalidParameter,
	notFound,
	type PathParams,
	type Router,
	type TwilioRequest,
} from '../../core/http';
import { classicPage } from '../../core/paging';
import { holds } from '../../core/unknowns';
import type { World } from '../../core/world';
import { assetsOf, functionsOf, type Kind, viewVersion } from './code';
import { findService, fresh, HOST, SERVICE, serviceUrl, within } from './lookup';
import type { ServerlessBuild, ServerlessService, ServerlessVersion } from './model';
import { checkCounts, checkDependencies, checkRuntime, DEFAULT_RUNTIME } from './platform';

/**
 * Builds: create, list, fetch, status. A build is `building` for `world.serverless.pollsPerBuild` requests, then
 * `completed`, or `failed` after `world.serverless.failNextBuild`.
 */
export function addBuilds(router: Router, world: World): void {
	const { serverless } = world;
	const functions = functionsOf(serverless);
	const assets = assetsOf(serverless);
	const urlOf = ({ serviceSid, sid }: ServerlessBuild) => `${serviceUrl(serviceSid)}/Builds/${sid}`;
	const view = (build: ServerlessBuild) => ({
		sid: build.sid,
		account_sid: world.account.accountSid,
		service_sid: build.serviceSid,
		status: build.status,
		asset_versions: viewContents(world, assets, build.assetVersionSids),
		function_versions: viewContents(world, functions, build.functionVersionSids),
		dependencies: build.dependencies,
		runtime: build.runtime,
		...dates(build),
		url: urlOf(build),
		links: { build_status: `${urlOf(build)}/Status` },
	});
	const find = (request: TwilioRequest, params: PathParams): ServerlessBuild => {
		const service = findService(world, request, params);
		const build = within(serverless.builds, service).find(({ sid }) => sid === params.build);
		if (!build) throw notFound(request.path);
		return build;
	};
	const poll = (build: ServerlessBuild): ServerlessBuild => {
		if (build.status !== 'building') return build;
		if (build.pollsLeft > 0) build.pollsLeft -= 1;
		else {
			build.status = build.outcome;
			build.dateUpdated = new Date();
		}
		return build;
	};

	router
		.on('POST', HOST, `${SERVICE}/Builds`, (request, params) => {
			const service = findService(world, request, params);
			const functionVersions = readVersions(request, 'FunctionVersions', functions, service);
			const assetVersions = readVersions(request, 'AssetVersions', assets, service);
			// Twilio's message: https://github.com/twilio/twilio-cli/issues/215
			if (functionVersions.length + assetVersions.length === 0) {
				throw invalidParameter('At least one Function Version or Asset Version is required for Build.');
			}
			const last = within(serverless.builds, service).find(({ status }) => status === 'completed');
			const runtime = request.form.get('Runtime') ?? last?.runtime ?? DEFAULT_RUNTIME;
			checkRuntime(world, runtime);
			checkCounts(functionVersions, assetVersions);
			const build: ServerlessBuild = {
				...fresh('ZB'),
				serviceSid: service.sid,
				status: 'building',
				outcome: serverless.failNextBuild || !holds(world, 'functions-build') ? 'failed' : 'completed',
				pollsLeft: serverless.pollsPerBuild,
				functionVersionSids: functionVersions.map(({ sid }) => sid),
				assetVersionSids: assetVersions.map(({ sid }) => sid),
				dependencies: checkDependencies(world, readDependencies(request), runtime),
				runtime,
			};
			serverless.failNextBuild = false;
			serverless.builds.set(build.sid, build);
			return { status: 201, body: view(build) };
		})
		.on('GET', HOST, `${SERVICE}/Builds`, (request, params) => {
			const builds = within(serverless.builds, findService(world, request, params));
			return classicPage(request, 'builds', builds.map(view));
		})
		.on('GET', HOST, `${SERVICE}/Builds/{build}`, (request, params) => ({
			status: 200,
			body: view(poll(find(request, params))),
		}))
		.on('GET', HOST, `${SERVICE}/Builds/{build}/Status`, (request, params) => {
			const { sid, account_sid, service_sid, status, links } = view(poll(find(request, params)));
			return { status: 200, body: { sid, account_sid, service_sid, status, url: links.build_status } };
		});
}

/** In a build, Twilio's examples write the visibility in capitals (twilio-oai `twilio_serverless_v1.json`). */
function viewContents(world: World, kind: Kind, sids: readonly string[]): unknown[] {
	return sids.flatMap((sid) => {
		const version = kind.versions.get(sid);
		if (!version) return [];
		const { url: _url, links: _links, ...rest } = viewVersion(world, kind, version);
		return { ...rest, visibility: version.visibility.toUpperCase() };
	});
}

/** @throws TwilioError 400 for a version of another service, and for two versions at one path */
function readVersions(
	request: TwilioRequest,
	field: string,
	kind: Kind,
	service: ServerlessService,
): ServerlessVersion[] {
	const paths = new Set<string>();
	return request.form.getAll(field).map((sid) => {
		const version = kind.versions.get(sid);
		if (version?.serviceSid !== service.sid) throw invalidParameter(`Invalid parameter ${field}: ${sid}`);
		if (paths.has(version.path)) throw invalidParameter(`Invalid parameter ${field}: two at ${version.path}`);
		paths.add(version.path);
		return version;
	});
}

/**
 * Dependencies are JSON. The deploy tool adds a pair of quotes around it without escaping those inside (serverless-api
 * `triggerBuild`, dist/api/builds.js), and Twilio accepts that.
 */
function readDependencies({ form }: TwilioRequest): unknown {
	const text = form.get('Dependencies') || '[]';
	try {
		return JSON.parse(/^"\[.*\]"$/s.test(text) ? text.slice(1, -1) : text);
	} catch {
		throw invalidParameter('Invalid parameter Dependencies: not valid JSON');
	}
}
