/**
 * Reads everything a trace stands on: what does not need each other, side by side.
 * @module
 */
import type { AccountView } from '../account-view';
import type { TracedCall } from './call';
import type { TracedConversation } from './conversation';
import { type Contact, chooseTraced, contactOf } from './customer';
import {
	type Facts,
	readCallFacts,
	readChatFacts,
	readExecutionFacts,
	readSpoken,
	readTaskFacts,
} from './facts';
import type { Resolved } from './subject';
import { readSummary } from './summary';
import { KEPT_MS, type Period } from './task-log';
import { attempt, got, type Subject } from './trace';
import { shifted } from './values';

/** Clocks differ, and a flow starts some seconds after the conversation was last touched. */
const BEFORE_MS = 60_000;
const AFTER_MS = 10 * 60_000;

/** Throws nothing that is of Twilio: what cannot be read is a part of the facts. */
export async function gather(account: AccountView, resolved: Resolved, now: Date): Promise<Facts> {
	const { conversationId } = resolved.subject;
	// Nothing waits for the summary: a product that hangs holds up its own entry alone.
	const summarizing =
		conversationId === undefined
			? undefined
			: attempt('Intelligence', () => readSummary(account.twilio, conversationId));
	const spoken = await readSpoken(account, conversationId);
	const contact = contactOf(got(spoken.participants) ?? []);
	const callSid = resolved.subject.callSid ?? contact.callSid;
	const call = await readCallFacts(account, callSid);
	const period = periodOf(got(spoken.conversation), got(call.call), now);
	const { execution, stepsFailure } = await readExecutionFacts(account, resolved, contact, callSid, period);
	const ran = got(execution)?.execution;
	const isCall = ran ? ran.callSid !== undefined : isCallBy(resolved.subject, contact);
	const participants = got(spoken.participants);
	const choice =
		isCall || conversationId === undefined || participants === undefined
			? undefined
			: chooseTraced(conversationId, participants, ran?.address);
	const conversationSid =
		resolved.subject.conversationSid ??
		(choice && 'customer' in choice ? choice.customer.conversationSid : undefined);
	const subject: Subject = {
		...resolved.subject,
		...(isCall && callSid !== undefined && { callSid }),
		...(!isCall && conversationSid !== undefined && { conversationSid }),
		...(ran && { executionSid: ran.sid }),
	};
	const [chat, task] = await Promise.all([
		isCall ? {} : readChatFacts(account, conversationId, conversationSid, contact),
		readTaskFacts(account, subject, ran, period),
	]);
	const story = got(task.task);
	const summary = await summarizing;
	return {
		...spoken,
		...(isCall && call),
		...chat,
		...task,
		subject: { ...subject, ...(story && { taskSid: story.sid }) },
		isCall,
		execution,
		stepsFailure,
		...(choice && { choice }),
		...(summary && { summary }),
	};
}

/** When the handoff can have been. */
function periodOf(
	conversation: TracedConversation | undefined,
	call: TracedCall | undefined,
	now: Date,
): Period {
	const begin = conversation?.createdAt ?? call?.startedAt;
	// A call may outlast the last change of its conversation, and comes into the flow when it ends.
	const ends = call ? [call.endedAt, conversation?.updatedAt] : [conversation?.updatedAt];
	const end =
		ends[0] === undefined
			? undefined
			: ends
					.filter((each) => each !== undefined)
					.sort()
					.at(-1);
	return {
		from: begin === undefined ? shifted(now.toISOString(), -KEPT_MS) : shifted(begin, -BEFORE_MS),
		...(end !== undefined && { to: shifted(end, AFTER_MS) }),
	};
}

/** Without an execution to tell: by what was asked for, else by where the customer is. */
function isCallBy({ callSid, conversationSid }: Subject, contact: Contact): boolean {
	if (callSid !== undefined) return true;
	if (conversationSid !== undefined || contact.hasChat) return false;
	return contact.callSid !== undefined || contact.channels[0] === 'VOICE';
}
