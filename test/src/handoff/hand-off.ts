/**
 * A messaging handoff against a Twilio where everything works, except what a test changes.
 * @module
 */
import { handOffMessaging } from '../../../src/handoff/messaging';
import { parseMessagingHandoff } from '../../../src/handoff/messaging-request';
import type { Settings } from '../../../src/settings';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Routes, Upstream } from '../../support/fakes';
import {
	CONVERSATION_ID,
	conversation,
	customer,
	EXECUTION_SID,
	FLOW_SID,
	participantsPage,
	settings,
	virtualAgent,
} from '../../support/fixtures';

export const PARTICIPANTS = `GET /v2/Conversations/${CONVERSATION_ID}/Participants`;
export const CONVERSATION = `GET /v2/Conversations/${CONVERSATION_ID}`;
/** Where the claim is made that lets a handoff happen once. */
const CLAIMS = 'POST /v1/Services/default/Documents';
export const EXECUTIONS = `POST /v2/Flows/${FLOW_SID}/Executions`;

/** What becomes of a messaging handoff: its result, how long it took, and the executions it started. */
export async function handOff(params: object, routes: Routes = {}, some: Settings = settings) {
	const upstream = Upstream.routing({
		[PARTICIPANTS]: { body: participantsPage([virtualAgent, customer]) },
		[CONVERSATION]: { body: conversation },
		[CLAIMS]: { status: 201, body: { sid: 'ET1', revision: '0', data: {} } },
		[EXECUTIONS]: { status: 201, body: { sid: EXECUTION_SID, status: 'active' } },
		...routes,
	});
	return handOffThrough(upstream, params, some);
}

/** The same against any Twilio. */
export async function handOffThrough(upstream: Upstream, params: object, own: Settings = settings) {
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const outcome = await upstream.clock.run(
		(async () =>
			handOffMessaging(parseMessagingHandoff({ ...params }), {
				settings: own,
				budget,
				twilio: (some = budget) => upstream.twilio(some),
			}))(),
	);
	const started = upstream.requests
		.filter(({ method, path }) => `${method} ${path}` === EXECUTIONS)
		.map(({ body }) => new URLSearchParams(body));
	const [execution] = started;
	const parameters: unknown = JSON.parse(execution?.get('Parameters') ?? 'null');
	const patches = upstream.requests
		.filter(({ method }) => method === 'PATCH')
		.map(({ body }): unknown => JSON.parse(body));
	const requests = upstream.requests.map(({ method, path }) => `${method} ${path}`);
	return { ...outcome, requests, started, patches, patched: patches.length, execution, parameters };
}
