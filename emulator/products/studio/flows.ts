/**
 * `studio.twilio.com/v2/Flows`, their revisions, and the validation of definitions.
 * @see https://www.twilio.com/docs/studio/rest-api/v2/flow
 * @module
 */
import { z } from 'zod';
import { type FlowDefinition, flowDefinition } from '../../../studio/definition';
import { RESUME_CONVERSATION } from '../../../studio/resume-conversation';
import { readForm } from '../../core/body';
import { iso } from '../../core/dates';
import { notFound, type Router, TwilioError, type TwilioRequest, type TwilioResponse } from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import { holds } from '../../core/unknowns';
import type { Flow, World } from '../../core/world';
import { type DefinitionError, validateDefinition } from './validate';

const HOST = 'studio.twilio.com';

const status = z.enum(['draft', 'published']);
const created = z.object({
	FriendlyName: z.string().min(1),
	Status: status,
	Definition: z.string().min(1),
	CommitMessage: z.string().default(''),
});
const updated = created.partial().required({ Status: true });

/** An invalid definition: https://www.twilio.com/docs/api/errors/81022, with every fault in `details.errors`. */
class InvalidDefinition extends TwilioError {
	constructor(private readonly errors: readonly DefinitionError[]) {
		super(400, 81022, 'Flow definition validation failed');
	}

	override toResponse(): TwilioResponse {
		const { status, body } = super.toResponse();
		return { status, body: { ...Object(body), details: { errors: this.errors, warnings: [] } } };
	}
}

/**
 * Adds a published flow to the world, as if it had been deployed.
 * @throws TwilioError 400 when Studio would reject the definition
 */
export function addFlow(world: World, definition: FlowDefinition, friendlyName = 'flow'): Flow {
	const flow: Flow = { sid: sid('FW'), friendlyName, revisions: [] };
	addRevision(world, flow, { text: JSON.stringify(definition), status: 'published' });
	world.flows.set(flow.sid, flow);
	return flow;
}

/** The flow with this SID, or Twilio's 404. */
export function findFlow(world: World, flowSid: string | undefined, request: TwilioRequest): Flow {
	const flow = world.flows.get(flowSid ?? '');
	if (!flow) throw notFound(request.path);
	return flow;
}

/**
 * Flows: create, list, fetch, update, validate, delete (its executions with it). Revisions: list, fetch. An update adds a revision and keeps the SID.
 *
 * GUESS(draft-rules): a draft must follow the same rules as a published flow. The field `valid` suggests that Studio
 * stores invalid drafts and marks them; creating one on a live account would settle it.
 */
