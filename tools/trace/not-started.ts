/**
 * No flow ran: what that means depends on whether the virtual agent had let go of the customer. As long as it had not,
 * there may have been no handoff to run.
 * @module
 */
import { AGENT_LOG, LOOK_IF_ASKED } from './advice';
import { callNotStarted } from './call-not-started';
import type { Facts } from './facts';
import { isSearched, unsearched } from './search-extent';
import { KEPT_MS } from './task-log';
import { got, note, type TraceEntry, uncertain, wrong } from './trace';

const NOBODY = 'The customer writes, and neither the virtual agent nor a person answers.';

/** TAC waits for its POST to Studio for 10 s (contract of `post_studio_handoff`, tac/tools/handoff.py). */
const ON_ITS_WAY_MS = 20_000;

/** Of a handoff without an execution. */
export function notStartedEntries(facts: Facts, now: Date): TraceEntry[] {
	const { search, task, isCall } = facts;
	if (task) {
		const how = isCall ? ', as through /handoff' : '';
		const what = `No flow ran: it came to the queue without Studio${how}.`;
		return [note('Studio', isSearched(search) ? what : unsearched(search))];
	}
	return isCall ? callNotStarted(facts) : chatNotStarted(facts, now);
}

function chatNotStarted({ conversation, search, taskFailures, isOutdated }: Facts, now: Date): TraceEntry[] {
	const known = got(conversation);
	if (!known) return [note('Studio', 'No execution of the flow was found.')];
	const { letGo, updatedAt } = { ...known, ...(isOutdated && { letGo: undefined }) };
	if (!isSearched(search)) return [notFound(unsearched(search), letGo)];
	// It may have come to a person in another way than through Studio, and only TaskRouter knows.
	if (letGo !== false && taskFailures.length > 0) return [note('Studio', 'No flow ran.')];
	const waits =
		letGo === true ? NOBODY : 'A handoff has nowhere to go: the customer stays with the virtual agent.';
	const { status } = search.flow;
	if (status === 'not set' || status === 'malformed') {
		return [
			wrong(
				'Studio',
				'TWILIO_STUDIO_HANDOFF_FLOW_SID names no flow, so the virtual agent has none to start.',
				{
					impact: waits,
					advice:
						'Run npm run deploy: it makes the flow, and writes its SID into .env for the virtual agent.',
				},
			),
		];
	}
	if (status === 'missing') {
		return [
			wrong('Studio', 'Studio has no flow TWILIO_STUDIO_HANDOFF_FLOW_SID.', {
				impact: waits,
				advice: 'Empty the setting and run npm run deploy, which finds or makes the flow and sets it.',
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
	if (updatedAt !== undefined && now.getTime() - Date.parse(updatedAt) < ON_ITS_WAY_MS) {
		const what = 'The virtual agent has just let the customer go; no flow has started yet.';
		return [uncertain('Studio', what, 'Run this again in a minute.')];
	}
	return [
		wrong('Studio', 'The virtual agent let the customer go, but no flow started.', {
			at: updatedAt,
			impact: NOBODY,
			advice: `${AGENT_LOG} 401 means the wrong API key, 404 the wrong TWILIO_STUDIO_HANDOFF_FLOW_SID or a flow that is not published, 400 that To or From was missing, 409 that another handoff of this customer was under way.`,
		}),
	];
}

/** Another flow may have run: what failed in it would be shown if it were known. */
function notFound(what: string, letGo: boolean | undefined): TraceEntry {
	const look =
		'If an execution is known (Console, Studio, a flow, Executions), follow that: npm run doctor -- --conversation FN….';
	return uncertain('Studio', what, `${look} ${letGo === true ? AGENT_LOG : LOOK_IF_ASKED}`);
}
