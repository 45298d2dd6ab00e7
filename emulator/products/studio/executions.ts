/**
 * `studio.twilio.com/v2/Flows/{FW}/Executions` with their context and steps: what TAC's handoff tool calls.
 * @see https://www.twilio.com/docs/studio/rest-api/v2/execution
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { invalidParameter, notFound, type Router, TwilioError, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { secondOf } from '../../core/query';
import type { Execution, Step, World } from '../../core/world';
import { parseObject } from '../taskrouter/create-task';
import { findFlow, iso } from './flows';
import { publishedRevision, type StudioRunner } from './runner';

const HOST = 'studio.twilio.com';
const LIST = '/v2/Flows/{flowSid}/Executions';
const ONE = `${LIST}/{executionSid}`;

const created = z.object({
	To: z.string().default(''),
	From: z.string().default(''),
	Parameters: z.string().optional(),
});
const updated = z.object({ Status: z.literal('ended') });

/** Executions run on `runner` after the 201 has left; `runner.settled` tells when. */
export function addExecutions(router: Router, world: World, runner: StudioRunner): void {
	const { accountSid } = world.account;
	const url = ({ flowSid, sid }: Execution) => `https://${HOST}/v2/Flows/${flowSid}/Executions/${sid}`;

	const find = (
		request: TwilioRequest,
		{ flowSid, executionSid }: Readonly<Record<string, string>>,
	): Execution => {
		const execution = world.executions.get(executionSid ?? '');
		if (!execution || execution.flowSid !== flowSid) throw notFound(request.path);
		return execution;
	};
	const findStep = (execution: Execution, request: TwilioRequest, stepSid: string | undefined): Step => {
		const step = execution.steps.find(({ sid }) => sid === stepSid);
		if (!step) throw notFound(request.path);
		return step;
	};
	const represent = (execution: Execution) => ({
		sid: execution.sid,
		account_sid: accountSid,
		flow_sid: execution.flowSid,
		contact_channel_address: execution.contactChannelAddress,
		context: execution.context,
		status: execution.status,
		date_created: iso(execution.dateCreated),
		date_updated: iso(execution.dateUpdated),
		url: url(execution),
		links: { steps: `${url(execution)}/Steps`, execution_context: `${url(execution)}/Context` },
	});
	const representStep = (execution: Execution, step: Step) => {
		const stepUrl = `${url(execution)}/Steps/${step.sid}`;
		return {
			sid: step.sid,
			account_sid: accountSid,
			flow_sid: execution.flowSid,
			execution_sid: execution.sid,
			parent_step_sid: null,
			name: step.name,
			context: step.context,
			transitioned_from: step.transitionedFrom,
			transitioned_to: step.transitionedTo,
			date_created: iso(step.dateCreated),
			date_updated: null,
			url: stepUrl,
			links: { step_context: `${stepUrl}/Context` },
		};
	};
	const context = (execution: Execution, at: string, snapshot: unknown) => ({
		account_sid: accountSid,
		flow_sid: execution.flowSid,
		execution_sid: execution.sid,
		context: snapshot,
		url: `${at}/Context`,
	});

	router
		.on('POST', HOST, LIST, (request, { flowSid }) => {
			const flow = findFlow(world, flowSid, request);
			// A flow that is only a draft cannot be triggered.
			if (!publishedRevision(flow)) throw notFound(request.path);
			const { To: to, From: from, Parameters: json } = readForm(request, created);
			if (to === '') throw invalidParameter('Missing required parameter To in the post body');
			if (from === '') throw invalidParameter('Missing required parameter From in the post body');
			const parameters = json === undefined ? {} : parseObject('Parameters', json);
			const active = runner.activeRequest(flow.sid, to, from);
			// "Only one Execution can be active at a time for the same To/From combination", says the page above.
			if (active) {
				throw new TwilioError(409, 20409, `Execution ${active.sid} is already active for this To and From`);
			}
			const execution = runner.start(flow, { event: 'incomingRequest', to, from, parameters });
			return { status: 201, body: represent(execution) };
		})
		.on('GET', HOST, LIST, (request, { flowSid }) => {
			const flow = findFlow(world, flowSid, request);
			const wanted = request.query.get('status');
			const from = secondOf(request, 'DateCreatedFrom')?.start ?? 0;
			const to = secondOf(request, 'DateCreatedTo')?.end ?? Number.POSITIVE_INFINITY;
			const executions = [...world.executions.values()]
				.filter((each) => each.flowSid === flow.sid && (wanted === null || each.status === wanted))
				.filter(({ dateCreated: date }) => date.getTime() >= from && date.getTime() <= to)
				.reverse();
			return classicPage(request, 'executions', executions.map(represent));
		})
		.on('GET', HOST, ONE, (request, params) => ({ status: 200, body: represent(find(request, params)) }))
		.on('POST', HOST, ONE, (request, params) => {
			const execution = find(request, params);
			readForm(request, updated);
			execution.status = 'ended';
			execution.dateUpdated = new Date();
			world.log('Studio', `execution ${execution.sid} was ended by a REST request`);
			return { status: 200, body: represent(execution) };
		})
		.on('DELETE', HOST, ONE, (request, params) => {
			const execution = find(request, params);
			execution.status = 'ended';
			world.executions.delete(execution.sid);
			return { status: 204 };
		})
		.on('GET', HOST, `${ONE}/Context`, (request, params) => {
			const execution = find(request, params);
			return { status: 200, body: context(execution, url(execution), execution.context) };
		})
		.on('GET', HOST, `${ONE}/Steps`, (request, params) => {
			const execution = find(request, params);
			const steps = execution.steps.map((step) => representStep(execution, step)).reverse();
			return classicPage(request, 'steps', steps);
		})
		.on('GET', HOST, `${ONE}/Steps/{stepSid}`, (request, params) => {
			const execution = find(request, params);
			return {
				status: 200,
				body: representStep(execution, findStep(execution, request, params.stepSid)),
			};
		})
		.on('GET', HOST, `${ONE}/Steps/{stepSid}/Context`, (request, params) => {
			const execution = find(request, params);
			const step = findStep(execution, request, params.stepSid);
			const body = context(execution, `${url(execution)}/Steps/${step.sid}`, step.context);
			return { status: 200, body: { ...body, step_sid: step.sid } };
		});
}
