/**
 * No flow ran: what that means depends on whether the virtual agent had let go of the customer. As long as it had not,
 * there may have been no handoff to run.
 * @module
 */
import { type CallRequest, goesOn, isPlaced, type TracedCall } from './call';
import { broughtHandoff, isRefused, placedCallRefused } from './call-requests';
import type { Facts } from './facts';
import { KEPT_MS } from './task-log';
import { got, note, type TraceEntry, uncertain, wrong } from './trace';

const AGENT_LOG = 'Look in the virtual agent’s log for its handoff tool, and for the answer that it got.';
const ACTION_URL = 'See that the action URL of the voice channel is the flow’s webhook or /handoff.';
const LOOK_IF_ASKED = `If the customer asked for a person: ${AGENT_LOG}`;

/** @param flow whether there is a flow that could have run */
export function notStartedEntries(
	facts: Facts,
	flow: 'there' | 'missing' | 'not set',
	now: Date,
): TraceEntry[] {
	if (got(facts.task)) {
		return [
			note('Studio', 'No flow ran: the handoff came to the queue without Studio, as through /handoff.'),
		];
	}
	return facts.isCall ? callEntries(facts) : chatEntries(facts, flow, now);
}

function chatEntries(
	{ conversation }: Facts,
	flow: 'there' | 'missing' | 'not set',
	now: Date,
): TraceEntry[] {
	const known = got(conversation);
	if (!known) return [note('Studio', 'No execution of the flow was found.')];
	const { letGo, updatedAt } = known;
	const nobody = 'The customer writes, and neither the virtual agent nor a person answers.';
	const waits =
		letGo === true ? nobody : 'A handoff has nowhere to go: the customer stays with the virtual agent.';
	if (flow === 'not set') {
		return [
			wrong(
				'Studio',
				'TWILIO_STUDIO_HANDOFF_FLOW_SID names no flow, so the virtual agent has none to start.',
				{
					consequence: waits,
					remedy:
						'Run npm run deploy: it makes the flow, and writes its SID into .env for the virtual agent.',
				},
			),
		];
	}
	if (flow === 'missing') {
		return [
			wrong('Studio', 'Studio has no flow TWILIO_STUDIO_HANDOFF_FLOW_SID.', {
				consequence: waits,
				remedy: 'Empty the setting and run npm run deploy, which finds or makes the flow and sets it.',
			}),
		];
	}
	if (updatedAt !== undefined && now.getTime() - Date.parse(updatedAt) > KEPT_MS) {
		return [note('Studio', 'There is no execution any more: Studio keeps them for 30 days.')];
	}
	if (letGo !== true) {
		const what =
			letGo === false
				? 'No flow ran, and the conversation is with the virtual agent: no handoff has begun, or one failed and the customer was given back.'
				: 'No flow ran, and whether the virtual agent let the customer go cannot be told.';
		return [uncertain('Studio', what, LOOK_IF_ASKED)];
	}
	return [
		wrong('Studio', 'The virtual agent let the customer go, but no flow started.', {
			at: updatedAt,
			consequence: nobody,
			remedy: `${AGENT_LOG} 401 means the wrong API key, 404 the wrong TWILIO_STUDIO_HANDOFF_FLOW_SID or a flow that is not published, 400 that To or From was missing, 409 that another handoff of this customer was under way.`,
		}),
	];
}

function callEntries(facts: Facts): TraceEntry[] {
	const { letGo } = got(facts.conversation) ?? {};
	const told = got(facts.requests) ?? [];
	const brought = broughtHandoff(told);
	// The answers to the requests tell more than their absence in Studio does.
	if (brought === true || told.some(isRefused)) return [];
	if (brought === false) return letGo === true ? [brokenOff()] : [];
	return [letGo === true ? lostCall(got(facts.call)) : quietCall(facts, told)];
}

function lostCall(call: TracedCall | undefined): TraceEntry {
	if (isPlaced(call)) return placedCallRefused();
	const what = 'The virtual agent let the call go, but it came neither into the flow nor into the queue.';
	return wrong('Studio', what, {
		consequence: 'No person in Flex hears of the caller.',
		remedy: `${AGENT_LOG} ${ACTION_URL} From 15 minutes after the call’s end on, this command shows what Twilio asked there.`,
	});
}

/** Nothing shows that the virtual agent ever let it go. */
function quietCall({ call: read, conversation }: Facts, told: readonly CallRequest[]): TraceEntry {
	const call = got(read);
	const unseen = 'No handoff of the call can be seen.';
	if (read && 'value' in read && !call && !got(conversation)) {
		return wrong('Voice', unseen, { remedy: 'Check the SID, and that it is of this account and region.' });
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
	return wrong('Voice', 'When the virtual agent’s session ended, Twilio had nobody to ask what to do next.', {
		consequence: 'A handoff of this call goes nowhere: no person in Flex hears of the caller.',
		remedy: ACTION_URL,
	});
}

/** The tool ran, and the session was gone before its payload was. */
export function brokenOff(at?: string): TraceEntry {
	return wrong(
		'Voice',
		'The virtual agent began to hand the call over, but its session ended without HandoffData.',
		{
			at,
			consequence: 'The call ended before a person was asked for.',
			remedy:
				'If the caller did not hang up in that moment, look in the virtual agent’s log for why the connection with ConversationRelay broke.',
		},
	);
}
