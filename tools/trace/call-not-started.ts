/**
 * A call that no flow ran for: what that means depends on what Twilio asked when the virtual agent's session ended, and
 * on whether the virtual agent had let go of the caller.
 * @module
 */
import { AGENT_LOG, LOOK_IF_ASKED } from './advice';
import { type CallRequest, goesOn, isPlaced } from './call';
import { broughtHandoff, isRefused, placedCallRefused } from './call-requests';
import type { Facts } from './facts';
import { isSearched } from './search-extent';
import { got, type TraceEntry, uncertain, wrong } from './trace';

const ACTION_URL = 'See that the action URL of the voice channel is the flow’s webhook or /handoff.';

/** Without a flow and without a task. */
export function callNotStarted(facts: Facts): TraceEntry[] {
	// Of another handoff, the conversation tells nothing about this call.
	const letGo = facts.isOutdated ? undefined : got(facts.conversation)?.letGo;
	const told = got(facts.requests) ?? [];
	const brought = broughtHandoff(told);
	// The answers to the requests tell more than their absence in Studio does.
	if (brought === true || told.some(isRefused)) return [];
	if (brought === false) return letGo === true ? [brokenOff()] : [];
	return [letGo === true ? lostCall(facts) : quietCall(facts, told)];
}

function lostCall({ call, search, taskFailures }: Facts): TraceEntry {
	// It may be in a queue, or have been in a flow, all the same.
	if (taskFailures.length > 0 || !isSearched(search)) {
		return uncertain('Studio', 'The virtual agent let the call go; where it went cannot be told.', AGENT_LOG);
	}
	const known = got(call);
	if (isPlaced(known)) return placedCallRefused();
	if (known && goesOn(known)) {
		const what = 'The virtual agent let the call go, and the call goes on: it may still be on its way.';
		return uncertain('Studio', what, `Run this again in a minute. ${AGENT_LOG}`);
	}
	const what = 'The virtual agent let the call go, but it came neither into the flow nor into the queue.';
	return wrong('Studio', what, {
		impact: 'No person in Flex hears of the caller.',
		advice: `${AGENT_LOG} ${ACTION_URL} From 15 minutes after the call’s end on, this command shows what Twilio asked there.`,
	});
}

/** Nothing shows that the virtual agent ever let it go. */
function quietCall({ call: read, conversation }: Facts, told: readonly CallRequest[]): TraceEntry {
	const call = got(read);
	const unseen = 'No handoff of the call can be seen.';
	if (read && 'value' in read && !call && !got(conversation)) {
		return wrong('Voice', unseen, { advice: 'Check the SID, and that it is of this account and region.' });
	}
	if (call && goesOn(call)) {
		return uncertain('Voice', `The call goes on. ${unseen}`, LOOK_IF_ASKED);
	}
	if (call?.status !== 'completed' || told.length === 0) {
		return uncertain(
			'Voice',
			unseen,
			`${LOOK_IF_ASKED} From 15 minutes after the call’s end on, this command shows what Twilio asked when the virtual agent’s session ended.`,
		);
	}
	if (!got(conversation)) {
		return uncertain('Voice', 'No virtual agent’s session is seen in this call.', LOOK_IF_ASKED);
	}
	return wrong('Voice', 'When the virtual agent’s session ended, Twilio had nobody to ask what to do next.', {
		impact: 'A handoff of this call goes nowhere: no person in Flex hears of the caller.',
		advice: ACTION_URL,
	});
}

/** The tool ran, and the session was gone before its payload was. */
export function brokenOff(at?: string): TraceEntry {
	return wrong(
		'Voice',
		'The virtual agent began to hand the call over, but its session ended without HandoffData.',
		{
			at,
			impact: 'The call ended before a person was asked for.',
			advice:
				'If the caller did not hang up in that moment, look in the virtual agent’s log for why the connection with ConversationRelay broke.',
		},
	);
}
