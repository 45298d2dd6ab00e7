/**
 * The Serverless API, which `twilio serverless:deploy` uses. This module has the services; the others what they contain.
 * @see https://www.twilio.com/docs/serverless/api
 * @module
 */

import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { readForm } from '../../core/body';
import { dates } from '../../core/fields';
import type { Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import type { World } from '../../core/world';
import { addBuilds } from './builds';
import { addCode } from './code';
import { addDeployments, type Host } from './deployments';
import { addEnvironments } from './environments';
import { findService, fresh, HOST, nameConflict, SERVICE, serviceUrl } from './lookup';
import type { ServerlessService } from './model';
import { serviceName } from './platform';

const created = z.object({
	UniqueName: serviceName,
	FriendlyName: z.string().min(1),
	IncludeCredentials: z.stringbool().default(true),
	UiEditable: z.stringbool().default(false),
});

/**
 * Adds `serverless.twilio.com/v1` and `serverless-upload.twilio.com/v1` to the router. Services: create, list, fetch, delete with all they contain.
 * @param host stops what an environment runs before a new deployment takes over
 */
export function addServerless(router: Router, world: World, host: Host): void {
	const { serverless } = world;
	const view = (service: ServerlessService) => {
		const url = serviceUrl(service.sid);
		return {
			sid: service.sid,
			account_sid: world.account.accountSid,
			friendly_name: service.friendlyName,
			unique_name: service.uniqueName,
			include_credentials: service.includeCredentials,
			ui_editable: service.uiEditable,
			domain_base: service.domainBase,
			...dates(service),
			url,
			links: {
				environments: `${url}/Environments`,
				functions: `${url}/Functions`,
				assets: `${url}/Assets`,
				builds: `${url}/Builds`,
			},
		};
	};

	router
		.on('POST', HOST, '/v1/Services', (request) => {
			const form = readForm(request, created);
			const others = [...serverless.services.values()];
			if (others.some((other) => other.uniqueName === form.UniqueName)) {
				throw nameConflict(world, 'Service', form.UniqueName);
			}
			const service: ServerlessService = {
				...fresh('ZS'),
				uniqueName: form.UniqueName,
				friendlyName: form.FriendlyName,
				includeCredentials: form.IncludeCredentials,
				uiEditable: form.UiEditable,
				domainBase: `${form.UniqueName.toLowerCase()}-${randomInt(1000, 10_000)}`,
			};
			serverless.services.set(service.sid, service);
			return { status: 201, body: view(service) };
		})
		.on('GET', HOST, '/v1/Services', (request) =>
			classicPage(request, 'services', [...serverless.services.values()].reverse().map(view)),
		)
		.on('GET', HOST, SERVICE, (request, params) => ({
			status: 200,
			body: view(findService(world, request, params)),
		}))
		.on('DELETE', HOST, SERVICE, (request, params) => {
			const { sid } = findService(world, request, params);
			serverless.services.delete(sid);
			for (const records of serverless.contents()) {
				for (const [key, { serviceSid }] of records) if (serviceSid === sid) records.delete(key);
			}
			return { status: 204 };
		});
	addEnvironments(router, world);
	addDeployments(router, world, host);
	addCode(router, world);
	addBuilds(router, world);
}
