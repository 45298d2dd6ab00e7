/**
 * Why a call did not reach the queue: what Twilio requested when the AI session ended, and what it received.
 * @module
 */
import { isOngoing } from '../../account/call';
import { ACTION_URL, AGENT_LOG, IF_ASKED, LATER, PUBLISH } from '../advice';
import { type Facts, hasTask, wasReleased } from '../facts';
import { isSessionEndOnly } from '../handoffs';
import { type CallRequest, isFlow, isPlaced, isRefused, sessionEndIn, whatIsAt } from '../read/call';
import { found } from '../trace';
import { ok, type Rule, unknown, wrong } from './rule';

const APPLICATION_ERROR = 'The customer heard that an application error has occurred, and the call ended.';
/** `QueueResult` of a queue that did not accept the call: https://www.twilio.com/docs/voice/twiml/enqueue */
const QUEUE_FAILURES = ['error', 'system-error', 'queue-full'];

const refused = ({ requests }: Facts) => requests?.find(isRefused);
const refusedByFlow = (facts: Facts) => {
	const request = refused(facts);
	return request && isFlow(request) ? request : undefined;
};

/** A response that did not put the caller into a queue, or the queue's own; the flow's steps show more of it. */
function notEnqueued({ requests, execution }: Facts): CallRequest | undefined {
	if (execution) return undefined;
	return requests?.find(
		({ end, enqueues, queueResult = '' }) =>
			(end?.isHandoff && !enqueues) || QUEUE_FAILURES.includes(queueResult),
	);
}

/** How the AI session of a call ended, when nothing else is known about the call. */
function endOf(facts: Facts) {
	const { isCall, execution, requests } = facts;
	if (!isCall || hasTask(facts) || (execution && !isSessionEndOnly(execution))) return undefined;
	return execution?.end ?? sessionEndIn(requests);
}

/** Of a call of which Twilio shows no end of an AI session, and nothing that followed. */
const isSilent = (facts: Facts) =>
	facts.isCall && !facts.execution && !hasTask(facts) && !endOf(facts) && !refused(facts);
const isInProgress = (facts: Facts) => {
	const call = found(facts.call);
	return call !== undefined && isOngoing(call);
};
/** It may be in a queue, or have been in a flow. */
const isSearched = ({ search, unread }: Facts) => search !== 'incomplete' && !unread.has('TaskRouter');
const isLost = (facts: Facts) => isSilent(facts) && wasReleased(facts) === true && isSearched(facts);
const isPlacedCall = ({ call }: Facts) => isPlaced(found(call));

export const CALL: readonly Rule[] = [
	wrong(
		'placed_call_refused',
		'Voice',
		(facts) => isPlacedCall(facts) && (refusedByFlow(facts) !== undefined || isLost(facts)),
		{
			// Where Twilio does not show the request, it can only be concluded.
			what: (facts) =>
				`${refused(facts) ? 'Studio refused' : 'Studio most likely refused'} the call, because the virtual agent placed it.`,
			at: (facts) => refused(facts)?.at,
			impact: APPLICATION_ERROR,
			advice:
				'Make https://…/handoff of this project the action URL of the voice channel (docs/api.md, Voice through /handoff).',
		},
	),
	wrong('flow_is_draft', 'Voice', (facts) => !!refusedByFlow(facts) && facts.flow?.flexWidgets === 'draft', {
		what: ({ flow }) => `Flow ${flow?.sid} is only a draft, so Studio refused the call.`,
		at: (facts) => refused(facts)?.at,
		impact: APPLICATION_ERROR,
		advice: PUBLISH,
	}),
	wrong('url_refused', 'Voice', (facts) => refused(facts) !== undefined, {
		what: (facts) =>
			`Twilio requested ${whatIsAt(refused(facts))} for the call and received ${refused(facts)?.status}.`,
		at: (facts) => refused(facts)?.at,
		impact: APPLICATION_ERROR,
		advice:
			'Check with npx handoff doctor that the Functions respond and that the flow in TWILIO_STUDIO_HANDOFF_FLOW_SID is published. For any other URL, see the log of that application.',
	}),
	wrong('not_enqueued', 'Voice', (facts) => notEnqueued(facts) !== undefined, {
		what: (facts) => {
			const { queueResult } = notEnqueued(facts) ?? {};
			if (queueResult) return `The queue didn’t accept the call (QueueResult ${queueResult}).`;
			return `The response from ${whatIsAt(notEnqueued(facts))} didn’t put the caller into the queue.`;
		},
		at: (facts) => notEnqueued(facts)?.at,
		impact: 'The caller heard an apology or the fallback number ring, and didn’t reach an agent.',
		advice:
			'Check TWILIO_FLEX_WORKFLOW_SID with npx handoff doctor. To set it in the Functions: npx handoff deploy.',
	}),
	wrong(
		'session_broke_off',
		'Voice',
		(facts) => endOf(facts)?.isHandoff === false && wasReleased(facts) === true,
		{
			what: 'The virtual agent started a handoff of the call, but its session ended without HandoffData.',
			at: ({ execution }) => execution?.startedAt,
			impact: 'The call ended before it reached an agent.',
			advice:
				'If the caller did not hang up at that moment, check the virtual agent’s log for why the connection to ConversationRelay broke.',
		},
	),
	wrong('call_not_handed_over', 'Voice', (facts) => isLost(facts) && !isInProgress(facts), {
		what: 'The virtual agent released the call, but it reached neither the flow nor a queue.',
		impact: 'The caller doesn’t reach an agent.',
		advice: `${AGENT_LOG} ${ACTION_URL} ${LATER}`,
	}),
];

export const NO_HANDOFF_OF_CALL: Rule = ok(
	'no_handoff_of_call',
	(facts) => endOf(facts)?.isHandoff === false,
	'Not a handoff: the AI session ended without HandoffData, or with HandoffData that says the call is over. No task was created.',
);

/** When no problem with a call is known. */
export const QUIET_CALL: Rule = unknown(
	'no_call_handoff',
	'Voice',
	isSilent,
	(facts) => {
		const state = isInProgress(facts) ? 'The call is still in progress. ' : '';
		return wasReleased(facts)
			? `${state}The virtual agent released the call; the handoff may still be in progress.`
			: `${state}No handoff of the call was found.`;
	},
	(facts) => `${wasReleased(facts) ? AGENT_LOG : IF_ASKED} ${LATER}`,
);
