/**
 * Serverless: deployments. Each puts a build into an environment.
 * @see https://www.twilio.com/docs/serverless/api/resource/deployment
 * @module
 */

import { z } from 'zod';
import { readForm } from '../../core/body';
import { dates } from '../../core/fields';
import { invalidParameter, type Router, TwilioError } from '../../core/http';
import type { World } from '../../core/world';
import { ENVIRONMENT, findEnvironment, fresh, HOST, serviceUrl } from './lookup';

/** Runs deployed code. */
export interface Host {
	/** Stops what the environment runs, after the requests in progress. */
	release(environmentSid: string): void;
}

const created = z.object({ BuildSid: z.string().exactOptional() });

/**
 * Deployments: create. One without a build removes what the environment runs.
 *
 * GUESS(deployment-refusal): the error code, and the status and message for an incomplete build; deploying one would
 * settle it. The message for a build that is already deployed is Twilio's
 * (https://github.com/twilio/twilio-cli/issues/215), and so is the 409
 * (https://github.com/twilio-labs/serverless-api/issues/27).
 */
export function addDeployments(router: Router, world: World, host: Host): void {
	const { serverless } = world;
	router.on('POST', HOST, `${ENVIRONMENT}/Deployments`, (request, params) => {
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
		const deployment = fresh('ZD');
		environment.buildSid = buildSid;
		environment.dateUpdated = deployment.dateCreated;
		host.release(environment.sid);
		world.log('Serverless', `${environment.domainName} now runs ${buildSid ?? 'nothing'}`);
		const body = {
			sid: deployment.sid,
			account_sid: world.account.accountSid,
			service_sid: environment.serviceSid,
			environment_sid: environment.sid,
			build_sid: buildSid,
			...dates(deployment),
			url: `${serviceUrl(environment.serviceSid)}/Environments/${environment.sid}/Deployments/${deployment.sid}`,
		};
		return { status: 201, body };
	});
}
