/**
 * `studio.twilio.com/v2/Flows/{FW}/Executions`, which TAC's handoff tool creates, with their context and steps.
 * @see https://www.twilio.com/docs/studio/rest-api/v2/execution
 * @module
 */
import { z } from 'zod';
import { parseObject, readForm } from '../../core/body';
import { iso } from '../../core/dates';
import { invalidParameter, notFound, type Router, TwilioError, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { secondOf } from '../../core/query';
import { holds } from '../../core/unknowns';
import type { Execution, Step, World } from '../../core/world';
import { findFlow } from './flows';
import type { StudioRunner } from './runner';
import { publishedRevision } from './runner/execution';

const HOST = 'studio.twilio.com';
const LIST = '/v2/Flows/{flowSid}/Executions';
const ONE = `${LIST}/{executionSid}`;

const created = z.object({
	To: z.string().default(''),
	From: z.string().default(''),
	Parameters: z.string().optional(),
});

/** "The status of the execution. Can only be `ended`" (the page above). */
const updated = z.object({ Status: z.literal('ended') });

/**
 * GUESS(execution-to): `To` may be any text, such as the identity of a customer in a web chat. TAC sends one.
 * GUESS(execution-contact-address): an execution's `contact_channel_address` is its `To`, in a list too. Two executions on a
 * live account would settle both.
 */
const ADDRESS = /^([a-z]+:)?\+\d+$/;

/** Executions: create, list, fetch, end; their context; their steps. They run after the 201; await `runner.settled`. */
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
	const view = (execution: Execution) => ({
		sid: execution.sid,
		account_sid: accountSid,
		flow_sid: execution.flowSid,
		contact_channel_address: holds(world, 'execution-contact-address') ? execution.contactChannelAddress : '',
		contact_sid: execution.sid.replace('FN', 'FC'),
		flow_version: execution.flowVersion,
		initiated_by: execution.initiatedBy,
		context: execution.context,
		status: execution.status,
		date_created: iso(execution.dateCreated),
		date_updated: iso(execution.dateUpdated),
		url: url(execution),
		links: { steps: `${url(execution)}/Steps`, execution_context: `${url(execution)}/Context` },
	});
	const viewStep = (execution: Execution, step: Step) => {
		const stepUrl = `${url(execution)}/Steps/${step.sid}`;
		return {
			sid: step.sid,
			account_sid: accountSid,
			flow_sid: execution.flowSid,
			execution_sid: execution.sid,
			parent_step_sid: null,
			name: step.name,
			type: step.type ?? null,
			context: step.context,
			transitioned_from: step.transitionedFrom,
			transitioned_to: step.transitionedTo,
			date_created: iso(step.dateCreated),
			date_updated: null,
			url: stepUrl,
			links: { step_context: `${stepUrl}/Context` },
		};
	};

	router
		.on('POST', HOST, LIST, (request, { flowSid }) => {
			const flow = findFlow(world, flowSid, request);
			// A flow without a published revision cannot be triggered.
			if (!publishedRevision(flow)) throw notFound(request.path);
			const { To: to, From: from, Parameters: json } = readForm(request, created);
			if (to === '') throw invalidParameter('Missing required parameter To in the post body');
			if (!ADDRESS.test(to) && !holds(world, 'execution-to')) throw invalidParameter('Invalid To');
			if (from === '') throw invalidParameter('Missing required parameter From in the post body');
			const parameters = json === undefined ? {} : parseObject('Parameters', json);
			const active = runner.activeRequest(flow.sid, to, from);
			// "Only one Execution can be active at a time for the same To/From combination" (the page above).
			if (active) {
				const which = holds(world, 'execution-conflict') ? ` ${active.sid}` : '';
				throw new TwilioError(409, 20409, `Execution${which} is already active for this To and From`);
			}
			const execution = runner.start(flow, { event: 'incomingRequest', to, from, parameters });
			return { status: 201, body: view(execution) };
		})
		.on('GET', HOST, `${LIST}{?status,DateCreatedFrom,DateCreatedTo}`, (request, { flowSid }) => {
			const flow = findFlow(world, flowSid, request);
			const wanted = request.query.get('status');
			const from = secondOf(request, 'DateCreatedFrom')?.start ?? 0;
			const to = secondOf(request, 'DateCreatedTo')?.end ?? Number.POSITIVE_INFINITY;
			const executions = [...world.executions.values()]
				.filter((each) => each.flowSid === flow.sid && (wanted === null || each.status === wanted))
				.filter(({ dateCreated: date }) => date.getTime() >= from && date.getTime() <= to);
			if (holds(world, 'executions-newest-first')) executions.reverse();
			return classicPage(request, 'executions', executions.map(view));
		})
		.on('GET', HOST, ONE, (request, params) => ({ status: 200, body: view(find(request, params)) }))
		.on('POST', HOST, ONE, (request, params) => {
			const execution = find(request, params);
			readForm(request, updated);
			runner.end(execution);
			return { status: 200, body: view(execution) };
		})
		.on('GET', HOST, `${ONE}/Context`, (request, params) => {
			const execution = find(request, params);
			const body = {
				account_sid: accountSid,
				flow_sid: execution.flowSid,
				execution_sid: execution.sid,
				context: execution.context,
				url: `${url(execution)}/Context`,
			};
			return { status: 200, body };
		})
		.on('GET', HOST, `${ONE}/Steps`, (request, params) => {
			const execution = find(request, params);
			const steps = execution.steps.map((step) => viewStep(execution, step)).reverse();
			return classicPage(request, 'steps', steps);
		});
}
