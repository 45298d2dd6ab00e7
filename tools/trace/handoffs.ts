/**
 * The handoffs of a conversation. One handoff is one execution and the task it created; a call through `/handoff` has a
 * task only, and a failed handoff an execution only.
 * @module
 */
import type { AccountView } from '../account/account-view';
import { inWords } from '../account/format';
import { type Execution, findExecutions, type Wanted } from './execution';
import { taskSidIn } from './ids';
import { ownFlowSid, type Resolved } from './resolve';
import { isMereEnd } from './steps';
import { type ListedTask, listTasks } from './task';
import { note, type Reads, type Subject, type TraceEntry } from './trace';
import { byTime, secondOf } from './values';

const MAX_NAMED = 5;

export interface Handoff {
	readonly execution?: Execution;
	readonly task?: ListedTask;
}

/** How far executions were searched: only in the flow of `.env`. */
export interface Search {
	readonly flowSid: string | undefined;
	/** `searched`: an execution that was not found does not exist. */
	readonly status: 'searched' | 'incomplete' | 'not set' | 'missing';
}

/** Finds the handoff that was asked for and the others of its conversation. Failures to read are in `reads`. */
export async function findHandoff(
	account: AccountView,
	reads: Reads,
	{ subject, execution, task }: Resolved,
	wanted: Wanted,
): Promise<{ readonly handoff: Handoff; readonly others: readonly Handoff[]; readonly search: Search }> {
	const [{ executions, search }, listed] = await Promise.all([
		searchFlow(account, reads, wanted),
		reads.from('TaskRouter', () => listTasks(account, wanted)),
	]);
	const handoffs = handoffsOf(
		withAsked(executions, execution),
		withAsked(listed ?? [], task),
		subject.taskSid,
	);
	const fitting = handoffs.filter((each) => fits(each, subject));
	const handoff = fitting.find(isReal) ?? fitting[0] ?? {};
	return { handoff, others: handoffs.filter((each) => each !== handoff && isReal(each)), search };
}

async function searchFlow(
	account: AccountView,
	reads: Reads,
	wanted: Wanted,
): Promise<{ readonly executions: readonly Execution[]; readonly search: Search }> {
	const flow = await reads.from('Studio', async () => ({ sid: await ownFlowSid(account) }));
	const flowSid = flow?.sid;
	const result = (status: Search['status'], executions: readonly Execution[] = []) => ({
		executions,
		search: { flowSid, status },
	});
	if (flowSid === undefined) return result(flow ? 'not set' : 'incomplete');
	const found = await reads.from('Studio', () => findExecutions(account, reads, flowSid, wanted));
	if (found === 'missing') return result('missing');
	return result(found?.isComplete ? 'searched' : 'incomplete', found?.executions);
}

function withAsked<T extends { readonly sid: string }>(
	found: readonly T[],
	asked: T | undefined,
): readonly T[] {
	return asked ? [asked, ...found.filter(({ sid }) => sid !== asked.sid)] : found;
}

/**
 * The newest first. An execution names the task it created; otherwise the task is the first of its call, or of its
 * chat, after it started. Later ones are transfers by an agent in Flex, with the same attributes.
 */
function handoffsOf(
	executions: readonly Execution[],
	tasks: readonly ListedTask[],
	asked: string | undefined,
): Handoff[] {
	const oldestFirst = [...executions].sort((a, b) => byTime(a.startedAt, b.startedAt));
	const named = new Map(oldestFirst.map((each) => [taskSidIn(each.widgets), each]));
	const creatorOf = ({ sid, ids, createdAt }: ListedTask) =>
		named.get(sid) ??
		oldestFirst.findLast(
			({ callSid, startedAt }) =>
				callSid === ids.callSid && (secondOf(startedAt) ?? 0) <= (secondOf(createdAt) ?? 0),
		);
	const withCreator = [...tasks]
		.sort((a, b) => byTime(a.createdAt, b.createdAt))
		.map((task) => ({ task, creator: creatorOf(task) }));
	const taskOf = (execution: Execution): ListedTask | undefined => {
		const own = withCreator.filter(({ creator }) => creator === execution).map(({ task }) => task);
		const sid = taskSidIn(execution.widgets);
		const wanted = own.find((task) => task.sid === asked) ?? own.find((task) => task.sid === sid);
		if (wanted) return wanted;
		return sid === undefined ? own[0] : { sid, createdAt: undefined, ids: {} };
	};
	const all: Handoff[] = [
		...executions.map((execution) => {
			const task = taskOf(execution);
			return { execution, ...(task && { task }) };
		}),
		...withCreator.flatMap(({ task, creator }) => (creator ? [] : [{ task }])),
	];
	return all.sort((a, b) => (beganAt(b) ?? 0) - (beganAt(a) ?? 0));
}

/** Whether it is what was asked for. A call or a chat does not mean another one of the same conversation. */
function fits(handoff: Handoff, { executionSid, taskSid, callSid, conversationSid }: Subject): boolean {
	const { execution, task } = handoff;
	if (executionSid !== undefined) return execution?.sid === executionSid;
	if (taskSid !== undefined) return task?.sid === taskSid;
	if (callSid !== undefined) return callSidOf(handoff) === callSid;
	if (conversationSid === undefined) return true;
	return (
		callSidOf(handoff) === undefined && (task?.ids.conversationSid ?? conversationSid) === conversationSid
	);
}

/** Twilio starts the flow whenever the AI session of a call ends. */
function isReal({ execution, task }: Handoff): boolean {
	return task !== undefined || (execution !== undefined && !isMereEnd(execution));
}

/** Of a handoff by phone. */
export function callSidOf({ execution, task }: Handoff): string | undefined {
	return execution?.callSid ?? task?.ids.callSid;
}

/** In whole seconds, which is the finest that Studio has. */
function beganAt({ execution, task }: Handoff): number | undefined {
	return secondOf(execution?.startedAt ?? task?.createdAt);
}

/** Whether the state of the conversation now is the result of a later handoff. */
export function isOutdated(others: readonly Handoff[], handoff: Handoff): boolean {
	const began = beganAt(handoff);
	return others.some((other) => began === undefined || (beganAt(other) ?? 0) > began);
}

/** One line that names the other handoffs, the newest first. */
export function otherEntries(others: readonly Handoff[], handoff: Handoff): TraceEntry[] {
	if (others.length === 0) return [];
	const named = others.slice(0, MAX_NAMED).map((other) => {
		const sids = inWords([other.execution?.sid, other.task?.sid].filter((sid) => sid !== undefined));
		const [then, now] = [beganAt(other), beganAt(handoff)];
		if (then === undefined || now === undefined || then === now) return sids;
		return `${sids} (${then < now ? 'earlier' : 'later'})`;
	});
	const more = others.length > MAX_NAMED ? `; and ${others.length - MAX_NAMED} more` : '';
	const what = `This conversation was handed over ${others.length + 1} times. To trace another handoff, use its ID: ${named.join('; ')}${more}.`;
	return [note('Orchestrator', what)];
}