export function addFlows(router: Router, world: World): void {
	const url = (flow: Flow) => `https://${HOST}/v2/Flows/${flow.sid}`;

	const viewRevision = (flow: Flow, number: number, request: TwilioRequest) => {
		const found = flow.revisions[number - 1];
		if (!found) throw notFound(request.path);
		return {
			sid: flow.sid,
			account_sid: world.account.accountSid,
			author_sid: null,
			friendly_name: flow.friendlyName,
			definition: holds(world, 'flow-comes-back') ? found.definition : { ...found.definition, notes: [] },
			status: found.status,
			revision: number,
			commit_message: found.commitMessage,
			valid: true,
			errors: [],
			date_created: iso(flow.revisions[0]?.dateCreated ?? found.dateCreated),
			date_updated: iso(found.dateCreated),
			url: `${url(flow)}/Revisions/${number}`,
		};
	};
	const view = (flow: Flow, request: TwilioRequest) => ({
		...viewRevision(flow, flow.revisions.length, request),
		warnings: [],
		webhook_url: `https://webhooks.twilio.com/v1/Accounts/${world.account.accountSid}/Flows/${flow.sid}`,
		url: url(flow),
		links: {
			revisions: `${url(flow)}/Revisions`,
			executions: `${url(flow)}/Executions`,
			test_users: `${url(flow)}/TestUsers`,
		},
	});

	router
		.on('POST', HOST, '/v2/Flows/Validate', (request) => {
			check(world, readForm(request, created).Definition);
			return { status: 200, body: { valid: true } };
		})
		.on('POST', HOST, '/v2/Flows', (request) => {
			const form = readForm(request, created);
			const flow: Flow = { sid: sid('FW'), friendlyName: form.FriendlyName, revisions: [] };
			addRevision(world, flow, {
				text: form.Definition,
				status: form.Status,
				commitMessage: form.CommitMessage,
			});
			world.flows.set(flow.sid, flow);
			return { status: 201, body: view(flow, request) };
		})
		.on('GET', HOST, '/v2/Flows', (request) => {
			const flows = [...world.flows.values()].reverse();
			return classicPage(
				request,
				'flows',
				flows.map((flow) => view(flow, request)),
			);
		})
		.on('GET', HOST, '/v2/Flows/{flowSid}', (request, { flowSid }) => {
			return { status: 200, body: view(findFlow(world, flowSid, request), request) };
		})
		.on('POST', HOST, '/v2/Flows/{flowSid}', (request, { flowSid }) => {
			const flow = findFlow(world, flowSid, request);
			const form = readForm(request, updated);
			// Without a definition, the new revision has the latest one.
			const definition = form.Definition ?? JSON.stringify(flow.revisions.at(-1)?.definition);
			addRevision(world, flow, {
				text: definition,
				status: form.Status,
				commitMessage: form.CommitMessage ?? '',
			});
			flow.friendlyName = form.FriendlyName ?? flow.friendlyName;
			return { status: 200, body: view(flow, request) };
		})
		.on('DELETE', HOST, '/v2/Flows/{flowSid}', (request, { flowSid }) => {
			const { sid: deleted } = findFlow(world, flowSid, request);
			world.flows.delete(deleted);
			for (const { sid, flowSid: of } of world.executions.values()) {
				if (of === deleted) world.executions.delete(sid);
			}
			return { status: 204 };
		})
		.on('GET', HOST, '/v2/Flows/{flowSid}/Revisions', (request, { flowSid }) => {
			const flow = findFlow(world, flowSid, request);
			const numbers = flow.revisions.map((_, index) => index + 1).reverse();
			return classicPage(
				request,
				'revisions',
				numbers.map((number) => viewRevision(flow, number, request)),
			);
		})
		.on('GET', HOST, '/v2/Flows/{flowSid}/Revisions/{revision}', (request, { flowSid, revision: wanted }) => {
			const flow = findFlow(world, flowSid, request);
			const published = flow.revisions.findLastIndex((each) => each.status === 'published') + 1;
			const named = new Map([
				['LatestPublished', published],
				['LatestRevision', flow.revisions.length],
			]);
			const number = named.get(wanted ?? '') ?? Number(wanted);
			return { status: 200, body: viewRevision(flow, number, request) };
		});
}

/** @throws InvalidDefinition */
function check(world: World, text: string): FlowDefinition {
	const result = validateDefinition(text);
	const errors = 'errors' in result ? result.errors : refusals(world, result.definition);
	if ('errors' in result || errors.length > 0) throw new InvalidDefinition(errors);
	return result.definition;
}

/** What a world refuses that answers a guess the other way. */
function refusals(world: World, { states }: FlowDefinition): DefinitionError[] {
	return states.flatMap(({ type }, index) => {
		const isRefused =
			(type === RESUME_CONVERSATION.type && !holds(world, 'resume-conversation')) ||
			(type === 'send-to-flex' && !holds(world, 'flow-validates'));
		return isRefused ? [{ property_path: `#/states/${index}/type`, message: `${type} is invalid` }] : [];
	});
}

interface NewRevision {
	readonly text: string;
	readonly status: 'draft' | 'published';
	readonly commitMessage?: string;
}

function addRevision(world: World, flow: Flow, { text, status, commitMessage = '' }: NewRevision): void {
	const isUnchecked = status === 'draft' && !holds(world, 'draft-rules');
	const definition = isUnchecked ? flowDefinition.parse(JSON.parse(text)) : check(world, text);
	flow.revisions.push({ definition, status, commitMessage, dateCreated: new Date() });
}
