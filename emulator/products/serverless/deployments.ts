/**
 * Serverless: deployments, which put a build into an environment.
 * @see https://www.twilio.com/docs/serverless/api/resource/deployment
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { invalidParameter, notFound, type Router, TwilioError } from '../../core/http';
import { classicPage } from '../../core/paging';
import type { World } from '../../core/world';
import { dates, ENVIRONMENT, findEnvironment, fresh, HOST, serviceUrl } from './lookup';
import type { ServerlessDeployment, ServerlessEnvironment } from './model';
import type { Host } from './routes';

const created = z.object({ BuildSid: z.string().exactOptional() });

/**
 * Deployments: create, list (the latest first), fetch. One without a build takes what runs there away.
 *
 * GUESS: the code of a refusal, and the status and words for a build that is not ready; deploying a building build would
 * tell. The words for a build that runs there already are Twilio's (https://github.com/twilio/twilio-cli/issues/215), and
 * so is the 409 (https://github.com/twilio-labs/serverless-api/issues/27).
 */
export function addDeployments(router: Router, world: World, host: Host): void {
	const { serverless } = world;
	const view = (deployment: ServerlessDeployment) => ({
		sid: deployment.sid,
		account_sid: world.account.accountSid,
		service_sid: deployment.serviceSid,
		environment_sid: deployment.environmentSid,
		build_sid: deployment.buildSid,
		...dates(deployment),
		url: `${serviceUrl(deployment.serviceSid)}/Environments/${deployment.environmentSid}/Deployments/${deployment.sid}`,
	});
	const deploymentsOf = ({ sid }: ServerlessEnvironment) =>
		[...serverless.deployments.values()].filter(({ environmentSid }) => environmentSid === sid).reverse();

	router
		.on('POST', HOST, `${ENVIRONMENT}/Deployments`, (request, params) => {
			const environment = findEnvironment(world, request, params);
			const { BuildSid: buildSid = null } = readForm(request, created);
			if (buildSid !== null) {
				const build = serverless.builds.get(buildSid);
				if (build?.serviceSid !== environment.serviceSid) {
					throw invalidParameter(`Build ${buildSid} was not found`);
				}
				if (build.status !== 'completed') throw invalidParameter(`Build ${buildSid} is ${build.status}`);
			}
			if (buildSid === environment.buildSid) {
				throw new TwilioError(409, 20409, 'Environment already has requested deployment.');
			}
			const deployment: ServerlessDeployment = {
				...fresh('ZD'),
				serviceSid: environment.serviceSid,
				environmentSid: environment.sid,
				buildSid,
			};
			serverless.deployments.set(deployment.sid, deployment);
			environment.buildSid = buildSid;
			environment.dateUpdated = deployment.dateCreated;
			host.release(environment.sid);
			world.log('Serverless', `${environment.domainName} now runs ${buildSid ?? 'nothing'}`);
			return { status: 201, body: view(deployment) };
		})
		.on('GET', HOST, `${ENVIRONMENT}/Deployments`, (request, params) => {
			const deployments = deploymentsOf(findEnvironment(world, request, params));
			return classicPage(request, 'deployments', deployments.map(view));
		})
		.on('GET', HOST, `${ENVIRONMENT}/Deployments/{deployment}`, (request, params) => {
			const deployments = deploymentsOf(findEnvironment(world, request, params));
			const deployment = deployments.find(({ sid }) => sid === params.deployment);
			if (!deployment) throw notFound(request.path);
			return { status: 200, body: view(deployment) };
		});
}
