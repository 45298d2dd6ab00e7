/**
 * No execution was found: what that means depends on whether the virtual agent had released the customer. As long as it
 * had not, there may have been no handoff.
 * @module
 */
import { FLOW_SETTING } from '../account/flow';
import { AGENT_LOG, IF_ASKED } from './advice';
import { isOngoing, isPlaced } from './call';
import type { Search } from './handoffs';
import type { Facts } from './read';
import { isRefused, placedCallRefused, sessionEndIn } from './requests';
import { KEPT_MS } from './task';
import { found, note, type TraceEntry, wrong } from './trace';

const UNSERVED = 'The customer waits, and neither the virtual agent nor an agent in Flex replies.';
const ACTION_URL = 'Check that the action URL of the voice channel is the flow’s webhook or /handoff.';
const LATER = 'From 15 minutes after the call’s end, this command shows what Twilio requested then.';

/** TAC waits for its POST to Studio for 10 s (contract of `post_studio_handoff`, tac/tools/handoff.py). */
const ON_ITS_WAY_MS = 20_000;

/** Of a handoff without an execution. @param isTaskKnown whether a task that was not found does not exist */
export function notStartedEntries(facts: Facts, isTaskKnown: boolean, now: Date): TraceEntry[] {
	if (facts.hasTask) {
		return [note('Studio', `${notFound(facts.search)} The task was created by another flow or by /handoff.`)];
	}
	return facts.isCall ? callEntries(facts, isTaskKnown) : chatEntries(facts, isTaskKnown, now);
}

/** @example notFound(search) // 'No execution found in flow FW… (TWILIO_STUDIO_HANDOFF_FLOW_SID).' */
function notFound({ flowSid, status }: Search): string {
	if (status === 'missing') return `Flow ${flowSid} (${FLOW_SETTING}) not found.`;
	if (flowSid === undefined) return `${FLOW_SETTING} names no flow to search.`;
	const doubt = status === 'incomplete' ? ', but not all could be read' : '';
	return `No execution found in flow ${flowSid} (${FLOW_SETTING})${doubt}.`;
}

function chatEntries(facts: Facts, isTaskKnown: boolean, now: Date): TraceEntry[] {
	const { search, isOutdated } = facts;
	const conversation = found(facts.conversation);
	const what = notFound(search);
	if (!conversation) return [note('Studio', what)];
	const { updatedAt } = conversation;
	const isReleased = isOutdated ? undefined : conversation.isReleased;
	if (search.status === 'incomplete') {
		return [note('Studio', what, undefined, isReleased === true ? AGENT_LOG : IF_ASKED)];
	}
	// It may have reached an agent in another way than through this flow, and only TaskRouter knows.
	if (isReleased !== false && !isTaskKnown) return [note('Studio', what)];
	if (search.status !== 'searched') {
		return [
			wrong('Studio', what, {
				impact:
					isReleased === true
						? UNSERVED
						: 'A handoff has no target: the customer stays with the virtual agent.',
				advice: `${search.status === 'missing' ? 'Empty the setting and run' : 'Run'} npx handoff deploy: it finds or creates the flow and writes its SID into .env for the virtual agent.`,
			}),
		];
	}
	const age = updatedAt === undefined ? undefined : now.getTime() - Date.parse(updatedAt);
	if (age !== undefined && age > KEPT_MS) {
		return [note('Studio', 'No execution found: Studio keeps executions for 30 days.')];
	}
	if (isReleased !== true) {
		const why =
			isReleased === false
				? 'The conversation is with the virtual agent: no handoff has begun, or one failed and the virtual agent got the customer back.'
				: 'Whether the virtual agent released the customer is not known.';
		return [note('Studio', `${what} ${why}`, undefined, IF_ASKED)];
	}
	if (age !== undefined && age < ON_ITS_WAY_MS) {
		const just = 'The virtual agent has just released the customer; no execution has started yet.';
		return [note('Studio', just, undefined, 'Run this again in a minute.')];
	}
	return [
		wrong('Studio', `The virtual agent released the customer. ${what}`, {
			at: updatedAt,
			impact: UNSERVED,
			advice: `${AGENT_LOG} 401: wrong API key. 404: wrong ${FLOW_SETTING}, or the flow is not published. 400: To or From is missing. 409: another handoff of this customer was in progress. If the virtual agent uses another flow, trace the handoff with that flow in .env.`,
		}),
	];
}

/** Of a call, what Twilio requested when the AI session ended matters more than Studio's executions. */
function callEntries(facts: Facts, isTaskKnown: boolean): TraceEntry[] {
	const { requests = [], isOutdated, search } = facts;
	const call = found(facts.call);
	const conversation = found(facts.conversation);
	const isReleased = !isOutdated && conversation?.isReleased === true;
	const end = sessionEndIn(requests);
	if (end?.isHandoff || requests.some(isRefused)) return [];
	if (end) return isReleased ? [brokenOff()] : [];
	if (!isReleased) return [quietCall(facts)];
	// It may be in a queue, or have been in a flow.
	if (!isTaskKnown || search.status === 'incomplete') {
		return [note('Studio', `The virtual agent released the call. ${notFound(search)}`, undefined, AGENT_LOG)];
	}
	if (isPlaced(call)) return [placedCallRefused()];
	if (call && isOngoing(call)) {
		const what =
			'The virtual agent released the call, which is still in progress: the handoff may not be complete.';
		return [note('Studio', what, undefined, `Run this again in a minute. ${AGENT_LOG}`)];
	}
	return [
		wrong('Studio', 'The virtual agent released the call, but it reached neither the flow nor a queue.', {
			impact: 'No agent in Flex receives the caller.',
			advice: `${AGENT_LOG} ${ACTION_URL} ${LATER}`,
		}),
	];
}

/** Nothing shows that the virtual agent released it. */
function quietCall(facts: Facts): TraceEntry {
	const call = found(facts.call);
	const conversation = found(facts.conversation);
	const what = 'No handoff of the call was found.';
	if (facts.call === 'missing' && !conversation) {
		return wrong('Voice', 'Call not found.', {
			advice: 'Check the SID, and that it belongs to this account and region.',
		});
	}
	if (call && isOngoing(call)) return note('Voice', `The call is in progress. ${what}`, undefined, IF_ASKED);
	if (call?.status !== 'completed' || !facts.requests?.length) {
		return note('Voice', what, undefined, `${IF_ASKED} ${LATER}`);
	}
	if (!conversation) return note('Voice', `${what} It had no AI session.`, undefined, IF_ASKED);
	return wrong('Voice', 'When the AI session ended, Twilio had no action URL to request.', {
		impact: 'A handoff of this call has no target: no agent in Flex receives the caller.',
		advice: ACTION_URL,
	});
}

/** The handoff tool ran, but the session ended before its payload arrived. */
export function brokenOff(at?: string): TraceEntry {
	return wrong(
		'Voice',
		'The virtual agent began a handoff of the call, but its session ended without HandoffData.',
		{
			at,
			impact: 'The call ended before it reached an agent in Flex.',
			advice:
				'If the caller did not hang up at that moment, check the virtual agent’s log for why the connection to ConversationRelay broke.',
		},
	);
}
