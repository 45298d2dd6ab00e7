/**
 * No flow ran for the handoff: what that means depends on whether the virtual agent had let go of the customer.
 * @module
 */
import { isPlaced } from './call';
import { broughtHandoff, isRefused, placedCallRefused } from './call-requests';
import type { Execution } from './execution';
import type { Facts } from './facts';
import { KEPT_MS } from './task-log';
import { got, note, type TraceEntry, wrong } from './trace';

const AGENT_LOG = 'Look in the virtual agent’s log for its handoff tool, and for the answer that it got.';

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
	const waits = letGo === false ? 'The customer is still with the virtual agent.' : nobody;
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
	if (letGo === false) {
		return [
			wrong('Studio', 'No flow ran, and the virtual agent serves the conversation.', {
				consequence:
					'Either the virtual agent never began a handoff, or it failed and the customer was given back to it.',
				remedy: AGENT_LOG,
			}),
		];
	}
	if (letGo === undefined) {
		return [
			wrong('Studio', 'No flow ran for the conversation.', {
				consequence: 'If the virtual agent handed over, nobody heard of it.',
				remedy: AGENT_LOG,
			}),
		];
	}
	return [
		wrong('Studio', 'The virtual agent let the customer go, but no flow started.', {
			at: updatedAt,
			consequence: nobody,
			remedy: `${AGENT_LOG} 401 means the wrong API key, 404 the wrong TWILIO_STUDIO_HANDOFF_FLOW_SID or a flow that is not published, 400 that To or From was missing, 409 that another handoff of this customer was under way.`,
		}),
	];
}

function callEntries({ conversation, call, requests }: Facts): TraceEntry[] {
	const { letGo } = got(conversation) ?? {};
	const told = got(requests) ?? [];
	const brought = broughtHandoff(told);
	// The answers to the requests tell more than their absence in Studio does.
	if (brought === true || told.some(isRefused)) return [];
	if (brought === false) return letGo === true ? [brokenOff()] : [];
	if (isPlaced(got(call)) && letGo === true) return [placedCallRefused()];
	const what =
		letGo === true
			? 'The virtual agent let the call go, but it came neither into the flow nor into the queue.'
			: 'No handoff of the call can be seen.';
	return [
		wrong('Studio', what, {
			consequence: 'No person in Flex hears of the caller.',
			remedy: `${AGENT_LOG} See that the action URL of the voice channel is the flow’s webhook or /handoff. From 15 minutes after the call’s end on, this command shows what Twilio asked there.`,
		}),
	];
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

/** An execution that ended in the middle: somebody stopped it, or Studio did. */
export function cutShort({ steps }: Execution): TraceEntry {
	const last = steps.at(-1);
	return wrong(
		'Studio',
		`The flow ended at ${last?.to ?? 'its start'}, before it had sent anybody to Flex.`,
		{
			at: last?.at,
			consequence: 'No person in Flex hears of the customer, who was not told.',
			remedy:
				'Look in the execution’s log (Console, Studio, the flow, Executions) and in Console, Monitor, Logs, Errors for what ended it.',
		},
	);
}
