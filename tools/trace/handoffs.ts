/**
 * The handoffs of a conversation. One handoff is one execution and the task it created; a call through `/handoff` has a
 * task only, and a failed handoff an execution only.
 * @module
 */
import { DUPLICATE } from '../../src/handoff/executions';
import { CLAIM_TTL } from '../../src/handoff/sync-claims';
import { type Execution, variableOf } from './read/executions';
import type { ListedTask } from './read/tasks';
import type { Subject } from './trace';
import { byTime, secondOf } from './values';

export interface Handoff {
	readonly execution?: Execution;
	/** Oldest first. Later ones are transfers by an agent in Flex, with the same attributes. */
	readonly tasks: readonly ListedTask[];
}

/**
 * The newest first. A task belongs to the execution that names it, otherwise to the last one of its call, or of a chat,
 * that began before it; without an execution, to its call.
 */
export function handoffsOf(executions: readonly Execution[], tasks: readonly ListedTask[]): Handoff[] {
	const oldestFirst = [...executions].sort((a, b) => byTime(a.startedAt, b.startedAt));
	const creatorOf = ({ sid, ids, createdAt }: ListedTask) =>
		oldestFirst.find(({ taskSid }) => taskSid === sid) ??
		oldestFirst.findLast(
			({ callSid, startedAt }) =>
				callSid === ids.callSid && (secondOf(startedAt) ?? 0) <= (secondOf(createdAt) ?? 0),
		);
	const all = new Map<string, { execution?: Execution; tasks: ListedTask[] }>(
		oldestFirst.map((execution) => [execution.sid, { execution, tasks: [] }]),
	);
	for (const task of [...tasks].sort((a, b) => byTime(a.createdAt, b.createdAt))) {
		const key = creatorOf(task)?.sid ?? task.ids.callSid ?? task.sid;
		const handoff = all.get(key) ?? { tasks: [] };
		all.set(key, handoff);
		handoff.tasks.push(task);
	}
	for (const { execution, tasks: own } of all.values()) {
		const named = execution?.taskSid;
		// TaskRouter deletes a task five minutes after it ended.
		if (named !== undefined && !own.some(({ sid }) => sid === named)) {
			own.unshift({ sid: named, createdAt: undefined, ids: {} });
		}
	}
	return [...all.values()].sort((a, b) => (beganAt(b) ?? 0) - (beganAt(a) ?? 0));
}

/** The requested one. The ID of a call or a chat never stands for another call or chat of the same conversation. */
export function pick(handoffs: readonly Handoff[], asked: Subject): Handoff {
	const fitting = handoffs.filter((each) => fits(each, asked));
	return fitting.find(isReal) ?? fitting[0] ?? { tasks: [] };
}

function fits(handoff: Handoff, { executionSid, taskSid, callSid, conversationSid }: Subject): boolean {
	const { execution, tasks } = handoff;
	if (executionSid !== undefined) return execution?.sid === executionSid;
	if (taskSid !== undefined) return tasks.some(({ sid }) => sid === taskSid);
	if (callSid !== undefined) return callSidOf(handoff) === callSid;
	if (conversationSid === undefined) return true;
	const chat = tasks[0]?.ids.conversationSid ?? conversationSid;
	return callSidOf(handoff) === undefined && chat === conversationSid;
}

/** Twilio starts the flow whenever the AI session of a call ends, and the flow ends duplicates itself. */
export function isReal({ execution, tasks }: Handoff): boolean {
	return (
		tasks.length > 0 || (execution !== undefined && !isSessionEndOnly(execution) && !isDuplicate(execution))
	);
}

/** Whether it only reports that the AI session of a call ended, without a handoff. */
export function isSessionEndOnly({ callSid, end }: Execution): boolean {
	return callSid !== undefined && !end.isHandoff;
}

/** Whether the flow ended it because another execution is handing off the same chat. */
export function isDuplicate(execution: Execution): boolean {
	return variableOf(execution, 'outcome') === DUPLICATE;
}

/** Of a handoff by phone. */
export function callSidOf({ execution, tasks }: Handoff): string | undefined {
	return execution?.callSid ?? tasks[0]?.ids.callSid;
}

/** In whole seconds, which is the finest that Studio has. */
export function beganAt({ execution, tasks }: Handoff): number | undefined {
	return secondOf(execution?.startedAt ?? tasks[0]?.createdAt);
}

/** Others that handed off the same chat within the time in which the Functions prevent duplicates; a call is never a duplicate. */
export function rivalsOf(handoff: Handoff, others: readonly Handoff[]): Handoff[] {
	const began = beganAt(handoff);
	if (handoff.tasks.length === 0 || callSidOf(handoff) !== undefined || began === undefined) return [];
	return others.filter(
		(other) =>
			other.tasks.length > 0 &&
			callSidOf(other) === undefined &&
			Math.abs((beganAt(other) ?? 0) - began) <= CLAIM_TTL &&
			isSameChat(handoff, other),
	);
}

function isSameChat(one: Handoff, other: Handoff): boolean {
	const [a, b] = [one.tasks[0]?.ids.conversationSid, other.tasks[0]?.ids.conversationSid];
	if (a !== undefined && b !== undefined) return a === b;
	return one.execution !== undefined && one.execution.address === other.execution?.address;
}
