/**
 * The facts as entries, in the order of a handoff: the first one that is wrong is the cause.
 * @module
 */
import { callEntries } from './call';
import { classicEntry } from './classic';
import type { TracedConversation } from './conversation';
import {
	agentEntries,
	conversationEntries,
	customerEntry,
	givenBackEntries,
	refusalEntry,
	releaseEntries,
	statusEntry,
} from './conversation';
import { brokenOff, notStartedEntries } from './not-started';
import type { Facts } from './read';
import { requestEntries } from './requests';
import { cutShortEntries, executionEntries, failedStep, isMereEnd, stuckEntries } from './steps';
import { summaryEntry } from './summary';
import { taskEntries } from './task-entries';
import { fine, found, type TraceEntry } from './trace';
import { secondOf } from './values';

/** @param isTaskKnown whether a task that was not found does not exist */
export function entriesOf(facts: Facts, isTaskKnown: boolean, now: Date): TraceEntry[] {
	const { participants, chat, call, requests, task, summary, execution, isOutdated } = facts;
	if (facts.conversation === 'missing') return conversationEntries('missing');
	const conversation = facts.conversation;
	const serviceSid = facts.bridge && 'serviceSid' in facts.bridge ? facts.bridge.serviceSid : undefined;
	return [
		...(conversation ? conversationEntries(conversation) : []),
		...facts.others,
		...customerEntries(facts),
		...(participants ? agentEntries(participants) : []),
		...(chat ? [classicEntry(chat, serviceSid, execution)] : []),
		...(conversation ? [statusEntry(conversation)] : []),
		...(call ? callEntries(call) : []),
		...(requests ? requestEntries(requests, found(call), execution !== undefined) : []),
		...studioEntries(facts, isTaskKnown, now),
		...(task ? taskEntries(task, facts.agents, now) : []),
		...(facts.hasTask && !task ? [fine('TaskRouter', 'A task was created.')] : []),
		...(conversation && !facts.isCall && !isOutdated ? afterEntries(conversation, facts) : []),
		...(summary ? [summaryEntry(summary, conversation, task, now)] : []),
	];
}

/** A chat that is not connected mostly shows at its customer already: one fault, one entry. */
function customerEntries({ choice, bridge }: Facts): TraceEntry[] {
	const refusals = [choice, bridge].flatMap((each) => (each && 'refusal' in each ? [each.refusal] : []));
	return [
		...(choice && 'customer' in choice ? [customerEntry(choice.customer)] : []),
		...refusals.filter(({ code }, index) => index === 0 || code !== refusals[0]?.code).map(refusalEntry),
	];
}

/** Who has the customer after the handoff. */
function afterEntries(conversation: TracedConversation, { hasTask, task, execution }: Facts): TraceEntry[] {
	const isUntaken = task?.status === 'canceled' && !task.isAccepted;
	const isFailed = !hasTask && execution !== undefined && failedStep(execution) !== undefined;
	if (isUntaken || isFailed) return givenBackEntries(conversation);
	return hasTask ? releaseEntries(conversation) : [];
}

function studioEntries(facts: Facts, isTaskKnown: boolean, now: Date): TraceEntry[] {
	const { execution, subject, chat, conversation } = facts;
	if (!execution) {
		const isWanted = subject.conversationId !== undefined || subject.callSid !== undefined;
		return isWanted ? notStartedEntries(facts, isTaskKnown, now) : [];
	}
	const isBroken = isMereEnd(execution) && !facts.isOutdated && found(conversation)?.isReleased === true;
	return [
		...executionEntries(execution, found(chat)?.state === 'closed'),
		...(!facts.hasTask && isTaskKnown ? cutShortEntries(execution) : []),
		...stuckEntries(execution, now),
		...(isBroken ? [brokenOff(execution.startedAt)] : []),
	];
}

/**
 * In the order of time. A whole second is the finest unit that all products have, so entries of one second keep the
 * order of the handoff; an entry without a time stays with the one before it.
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
