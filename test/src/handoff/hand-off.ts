/**
 * A messaging handoff against a Twilio where everything works, except what a test changes.
 * @module
 */
import { handOffMessaging, parseMessagingHandoff } from '../../../src/handoff/messaging';
import type { Settings } from '../../../src/settings';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../../src/twilio/time-budget';
import { type Reply, Upstream } from '../../support/fakes';
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
export const EXECUTIONS = `POST /v2/Flows/${FLOW_SID}/Executions`;

/** What becomes of a messaging handoff: its result, how long it took, and the executions it started. */
export async function handOff(params: object, routes: Record<string, Reply> = {}, some: Settings = settings) {
	const upstream = Upstream.routing({
		[PARTICIPANTS]: { body: participantsPage([virtualAgent, customer]) },
		[CONVERSATION]: { body: conversation },
		[EXECUTIONS]: { status: 201, body: { sid: EXECUTION_SID, status: 'active' } },
		...routes,
	});
	const budget = new TimeBudget(REQUEST_BUDGET_MS, upstream.clock);
	const outcome = await upstream.clock.run(
		(async () =>
			handOffMessaging(parseMessagingHandoff({ ...params }), {
				settings: some,
				budget,
				twilio: (ofBudget) => upstream.twilio(ofBudget),
			}))(),
	);
	const started = upstream.requests
		.filter(({ method }) => method === 'POST')
		.map(({ body }) => new URLSearchParams(body));
	const [execution] = started;
	const parameters: unknown = JSON.parse(execution?.get('Parameters') ?? 'null');
	const patched = upstream.requests.filter(({ method }) => method === 'PATCH').length;
	return { ...outcome, started, patched, execution, parameters };
}
