/**
 * What another project deployed to the service of our name: a deployment would replace it.
 * @module
 */
import type { Twilio } from 'twilio';
import { asking } from '../account/asking';
import { findService, readVariables } from '../account/deployed';
import { SetupError } from '../account/errors';
import { SERVICE_NAME } from '../account/project';
import { FLOW_SETTING } from '../account/studio/flow';
import type { LocalBundle } from './bundle';
import { DEPLOYMENT_RECORD, isRecordOf } from './functions-plan';

/** Every version of this project has it among its assets. */
const MARK = '/version.json';

/** A service that runs what this project did not deploy. */
export interface ForeignService {
	readonly serviceSid: string;
	readonly serviceName: string;
	/** Those whose build is not ours. */
	readonly environments: readonly {
		readonly domain: string;
		readonly buildSid: string;
		/** Of its Functions and Assets, sorted. */
		readonly paths: readonly string[];
		/** Whether it is the one that would be replaced. */
		readonly isTarget: boolean;
	}[];
}

interface Contents {
	readonly functions: readonly string[];
	readonly assets: readonly string[];
}

/**
 * Checks every environment of the service: one that we do not deploy to also shows who owns the service. A build
 * is ours when our record is with it, or when it holds nothing but what this folder would deploy: `twilio
 * serverless:deploy` from here leaves no record.
 * @param serviceName the service's unique name
 * @param environmentSuffix of the one that would be replaced
 * @returns `undefined` when everything in the service is ours
 * @throws {HandoffError} when Twilio does not respond or refuses
 */
export async function findForeign(
	client: Twilio,
	serviceName: string,
	environmentSuffix: string,
	local: Pick<LocalBundle, 'paths' | 'functions'>,
): Promise<ForeignService | undefined> {
	const serviceSid = await findService(client, serviceName);
	if (serviceSid === undefined) return undefined;
	return asking('reading what else is deployed', async () => {
		const { environments: all, builds } = client.serverless.v1.services(serviceSid);
		const environments: ForeignService['environments'][number][] = [];
		for (const { sid, buildSid, domainName, domainSuffix } of await all.list()) {
			if (!buildSid) continue;
			const contents = contentsOf(await builds(buildSid).fetch());
			if (isLike(local, contents)) continue;
			if (isRecordOf(buildSid, await readVariables(client, serviceSid, sid))) continue;
			environments.push({
				domain: domainName,
				buildSid,
				paths: [...contents.functions, ...contents.assets].sort(),
				isTarget: (domainSuffix ?? '') === environmentSuffix,
			});
		}
		return environments.length > 0 ? { serviceSid, serviceName, environments } : undefined;
	});
}

/**
 * @param named what may be replaced: the service's unique name or SID
 * @throws {SetupError} when there is something else and its service was not named; the message lists it
 */
export function refuseForeign(foreign: ForeignService | undefined, named: string | undefined): void {
	if (!foreign || named === foreign.serviceName || named === foreign.serviceSid) return;
	const { serviceName, serviceSid, environments } = foreign;
	const lines = environments.map(
		({ domain, buildSid, paths: served, isTarget }) =>
			`  ${isTarget ? 'would be replaced' : 'also in this service'}: https://${domain} (build ${buildSid}): ${served.join(', ')}`,
	);
	throw new SetupError(
		[
			`The account has a Functions service ${serviceName} (${serviceSid}) that this project didn’t deploy:`,
			...lines,
			`Nothing was changed. To create a separate service, change "name" in package.json. To replace it: npx handoff deploy --replace-service ${serviceName}`,
		].join('\n'),
	);
}

/** Whether a build without a record is this project's: the same Functions, or those of an earlier version. */
function isLike(local: Pick<LocalBundle, 'paths' | 'functions'>, { functions, assets }: Contents): boolean {
	if (![...functions, ...assets].every((path) => local.paths.includes(path))) return false;
	return local.functions.every((path) => functions.includes(path)) || assets.includes(MARK);
}

/** What a build serves. */
export function contentsOf({
	functionVersions,
	assetVersions,
}: {
	readonly functionVersions: readonly unknown[] | null;
	readonly assetVersions: readonly unknown[] | null;
}): Contents {
	return { functions: paths(functionVersions), assets: paths(assetVersions) };
}

/**
 * A settings file that was copied for an environment still names the flow of the environment it was copied from.
 * @param environment the one that would be changed
 * @param flow the flow that would be
 * @throws {SetupError} when the Functions of another environment of this project know it as theirs
 * @throws {HandoffError} when Twilio does not respond or refuses
 */
export async function refuseOthersFlow(
	client: Twilio,
	environment: string,
	flow: { readonly sid: string } | null | undefined,
): Promise<void> {
	const serviceSid = flow ? await findService(client, SERVICE_NAME) : undefined;
	if (!flow || serviceSid === undefined) return;
	const owner = await asking('reading the other environments', async () => {
		for (const { sid, domainSuffix } of await client.serverless.v1.services(serviceSid).environments.list()) {
			if (!domainSuffix || domainSuffix === environment) continue;
			const variables = await readVariables(client, serviceSid, sid);
			// Any other way to deploy uploads a whole `.env`, which says little.
			if (DEPLOYMENT_RECORD in variables && variables[FLOW_SETTING] === flow.sid) return domainSuffix;
		}
		return undefined;
	});
	if (owner === undefined) return;
	throw new SetupError(
		`Flow ${flow.sid} belongs to environment ${owner}. Remove ${FLOW_SETTING} from the settings of ${environment}; npx handoff deploy then creates a flow for it. Nothing was changed.`,
	);
}

/** The SDK types what is in a build as `any`. */
function paths(versions: readonly unknown[] | null): string[] {
	return (versions ?? []).flatMap((version) => {
		const path: unknown = typeof version === 'object' && version ? Reflect.get(version, 'path') : undefined;
		return typeof path === 'string' ? [path] : [];
	});
}
