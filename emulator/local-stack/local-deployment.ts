/**
 * Adds what is built in a project's folder to the world, as the deploy command would leave it: the service, its environment
 * with the variables, the code, and the record by which a later deployment knows that nothing has changed.
 * @module
 */
import { randomInt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { Variables } from '../../tools/account/deployed';
import { localBundle } from '../../tools/deploy/bundle';
import { DEPLOYMENT_RECORD, deploymentRecord } from '../../tools/deploy/functions-plan';
import { sid } from '../core/sids';
import { fresh } from '../products/serverless/lookup';
import type {
	Dependency,
	Serverless,
	ServerlessBuild,
	ServerlessEnvironment,
	ServerlessService,
	ServerlessVersion,
} from '../products/serverless/model';

interface LocalDeployment {
	/** The project's folder, with Functions in `dist/functions` and assets in `assets`. */
	readonly root: string;
	/** The unique name of the service. */
	readonly name: string;
	/** The end of the domain: `dev`. */
	readonly suffix: string;
	readonly variables: Variables;
	/** The beginning of the domain; made up by default. */
	readonly domainBase?: string | undefined;
}

/**
 * Adds the deployment.
 * @returns the environment, and the build that is live in it
 * @throws {SetupError} when nothing is built
 */
export async function addLocalDeployment(
	serverless: Serverless,
	{ root, name, suffix, variables, domainBase }: LocalDeployment,
): Promise<{ environment: ServerlessEnvironment; build: ServerlessBuild }> {
	const [bundle, manifest] = await Promise.all([
		localBundle(root),
		readFile(join(root, 'package.json'), 'utf8'),
	]);
	const { dependencies = {} }: { dependencies?: Record<string, string> } = JSON.parse(manifest);
	const service: ServerlessService = {
		...fresh('ZS'),
		uniqueName: name,
		friendlyName: name,
		includeCredentials: true,
		uiEditable: false,
		domainBase: domainBase ?? `${name}-${randomInt(1000, 10_000)}`,
	};
	const build: ServerlessBuild = {
		...fresh('ZB'),
		serviceSid: service.sid,
		status: 'completed',
		outcome: 'completed',
		pollsLeft: 0,
		functionVersionSids: await addCode(serverless, service, 'functions', join(root, 'dist', 'functions')),
		assetVersionSids: await addCode(serverless, service, 'assets', join(root, 'assets')),
		dependencies: Object.entries(dependencies).map(([name, version]): Dependency => ({ name, version })),
		runtime: 'node22',
	};
	const environment: ServerlessEnvironment = {
		...fresh('ZE'),
		serviceSid: service.sid,
		uniqueName: `${suffix}-environment`,
		domainSuffix: suffix,
		domainName: `${service.domainBase}-${suffix}.twil.io`,
		buildSid: build.sid,
	};
	const owned = { serviceSid: service.sid, environmentSid: environment.sid };
	const record = { [DEPLOYMENT_RECORD]: deploymentRecord(bundle, build.sid) };
	for (const [key, value] of Object.entries({ ...variables, ...record })) {
		const variable = { ...fresh('ZV'), ...owned, key, value };
		serverless.variables.set(variable.sid, variable);
	}
	serverless.services.set(service.sid, service);
	serverless.builds.set(build.sid, build);
	serverless.environments.set(environment.sid, environment);
	serverless.deployments.push({ ...fresh('ZD'), environmentSid: environment.sid, buildSid: build.sid });
	return { environment, build };
}

/** Adds the code in a folder. @returns the SIDs of the versions */
async function addCode(
	serverless: Serverless,
	{ sid: serviceSid }: ServerlessService,
	kind: 'functions' | 'assets',
	folder: string,
): Promise<string[]> {
	const versions = kind === 'functions' ? serverless.functionVersions : serverless.assetVersions;
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const sids: string[] = [];
	for (const entry of entries.filter((each) => each.isFile())) {
		const file = join(entry.parentPath, entry.name);
		const name = file.slice(folder.length + 1).replaceAll(sep, '/');
		const extension = extname(name);
		const [, stem = '', marked] =
			/^(.*?)(?:\.(protected|private))?$/.exec(name.slice(0, -extension.length)) ?? [];
		const resource = { ...fresh('ZH'), serviceSid, friendlyName: `/${stem}` };
		const version: ServerlessVersion = {
			sid: sid('ZN'),
			serviceSid,
			resourceSid: resource.sid,
			path: kind === 'functions' ? `/${stem}` : `/${stem}${extension}`,
			visibility: marked === 'protected' || marked === 'private' ? marked : 'public',
			content: await readFile(file),
			contentType: CONTENT_TYPES[extension] ?? 'application/octet-stream',
			dateCreated: new Date(),
		};
		serverless[kind].set(resource.sid, resource);
		versions.set(version.sid, version);
		sids.push(version.sid);
	}
	return sids;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
	'.js': 'application/javascript',
	'.json': 'application/json',
};
