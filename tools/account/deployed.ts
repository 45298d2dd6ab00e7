/**
 * What runs in an environment of the account, and its variables.
 * @see https://www.twilio.com/docs/serverless/api
 * @module
 */
import type { Twilio } from 'twilio';
import { asking } from './asking';

/** A variable's name and value. */
export type Variables = Readonly<Record<string, string>>;

/** What is live. */
export interface Deployment {
	readonly serviceSid: string;
	readonly environmentSid: string;
	/** `ai-to-human-handoff-1234-dev.twil.io` */
	readonly domain: string;
	readonly buildSid: string;
	/** All of the environment's, ours or not. They hold secrets: never print one. */
	readonly variables: Variables;
}

/**
 * Reads what is live. Writes nothing.
 * @param serviceName the service's unique name: the project's name, as for `twilio serverless:deploy`
 * @param environmentSuffix what its domain ends with: `dev`, or `''` for the one without
 * @returns `undefined` before the first deployment
 * @throws {HandoffError} when Twilio does not respond or rejects the request
 * @example (await readDeployment(client, 'ai-to-human-handoff', 'dev'))?.domain
 */
export async function readDeployment(
	client: Twilio,
	serviceName: string,
	environmentSuffix: string,
): Promise<Deployment | undefined> {
	const serviceSid = await findService(client, serviceName);
	return serviceSid === undefined ? undefined : readDeploymentIn(client, serviceSid, environmentSuffix);
}

/** The same of a service that is known. */
export function readDeploymentIn(
	client: Twilio,
	serviceSid: string,
	environmentSuffix: string,
): Promise<Deployment | undefined> {
	return asking('reading what is deployed', async () => {
		const environment = await findEnvironment(client, serviceSid, environmentSuffix);
		if (!environment?.buildSid) return undefined;
		const { sid: environmentSid, domainName: domain, buildSid } = environment;
		const variables = await readVariables(client, serviceSid, environmentSid);
		return { serviceSid, environmentSid, domain, buildSid, variables };
	});
}

/** The environment with this suffix, if the service has one. Throws what the SDK throws. */
export async function findEnvironment(client: Twilio, serviceSid: string, environmentSuffix: string) {
	const environments = await client.serverless.v1.services(serviceSid).environments.list();
	// Twilio has null where there is no suffix.
	return environments.find(({ domainSuffix }) => (domainSuffix ?? '') === environmentSuffix);
}

/**
 * @returns the build that runs, if one does
 * @throws {HandoffError} when Twilio does not respond or rejects the request
 */
export function readBuild(
	client: Twilio,
	serviceSid: string,
	environmentSuffix: string,
): Promise<string | undefined> {
	return asking('reading what is deployed', async () => {
		return (await findEnvironment(client, serviceSid, environmentSuffix))?.buildSid || undefined;
	});
}

/** The variables of an environment, by name. Throws what the SDK throws. */
export async function readVariables(
	client: Twilio,
	serviceSid: string,
	environmentSid: string,
): Promise<Variables> {
	const { variables } = client.serverless.v1.services(serviceSid).environments(environmentSid);
	return Object.fromEntries((await variables.list()).map(({ key, value }) => [key, value]));
}

/** @returns the SID of the service with this unique name, if the account has one */
export async function findService(client: Twilio, serviceName: string): Promise<string | undefined> {
	const services = await asking('listing the Functions services', () => client.serverless.v1.services.list());
	return services.find(({ uniqueName }) => uniqueName === serviceName)?.sid;
}

/** A build that an environment ran, from then on. */
export interface Activation {
	readonly sid: string;
	/** `null` when what ran was removed. */
	readonly buildSid: string | null;
	readonly date: Date;
}

/**
 * Every deployment to an environment, the newest first.
 * @throws {HandoffError} when Twilio does not respond or rejects the request
 */
export async function listActivations(
	client: Twilio,
	{ serviceSid, environmentSid }: Pick<Deployment, 'serviceSid' | 'environmentSid'>,
): Promise<Activation[]> {
	const { deployments } = client.serverless.v1.services(serviceSid).environments(environmentSid);
	const all = await asking('listing the deployments', () => deployments.list());
	return all
		.map(({ sid, buildSid, dateCreated: date }) => ({ sid, buildSid: buildSid || null, date }))
		.sort((one, other) => other.date.getTime() - one.date.getTime());
}
