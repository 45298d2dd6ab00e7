/**
 * Serverless: environments with their variables and logs.
 * @see https://www.twilio.com/docs/serverless/api/resource/environment
 * @module
 */

import { z } from 'zod';
import { readForm } from '../../core/body';
import { iso } from '../../core/dates';
import { dates } from '../../core/fields';
import { notFound, type PathParams, type Router, TwilioError, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { secondOf } from '../../core/query';
import type { World } from '../../core/world';
import {
	ENVIRONMENT,
	findEnvironment,
	findService,
	fresh,
	HOST,
	nameConflict,
	SERVICE,
	serviceUrl,
	within,
} from './lookup';
import type { ServerlessEnvironment, ServerlessLog, ServerlessVariable } from './model';
import { domainSuffix, variable as variableCreated } from './platform';

const created = z.object({
	UniqueName: z.string().min(1).max(100),
	DomainSuffix: domainSuffix.exactOptional(),
});
const DAY_MS = 86_400_000;
const variableUpdated = variableCreated.partial();

/** Environments: create, list, fetch. Variables: create, list, update, delete. Logs: list (filters `FunctionSid`, `StartDate`, `EndDate`). */
export function addEnvironments(router: Router, world: World): void {
	const { serverless } = world;
	const account_sid = world.account.accountSid;
	const urlOf = ({ serviceSid, sid }: ServerlessEnvironment) =>
		`${serviceUrl(serviceSid)}/Environments/${sid}`;
	const view = (environment: ServerlessEnvironment) => {
		const url = urlOf(environment);
		return {
			sid: environment.sid,
			account_sid,
			service_sid: environment.serviceSid,
			build_sid: environment.buildSid,
			unique_name: environment.uniqueName,
			domain_suffix: environment.domainSuffix,
			domain_name: environment.domainName,
			...dates(environment),
			url,
			links: { variables: `${url}/Variables`, deployments: `${url}/Deployments`, logs: `${url}/Logs` },
		};
	};
	const viewVariable = (environment: ServerlessEnvironment, variable: ServerlessVariable) => ({
		sid: variable.sid,
		account_sid,
		service_sid: variable.serviceSid,
		environment_sid: variable.environmentSid,
		key: variable.key,
		value: variable.value,
		...dates(variable),
		url: `${urlOf(environment)}/Variables/${variable.sid}`,
	});
	const variablesOf = ({ sid }: ServerlessEnvironment) =>
		[...serverless.variables.values()].filter(({ environmentSid }) => environmentSid === sid).reverse();
	const viewLog = (log: ServerlessLog) => ({
		sid: log.sid,
		account_sid,
		service_sid: log.serviceSid,
		environment_sid: log.environmentSid,
		build_sid: log.buildSid,
		deployment_sid: null,
		function_sid: log.functionSid,
		request_sid: log.requestSid,
		level: log.level,
		message: log.message,
		date_created: iso(log.dateCreated),
		url: `${serviceUrl(log.serviceSid)}/Environments/${log.environmentSid}/Logs/${log.sid}`,
	});
	/** The newest first, of the last day unless the request asks for others. */
	const logsOf = ({ sid }: ServerlessEnvironment, request: TwilioRequest) => {
		const functionSid = request.query.get('FunctionSid');
		const from = secondOf(request, 'StartDate')?.start ?? Date.now() - DAY_MS;
		const to = secondOf(request, 'EndDate')?.end ?? Number.POSITIVE_INFINITY;
		const found = serverless.logs.filter(
			(log) =>
				log.environmentSid === sid &&
				(functionSid === null || log.functionSid === functionSid) &&
				log.dateCreated.getTime() >= from &&
				log.dateCreated.getTime() <= to,
		);
		return found.reverse();
	};
	const findVariable = (request: TwilioRequest, params: PathParams) => {
		const environment = findEnvironment(world, request, params);
		const variable = variablesOf(environment).find(({ sid }) => sid === params.variable);
		if (!variable) throw notFound(request.path);
		return { environment, variable };
	};

	router
		.on('POST', HOST, `${SERVICE}/Environments`, (request, params) => {
			const service = findService(world, request, params);
			const { UniqueName: uniqueName, DomainSuffix: domainSuffix = null } = readForm(request, created);
			const others = within(serverless.environments, service);
			if (others.some((other) => other.uniqueName === uniqueName))
				throw nameConflict(world, 'Environment', uniqueName);
			// Both would have the same domain.
			if (others.some((other) => other.domainSuffix === domainSuffix)) {
				throw new TwilioError(409, 20409, `Environment with domain suffix ${domainSuffix} already exists`);
			}
			const suffix = domainSuffix === null ? '' : `-${domainSuffix.toLowerCase()}`;
			const environment: ServerlessEnvironment = {
				...fresh('ZE'),
				serviceSid: service.sid,
				uniqueName,
				domainSuffix,
				domainName: `${service.domainBase}${suffix}.twil.io`,
				buildSid: null,
			};
			serverless.environments.set(environment.sid, environment);
			return { status: 201, body: view(environment) };
		})
		.on('GET', HOST, `${SERVICE}/Environments`, (request, params) => {
			const service = findService(world, request, params);
			return classicPage(request, 'environments', within(serverless.environments, service).map(view));
		})
		.on('GET', HOST, ENVIRONMENT, (request, params) => ({
			status: 200,
			body: view(findEnvironment(world, request, params)),
		}))
		.on('GET', HOST, `${ENVIRONMENT}/Logs{?FunctionSid,StartDate,EndDate}`, (request, params) => {
			const environment = findEnvironment(world, request, params);
			return classicPage(request, 'logs', logsOf(environment, request).map(viewLog));
		})
		.on('POST', HOST, `${ENVIRONMENT}/Variables`, (request, params) => {
			const environment = findEnvironment(world, request, params);
			const form = readForm(request, variableCreated);
			if (variablesOf(environment).some((other) => other.key === form.Key)) {
				throw new TwilioError(409, 20409, `Variable with key ${form.Key} already exists`);
			}
			const variable: ServerlessVariable = {
				...fresh('ZV'),
				serviceSid: environment.serviceSid,
				environmentSid: environment.sid,
				key: form.Key,
				value: form.Value,
			};
			serverless.variables.set(variable.sid, variable);
			return { status: 201, body: viewVariable(environment, variable) };
		})
		.on('GET', HOST, `${ENVIRONMENT}/Variables`, (request, params) => {
			const environment = findEnvironment(world, request, params);
			const variables = variablesOf(environment).map((variable) => viewVariable(environment, variable));
			return classicPage(request, 'variables', variables);
		})
		.on('POST', HOST, `${ENVIRONMENT}/Variables/{variable}`, (request, params) => {
			const { environment, variable } = findVariable(request, params);
			const form = readForm(request, variableUpdated);
			variable.key = form.Key ?? variable.key;
			variable.value = form.Value ?? variable.value;
			variable.dateUpdated = new Date();
			return { status: 200, body: viewVariable(environment, variable) };
		})
		.on('DELETE', HOST, `${ENVIRONMENT}/Variables/{variable}`, (request, params) => {
			serverless.variables.delete(findVariable(request, params).variable.sid);
			return { status: 204 };
		});
}
