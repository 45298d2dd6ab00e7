/**
 * One handoff is one execution and the task it made. A conversation may have been handed over more than once, and then
 * what belongs to one says nothing of another.
 * @module
 */
import type { Execution } from './execution';
import type { ListedTask } from './find-tasks';
import { endedWithoutHandoff } from './flow-steps';
import { taskSidsIn } from './ids';
import type { Subject } from './trace';
import { secondOf } from './values';

/** What a flow may take, in seconds, until it has made its task. */
export const FLOW_TAKES_S = 10 * 60;
/** What one product's clock may be behind another's, in seconds. */
const CLOCKS_DIFFER_S = 60;
/** What our flow writes down where it sent nobody to Flex. */
const SENT_NOBODY: ReadonlySet<string | undefined> = new Set([
	'session_ended_without_handoff',
	'call_answered_by_fallback',
	'call_not_enqueued',
	'conversation_not_handed_over',
]);

/** Failed handoffs have no task, and those without Studio no execution. */
export interface Handoff {
	readonly execution?: Execution;
	readonly task?: ListedTask;
}

/**
 * The handoff that was asked for, and the other ones of its conversation.
 * @returns the newest that fits; one without anything in it when there is none
 */
export function chooseHandoff(
	executions: readonly Execution[],
	tasks: readonly ListedTask[],
	asked: Subject,
): { readonly handoff: Handoff; readonly others: readonly Handoff[] } {
	const all = pairUp(executions, withoutTransfers(tasks, asked.taskSid)).sort(
		(a, b) => (beganAt(b) ?? 0) - (beganAt(a) ?? 0),
	);
	const fitting = all.filter((each) => fits(each, asked));
	const handoff = fitting.find(isReal) ?? fitting[0] ?? {};
	return { handoff, others: all.filter((each) => each !== handoff && isReal(each)) };
}

/** In whole seconds, which is the finest that Studio tells. */
export function beganAt({ execution, task }: Handoff): number | undefined {
	return secondOf(execution?.startedAt ?? task?.createdAt);
}

/** Of a handoff by phone. */
export function callSidOf({ execution, task }: Handoff): string | undefined {
	return execution?.callSid ?? task?.ids.callSid;
}

/** Every execution with the task it made, and every task that no execution made. */
function pairUp(executions: readonly Execution[], tasks: readonly ListedTask[]): Handoff[] {
	const oldestFirst = [...executions].sort((a, b) => startOf(a) - startOf(b));
	const makers = new Map<string, Execution>();
	for (const execution of oldestFirst) {
		const sid = taskNamedBy(execution, tasks, makers);
		if (sid !== undefined) makers.set(sid, execution);
	}
	for (const task of [...tasks].sort((a, b) => createdAt(a) - createdAt(b))) {
		const taken = new Set(makers.values());
		const maker = oldestFirst.findLast((each) => !taken.has(each) && mayHaveMade(each, task));
		if (maker && !makers.has(task.sid)) makers.set(task.sid, maker);
	}
	const known = new Map(tasks.map((task) => [task.sid, task]));
	const made = new Map([...makers].map(([sid, maker]) => [maker, known.get(sid) ?? { sid, ids: {} }]));
	return [
		...executions.map((execution): Handoff => {
			const task = made.get(execution);
			return { execution, ...(task && { task }) };
		}),
		...tasks.filter(({ sid }) => !makers.has(sid)).map((task): Handoff => ({ task })),
	];
}

/** A flow may well look at tasks of others before it makes its own: those are older, or another's already. */
function taskNamedBy(
	execution: Execution,
	tasks: readonly ListedTask[],
	makers: ReadonlyMap<string, Execution>,
): string | undefined {
	return taskSidsIn(execution.widgets).find((sid) => {
		const made = secondOf(tasks.find((task) => task.sid === sid)?.createdAt);
		const isOlder = made !== undefined && made < startOf(execution) - CLOCKS_DIFFER_S;
		return !isOlder && !makers.has(sid);
	});
}

/** Where the execution does not name its task: the task came soon after it started, and is of the same call or none. */
function mayHaveMade(execution: Execution, task: ListedTask): boolean {
	if (SENT_NOBODY.has(execution.outcome) || execution.callSid !== task.ids.callSid) return false;
	const after = createdAt(task) - startOf(execution);
	return after >= 0 && after <= FLOW_TAKES_S;
}

/**
 * A person in Flex who hands a chat on makes a second task of its interaction, with the same attributes.
 * @param asked is left, whatever it is
 */
function withoutTransfers(tasks: readonly ListedTask[], asked: string | undefined): ListedTask[] {
	return tasks.filter(
		(task) =>
			task.sid === asked ||
			task.interactionSid === undefined ||
			tasks.every(
				(other) => other.interactionSid !== task.interactionSid || createdAt(other) >= createdAt(task),
			),
	);
}

/** Whether it is of what was asked for. Who asks for a call or a chat does not mean another one of the conversation. */
function fits(handoff: Handoff, asked: Subject): boolean {
	const { execution, task } = handoff;
	if (asked.executionSid !== undefined) return execution?.sid === asked.executionSid;
	if (asked.taskSid !== undefined) return task?.sid === asked.taskSid;
	const callSid = callSidOf(handoff);
	if (asked.callSid !== undefined) return callSid === asked.callSid;
	if (asked.conversationSid === undefined) return true;
	const conversationSid = task?.ids.conversationSid ?? asked.conversationSid;
	return callSid === undefined && conversationSid === asked.conversationSid;
}

/** Twilio starts the flow whenever a call's AI session ends. */
function isReal({ execution, task }: Handoff): boolean {
	return task !== undefined || (execution !== undefined && !endedWithoutHandoff(execution));
}

function startOf({ startedAt }: Execution): number {
	return secondOf(startedAt) ?? 0;
}

function createdAt(task: ListedTask): number {
	return secondOf(task.createdAt) ?? 0;
}
