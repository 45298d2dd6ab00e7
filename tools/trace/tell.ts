/**
 * The facts in the order in which a handoff meets them: the first that is wrong is what went wrong.
 * @module
 */
import { callEntries } from './call';
import { brokenOff } from './call-not-started';
import { requestEntries } from './call-requests';
import { classicEntries, webhookEntries } from './classic';
import { conversationEntries, releaseEntries, statusEntries } from './conversation';
import { agentEntries, customerEntries, refusalEntry } from './customer';
import type { Facts } from './facts';
import { cutShort, endedWithoutHandoff, executionEntries, isCutShort } from './flow-steps';
import { notStartedEntries } from './not-started';
import { summaryEntries } from './summary';
import { taskEntries } from './task-entries';
import { failureOf, got, type Read, type TraceEntry } from './trace';
import { secondOf } from './values';

/** What became of the handoff, in the order in which a handoff goes. */
export function tell(facts: Facts, now: Date): TraceEntry[] {
	const { conversation, participants, chat, call, requests, task, people, summary } = facts;
	const { execution, search, isOutdated } = facts;
	const found = conversation && 'value' in conversation ? conversationEntries(conversation.value) : [];
	if (conversation && 'value' in conversation && !conversation.value) return found;
	const spoken = got(conversation);
	const bridged = got(facts.bridge);
	return [
		...failureOf(conversation),
		...found,
		...facts.othersNote,
		...failureOf(participants),
		...customerPart(facts),
		...whenRead(participants, agentEntries),
		...failureOf(chat),
		...whenRead(chat, (value) =>
			classicEntries(value, bridged && 'serviceSid' in bridged ? bridged.serviceSid : undefined, execution),
		),
		...(spoken ? statusEntries(spoken) : []),
		...failureOf(call),
		...whenRead(call, callEntries),
		...failureOf(requests),
		...whenRead(requests, (value) => requestEntries(value, got(call), execution !== undefined)),
		...search.failures,
		...(execution ? [] : search.doubts),
		...executionPart(facts, now),
		...facts.stepsFailure,
		...(isOutdated ? [] : webhookEntries(got(chat), execution)),
		...(task ? taskEntries(task, got(people), now) : []),
		...facts.taskFailures,
		...(task && spoken && !facts.isCall && !isOutdated ? releaseEntries(spoken) : []),
		...failureOf(people),
		...failureOf(summary),
		...whenRead(summary, (value) => summaryEntries(value, spoken, task, now)),
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

function executionPart(facts: Facts, now: Date): TraceEntry[] {
	const { execution, subject, task, taskFailures, isOutdated } = facts;
	if (!execution) {
		const isSought = subject.conversationId !== undefined || subject.callSid !== undefined;
		return isSought ? notStartedEntries(facts, now) : [];
	}
	const entries = [...facts.flowNote, ...executionEntries(execution, got(facts.chat)?.state === 'closed')];
	const isWithoutTask = !task && taskFailures.length === 0;
	if (isWithoutTask && isCutShort(execution)) return [...entries, cutShort(execution)];
	const isBroken = endedWithoutHandoff(execution) && !isOutdated && got(facts.conversation)?.letGo === true;
	return isBroken ? [...entries, brokenOff(execution.startedAt)] : entries;
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
			last = secondOf(entry.at) ?? last;
			return { entry, second: last };
		})
		.sort((a, b) => (a.second === b.second ? 0 : a.second - b.second))
		.map(({ entry }) => entry);
}
