/**
 * Finds the resources in a path of the Serverless API, and has what all resources share.
 * @module
 */
import { notFound, type PathParams, TwilioError, type TwilioRequest } from '../../core/http';
import { sid } from '../../core/sids';
import { holds } from '../../core/unknowns';
import type { World } from '../../core/world';
import type { ServerlessEnvironment, ServerlessService } from './model';

export const HOST = 'serverless.twilio.com';
export const SERVICE = '/v1/Services/{service}';
export const ENVIRONMENT = `${SERVICE}/Environments/{environment}`;

/** The service in a path, by SID or unique name. @throws TwilioError 404 */
export function findService(
	world: World,
	request: TwilioRequest,
	{ service: key }: PathParams,
): ServerlessService {
	const services = [...world.serverless.services.values()];
	const service = services.find(({ sid, uniqueName }) => sid === key || uniqueName === key);
	if (!service) throw notFound(request.path);
	return service;
}

/** The environment in a path, by SID or unique name. @throws TwilioError 404 */
export function findEnvironment(
	world: World,
	request: TwilioRequest,
	params: PathParams,
): ServerlessEnvironment {
	const service = findService(world, request, params);
	const environment = within(world.serverless.environments, service).find(
		({ sid, uniqueName }) => sid === params.environment || uniqueName === params.environment,
	);
	if (!environment) throw notFound(request.path);
	return environment;
}

/** The resources of a service, newest first as Twilio lists them. */
export function within<Resource extends { readonly serviceSid: string }>(
	resources: ReadonlyMap<string, Resource>,
	service: ServerlessService,
): Resource[] {
	return [...resources.values()].filter(({ serviceSid }) => serviceSid === service.sid).reverse();
}

/** A new SID, and the current time for both dates. */
export function fresh(prefix: string): { sid: string; dateCreated: Date; dateUpdated: Date } {
	const now = new Date();
	return { sid: sid(prefix), dateCreated: now, dateUpdated: now };
}

export function serviceUrl(serviceSid: string): string {
	return `https://${HOST}/v1/Services/${serviceSid}`;
}

/**
 * 409 for a name that is already used.
 *
 * GUESS(service-name-conflict): the code. The deploy tool looks up the service by name after any error, so it does not
 * show; creating a service twice on a live account would settle it.
 */
export function nameConflict(world: World, what: string, name: string): TwilioError {
	const code = holds(world, 'service-name-conflict') ? 20409 : 20001;
	return new TwilioError(409, code, `${what} with unique name ${name} already exists`);
}
