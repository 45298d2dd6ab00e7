/**
 * The facts in the order in which a handoff meets them: the first that is wrong is what went wrong.
 * @module
 */
import { callEntries } from './call';
import { requestEntries } from './call-requests';
import { classicEntries, webhookEntries } from './classic';
import { conversationEntries, releaseEntries, statusEntries } from './conversation';
import { agentEntries, customerEntries, refusalEntry } from './customer';
import type { Execution } from './execution';
import type { Facts } from './facts';
import { cutShort, executionEntries, isCutShort, isMereEnd } from './flow-steps';
import { brokenOff, notStartedEntries } from './not-started';
import { summaryEntries } from './summary';
import { taskEntries } from './task-entries';
import { failureOf, got, type Read, type TraceEntry } from './trace';

/** What became of the handoff, in the order in which a handoff goes. */
export function tell(facts: Facts, now: Date): TraceEntry[] {
	const { conversation, participants, chat, execution, call, requests, task, people, summary } = facts;
	const found = conversation && 'value' in conversation ? conversationEntries(conversation.value) : [];
	if (conversation && 'value' in conversation && !conversation.value) return found;
	const ran = got(execution)?.execution;
	const spoken = got(conversation);
	const bridged = got(facts.bridge);
	const story = got(task);
	return [
		...failureOf(conversation),
		...found,
		...failureOf(participants),
		...customerPart(facts),
		...whenRead(participants, agentEntries),
		...failureOf(chat),
		...whenRead(chat, (value) =>
			classicEntries(value, bridged && 'serviceSid' in bridged ? bridged.serviceSid : undefined, ran),
		),
		...(spoken ? statusEntries(spoken) : []),
		...failureOf(call),
		...whenRead(call, callEntries),
		...failureOf(requests),
		...whenRead(requests, (value) => requestEntries(value, got(call), ran !== undefined)),
		...failureOf(execution),
		...executionPart(facts, ran, now),
		...facts.stepsFailure,
		...webhookEntries(got(chat), ran),
		...failureOf(task),
		...(story ? taskEntries(story, got(people), now) : []),
		...(story && spoken && !facts.isCall ? releaseEntries(spoken) : []),
		...facts.logFailure,
		...failureOf(people),
		...failureOf(summary),
		...whenRead(summary, (value) => summaryEntries(value, spoken, story, now)),
	];
}

/** A chat without a bridge mostly shows at its customer already: that is one fault, told once. */
function customerPart({ choice, bridge }: Facts): TraceEntry[] {
	const bridged = got(bridge);
	const told = choice && 'refusal' in choice && choice.refusal.code === 'not_bridged';
	return [
		...(choice ? customerEntries(choice) : []),
		...failureOf(bridge),
		...(bridged && 'refusal' in bridged && !told ? [refusalEntry(bridged.refusal)] : []),
	];
}

function executionPart(facts: Facts, ran: Execution | undefined, now: Date): TraceEntry[] {
	const found = got(facts.execution);
	if (!found) return [];
	if (found.execution === undefined) {
		const { conversationId, callSid } = facts.subject;
		const isSought = conversationId !== undefined || callSid !== undefined;
		return isSought ? notStartedEntries(facts, found.flow, now) : [];
	}
	const entries = executionEntries(found.execution, got(facts.chat)?.state === 'closed');
	if (ran && !got(facts.task) && isCutShort(ran)) return [...entries, cutShort(ran)];
	const isBroken = ran && isMereEnd(ran) && got(facts.conversation)?.letGo === true;
	return isBroken ? [...entries, brokenOff(ran.startedAt)] : entries;
}

function whenRead<T>(read: Read<T> | undefined, entries: (value: T) => TraceEntry[]): TraceEntry[] {
	return read && 'value' in read ? entries(read.value) : [];
}

/**
 * In the order of time. A whole second is the finest that all products tell, so what shares one keeps the order of
 * the handoff, as does what has no time, which stays with the entry before it.
 */
export function inTime(entries: readonly TraceEntry[]): TraceEntry[] {
	let last = Number.NEGATIVE_INFINITY;
	return entries
		.map((entry) => {
			last = entry.at === undefined ? last : Math.floor(Date.parse(entry.at) / 1000);
			return { entry, second: last };
		})
		.sort((a, b) => (a.second === b.second ? 0 : a.second - b.second))
		.map(({ entry }) => entry);
}
