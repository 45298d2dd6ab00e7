/**
 * Finds the handoff that was asked for: its execution, its task, and which other ones the conversation had.
 * @module
 */
import type { AccountView } from '../account/account-view';
import type { Sought } from './find-execution';
import { type Search, searchOtherFlows, searchOwnFlow } from './find-flow';
import { findTasks, type ListedTask } from './find-tasks';
import { chooseHandoff, FLOW_TAKES_S, type Handoff } from './handoffs';
import type { Resolved } from './subject';
import type { TaskStory } from './task';
import type { Subject, TraceEntry } from './trace';
import { shifted } from './values';

/** Clocks differ. */
const AFTER_TASK_MS = 60_000;

export interface FoundHandoff {
	readonly handoff: Handoff;
	/** Of the same conversation. */
	readonly others: readonly Handoff[];
	readonly search: Search;
	/** Why tasks that may be of it could not be read. */
	readonly taskFailures: readonly TraceEntry[];
}

/**
 * Throws nothing that is of Twilio.
 * @param task when it was what was asked for
 */
export async function findHandoff(
	account: AccountView,
	{ subject, execution: asked }: Resolved,
	task: TaskStory | undefined,
	sought: Sought,
): Promise<FoundHandoff> {
	const [own, listed] = await Promise.all([searchOwnFlow(account, sought), findTasks(account, sought)]);
	const tasks = withAsked(listed.tasks, task, subject);
	const choose = ({ executions }: Search) => {
		const others = executions.filter(({ sid }) => sid !== asked?.sid);
		return chooseHandoff(asked ? [asked, ...others] : executions, tasks, subject);
	};
	const chosen = choose(own);
	const { execution, task: made } = chosen.handoff;
	const isDone = execution !== undefined && execution.flowSid === own.flow.sid;
	const search = isDone
		? own
		: await searchOtherFlows(account, own, around(made, sought), execution?.flowSid);
	return { ...(isDone ? chosen : choose(search)), search, taskFailures: listed.failures };
}

/** A task without the ids of its handoff is in no list. */
function withAsked(
	tasks: readonly ListedTask[],
	asked: TaskStory | undefined,
	{ conversationId, callSid, conversationSid }: Subject,
): readonly ListedTask[] {
	if (!asked || tasks.some(({ sid }) => sid === asked.sid)) return tasks;
	const ids = {
		...(conversationId !== undefined && { conversationId }),
		...(callSid !== undefined && { callSid }),
		...(conversationSid !== undefined && { conversationSid }),
	};
	const { sid, createdAt } = asked;
	return [...tasks, { sid, ids, ...(createdAt !== undefined && { createdAt }) }];
}

/** The time in which what made a task can have started. */
function around(task: ListedTask | undefined, sought: Sought): Sought {
	const { createdAt } = task ?? {};
	if (createdAt === undefined) return sought;
	const from = shifted(createdAt, -FLOW_TAKES_S * 1000);
	return { ...sought, periods: [{ from, to: shifted(createdAt, AFTER_TASK_MS) }], near: createdAt };
}
