/**
 * Reads everything a trace stands on: what does not need each other, side by side.
 * @module
 */
import type { AccountView } from '../account/account-view';
import { isPlaced, type TracedCall } from './call';
import type { TracedConversation } from './conversation';
import { type Contact, chooseTraced, contactOf } from './customer';
import { type Facts, readCallFacts, readChatFacts, readSpoken, readSteps, readTaskFacts } from './facts';
import { findHandoff } from './find-handoff';
import { readTask } from './find-task';
import { readFlowNote } from './flow-note';
import { callSidOf, type Handoff } from './handoffs';
import { isOutdated, otherEntries } from './other-handoffs';
import type { Resolved } from './subject';
import { readSummary } from './summary';
import { storyOf } from './task';
import { KEPT_MS, type Period } from './task-log';
import { attempt, got, type Subject } from './trace';
import { shifted } from './values';

/** Clocks differ, and a flow starts some seconds after the conversation was last touched. */
const BEFORE_MS = 60_000;
const AFTER_MS = 10 * 60_000;

/** Throws nothing that is of Twilio: what cannot be read is a part of the facts. */
export async function gather(account: AccountView, resolved: Resolved, now: Date): Promise<Facts> {
	const { subject: asked } = resolved;
	const { conversationId, taskSid } = asked;
	// Nothing waits for the summary: a product that hangs holds up its own entry alone.
	const summarizing =
		conversationId === undefined
			? undefined
			: attempt('Intelligence', () => readSummary(account.twilio, conversationId));
	const oldest = shifted(now.toISOString(), -KEPT_MS);
	const [spoken, askedTask] = await Promise.all([
		readSpoken(account, conversationId),
		taskSid === undefined ? undefined : readTask(account, taskSid, undefined, oldest),
	]);
	const askedStory = askedTask && storyOf(askedTask);
	const participants = got(spoken.participants);
	const contact = contactOf(participants ?? []);
	const calledIn = asked.callSid ?? contact.callSid;
	const firstCall = await readCallFacts(account, calledIn);
	const near = resolved.execution?.startedAt ?? askedStory?.createdAt;
	const periods = periodsOf(got(spoken.conversation), got(firstCall.call)) ?? [{ from: oldest }];
	const { handoff, others, search, taskFailures } = await findHandoff(account, resolved, askedStory, {
		...(conversationId !== undefined && { conversationId }),
		...(calledIn !== undefined && { callSid: calledIn }),
		...(near !== undefined && { near }),
		periods,
		conversationSids:
			asked.conversationSid === undefined ? contact.conversationSids : [asked.conversationSid],
		addresses: [...contact.addresses, ...callerOf(got(firstCall.call))],
	});
	const isCall = isCallBy(handoff, asked, contact);
	const callSid = callSidOf(handoff) ?? calledIn;
	const choice =
		isCall || conversationId === undefined || participants === undefined
			? undefined
			: chooseTraced(conversationId, participants, handoff.execution?.address);
	const conversationSid =
		asked.conversationSid ?? (choice && 'customer' in choice ? choice.customer.conversationSid : undefined);
	const [steps, flowNote, call, chat, task] = await Promise.all([
		readSteps(account, handoff.execution),
		readFlowNote(account, search.flow, handoff.execution),
		isCall && callSid !== calledIn ? readCallFacts(account, callSid) : firstCall,
		isCall ? {} : readChatFacts(account, conversationId, conversationSid, contact),
		readTaskFacts(account, handoff.task, askedTask, periods[0].from),
	]);
	const summary = await summarizing;
	return {
		...spoken,
		...(isCall && call),
		...chat,
		...steps,
		...task,
		subject: {
			...asked,
			...(isCall && callSid !== undefined && { callSid }),
			...(!isCall && conversationSid !== undefined && { conversationSid }),
			...(handoff.execution && { executionSid: handoff.execution.sid }),
			...(task.task && { taskSid: task.task.sid }),
		},
		isCall,
		isOutdated: isOutdated(others, handoff),
		othersNote: otherEntries(others, handoff),
		search,
		flowNote,
		taskFailures: [...taskFailures, ...task.taskFailures],
		...(choice && { choice }),
		...(summary && { summary }),
	};
}

/** When the handoffs of the conversation can have been; `undefined` when nothing tells. */
function periodsOf(
	conversation: TracedConversation | undefined,
	call: TracedCall | undefined,
): [Period, ...Period[]] | undefined {
	const begin = conversation?.createdAt ?? call?.startedAt;
	if (begin === undefined) return undefined;
	// A call may outlast the last change of its conversation, and comes into the flow when it ends.
	const ends = call ? [call.endedAt, conversation?.updatedAt] : [conversation?.updatedAt];
	const end =
		ends[0] === undefined
			? undefined
			: ends
					.filter((each) => each !== undefined)
					.sort()
					.at(-1);
	const from = shifted(begin, -BEFORE_MS);
	if (end === undefined) return [{ from }];
	const to = shifted(end, AFTER_MS);
	// A second handoff may leave a conversation that was INACTIVE already as it is, and so the time of its last change.
	return conversation?.status === 'CLOSED' ? [{ from, to }] : [{ from, to }, { from: to }];
}

/** The customer's number. */
function callerOf(call: TracedCall | undefined): string[] {
	return call ? [isPlaced(call) ? call.to : call.from] : [];
}

/** By what became of it, else by what was asked for, else by where the customer is. */
function isCallBy(handoff: Handoff, asked: Subject, contact: Contact): boolean {
	if (callSidOf(handoff) !== undefined) return true;
	if (handoff.execution) return false;
	if (asked.callSid !== undefined) return true;
	if (asked.conversationSid !== undefined || contact.conversationSids.length > 0) return false;
	return contact.callSid !== undefined || contact.channels[0] === 'VOICE';
}
