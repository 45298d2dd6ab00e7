/**
 * Changes what an environment runs, and its variables, without a new build.
 * @module
 */
import type { Twilio } from 'twilio';
import { asking } from '../account/asking';
import { type Deployment, findEnvironment, type Variables } from '../account/deployed';

/**
 * Has an environment run a build that its service has, as `twilio serverless:promote` does. One that does not exist is
 * created, as the toolkit would (serverless-api, dist/client.js, `activateBuild`; dist/api/environments.js).
 * @param beforeActivation called before anything that runs is changed
 * @param variables set just before
 * @throws {HandoffError} when Twilio does not respond or refuses
 */
export async function activateBuild(
	client: Twilio,
	{ serviceSid, buildSid }: Pick<Deployment, 'serviceSid' | 'buildSid'>,
	environmentSuffix: string,
	{ beforeActivation = async () => {}, variables = {} }: ActivationOptions = {},
): Promise<void> {
	const { environments } = client.serverless.v1.services(serviceSid);
	const { sid: environmentSid } = await asking(
		'creating the environment',
		async () =>
			(await findEnvironment(client, serviceSid, environmentSuffix)) ??
			environments.create({
				uniqueName: `${environmentSuffix}-environment`,
				domainSuffix: environmentSuffix,
			}),
	);
	await beforeActivation();
	await applyVariables(client, { serviceSid, environmentSid }, variables, []);
	await activateIn(client, { serviceSid, environmentSid, buildSid });
}

interface ActivationOptions {
	readonly beforeActivation?: () => Promise<void>;
	readonly variables?: Variables;
}

/**
 * Activates a build in an existing environment; changes nothing else.
 * @see https://www.twilio.com/docs/serverless/api/resource/deployment
 */
export async function activateIn(
	client: Twilio,
	{ serviceSid, environmentSid, buildSid }: Pick<Deployment, 'serviceSid' | 'environmentSid' | 'buildSid'>,
): Promise<void> {
	await asking(`activating the build ${buildSid}`, () =>
		client.serverless.v1.services(serviceSid).environments(environmentSid).deployments.create({ buildSid }),
	);
}

/**
 * Sets and removes variables without a build.
 * GUESS(variables-at-once): they take effect at once. https://github.com/twilio-labs/serverless-toolkit/issues/378
 * confirms only that they change without a deployment; changing one variable of a live Function would verify it.
 * @param set name and value of those to set or to change
 * @param remove names
 * @throws {HandoffError} naming the variable at which it stopped; those before it are done
 */
export async function applyVariables(
	client: Twilio,
	{ serviceSid, environmentSid }: Pick<Deployment, 'serviceSid' | 'environmentSid'>,
	set: Variables,
	remove: readonly string[],
): Promise<void> {
	if (Object.keys(set).length + remove.length === 0) return;
	const { variables } = client.serverless.v1.services(serviceSid).environments(environmentSid);
	const listed = await asking('listing the variables', () => variables.list());
	const there = new Map(listed.map(({ key, sid }) => [key, sid]));
	for (const [key, value] of Object.entries(set)) {
		const sid = there.get(key);
		await asking(`setting the variable ${key}`, () =>
			sid === undefined ? variables.create({ key, value }) : variables(sid).update({ value }),
		);
	}
	for (const key of remove) {
		const sid = there.get(key);
		if (sid !== undefined) {
			await asking(`removing the variable ${key}`, () => variables(sid).remove());
		}
	}
}
