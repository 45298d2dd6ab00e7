/**
 * The data that a timeline and a verdict are based on, and what follows from it.
 * @module
 */
import type { PhoneCall } from '../account/call';
import { beganAt, type Handoff } from './handoffs';
import type { CallRequest } from './read/call';
import type { ChosenCustomer, ClassicChat, Summary, TracedConversation } from './read/conversation';
import { type Execution, type Flow, type Search, type Step, variableOf } from './read/executions';
import type { Agents, TracedTask } from './read/tasks';
import type { Product, Subject } from './trace';
import { secondsBetween } from './values';

/** A missing field doesn’t apply, such as the call of a chat, or could not be read. */
export interface Facts {
	readonly now: Date;
	readonly subject: Subject;
	/** Whether the execution or the task that was asked for is there. */
	readonly isFound: boolean;
	/** Products of which something could not be read. */
	readonly unread: ReadonlySet<Product>;
	readonly flow: Flow | undefined;
	readonly search: Search;
	readonly isCall: boolean;
	/** How many conversations have the given call or chat. */
	readonly conversations?: number | undefined;
	readonly conversation?: TracedConversation | 'missing' | undefined;
	/** Whether the virtual agent stopped listening. */
	readonly isReleased?: boolean | undefined;
	readonly customer?: ChosenCustomer | undefined;
	/** The classic service that the conversation is connected to. */
	readonly serviceSid?: string | 'none' | undefined;
	readonly chat?: ClassicChat | 'missing' | undefined;
	readonly call?: PhoneCall | 'missing' | undefined;
	/** What Twilio requested for the call, oldest first. */
	readonly requests?: readonly CallRequest[] | undefined;
	readonly handoff: Handoff;
	/** Other handoffs of the conversation, the newest first. */
	readonly others: readonly Handoff[];
	/** That of the handoff, with its steps. */
	readonly execution?: Execution | undefined;
	readonly task?: TracedTask | undefined;
	/** The tasks of other handoffs of the same chat at the same time. */
	readonly rivals: readonly TracedTask[];
	/** Who can get the task, while it waits. */
	readonly agents?: Agents | 'no queue' | undefined;
	readonly summary?: Summary | 'missing' | undefined;
}

/** Whether there is a task, though nothing more may be known about it. */
export function hasTask({ handoff }: Facts): boolean {
	return handoff.tasks.length > 0;
}

/** Whether there is a later handoff: then the conversation’s current state says nothing about this one. */
export function isOutdated({ handoff, others }: Facts): boolean {
	const began = beganAt(handoff);
	return others.some((other) => began === undefined || (beganAt(other) ?? 0) > began);
}

/** Whether the virtual agent had released the customer for this handoff, as far as that is known. */
export function wasReleased(facts: Facts): boolean | undefined {
	return isOutdated(facts) ? undefined : facts.isReleased;
}

/** Whether the virtual agent has the customer, of the last handoff. */
export function isServed(facts: Facts): boolean {
	const { conversation, isReleased } = facts;
	return (
		conversation !== 'missing' &&
		conversation?.status === 'ACTIVE' &&
		isReleased === false &&
		!isOutdated(facts)
	);
}

/** How long ago something was, in whole seconds. */
export function ageOf(at: string | undefined, { now }: Facts): number | undefined {
	return secondsBetween(at, now.toISOString());
}

const FAILURES: ReadonlySet<string> = new Set(['failed', 'failedToEnqueue', 'callFailure', 'timeout']);

export function isFailure({ event }: Step): boolean {
	return FAILURES.has(event);
}

/** The first step that failed and that the flow did not recover from. */
export function failedStep(execution: Execution): Step | undefined {
	return execution.steps.find((step) => isFailure(step) && !isRecovered(step, execution));
}

/** Whether the flow continued: the customer reached the queue anyway, or the flow has another way for this failure. */
export function isRecovered({ from }: Step, execution: Execution): boolean {
	// A conversation that could not be given back is never what went wrong first: the flow writes to the customer then.
	if (isSentToFlex(execution) || from.startsWith('ask_about_') || from === 'give_back') return true;
	const retry = from.replace(/^send_/, 'send_essential_');
	return retry !== from && execution.steps.some((step) => step.from === retry);
}

export function isSentToFlex({ steps }: Execution): boolean {
	return steps.some(({ from, event }) => /flex/i.test(from) && event === 'callComplete');
}

/** Whether an agent never took the task, and now never will. */
export function isUntaken({ task }: Facts): boolean {
	return task?.status === 'canceled' && !task.isAccepted;
}

/** Whether the handoff failed, and the conversation was given back to the virtual agent. */
export function isGivenBack(facts: Facts): boolean {
	const { isCall, execution } = facts;
	if (isCall) return false;
	if (isUntaken(facts)) return isServed(facts);
	if (hasTask(facts) || !execution || failedStep(execution) === undefined) return false;
	return variableOf(execution, 'given_back') === 'true' || isServed(facts);
}

/** @example acceptance(facts) // 'An agent accepted the task after 12 s.' */
export function acceptance({ task }: Facts): string | undefined {
	if (!task?.isAccepted) return undefined;
	const seconds = secondsBetween(task.createdAt, task.acceptedAt);
	return `An agent accepted the task${seconds === undefined ? '' : ` after ${seconds} s`}.`;
}

/** About a task that waits, whether that is a problem or not. @example 'The customer has been waiting for 12 s.' */
export function waitingNow(facts: Facts): string | undefined {
	const { status, createdAt } = facts.task ?? {};
	if (status !== 'pending' && status !== 'reserved') return undefined;
	const seconds = ageOf(createdAt, facts);
	const waited = `The customer has been waiting${seconds === undefined ? '' : ` for ${seconds} s`}`;
	return status === 'reserved' ? `${waited}, and the task is being offered to an agent.` : `${waited}.`;
}

/** Tasks that an agent made by a transfer, after the one that is traced. */
export function transfersOf({ handoff, subject }: Facts): readonly string[] {
	const sids = handoff.tasks.map(({ sid }) => sid);
	return sids.slice(sids.indexOf(subject.taskSid ?? '') + 1);
}
