/**
 * The last handoffs of an account, each with the verdict of a trace.
 * @module
 */
import { isConversationId } from '../../src/ids';
import type { AccountView } from '../account/account-view';
import type { Facts } from '../trace/facts';
import { beganAt, callSidOf, type Handoff, handoffsOf, isReal } from '../trace/handoffs';
import { type Execution, type Flow, readFlow, withSteps } from '../trace/read/executions';
import type { TracedTask } from '../trace/read/tasks';
import { type Product, Reads, type Subject, type TraceEntry, type Verdict } from '../trace/trace';
import { judge } from '../trace/verdict';
import { countOpenClaims, readExecutions, readTasks, someAtATime } from './read';

export interface RecentHandoff {
	/** ISO 8601. */
	readonly at: string;
	readonly kind: 'call' | 'chat';
	readonly subject: Subject;
	/** As far as a list knows: a trace reads more. */
	readonly verdict: Pick<Verdict, 'id' | 'status' | 'text'>;
}

export interface Recent {
	/** ISO 8601. */
	readonly since: string;
	/** The newest first. */
	readonly handoffs: readonly RecentHandoff[];
	/** How many of these failed, by the verdict's id, the most frequent first. */
	readonly failures: Readonly<Record<string, number>>;
	/** Requests to `/handoff` in the last 15 minutes whose flow is not known to have started. */
	readonly openClaims: number;
	/** Whether everything in the period was read, up to the limit. */
	readonly isComplete: boolean;
	/** What could not be read. */
	readonly unreadable: readonly Pick<TraceEntry, 'product' | 'what'>[];
}

interface Wanted {
	readonly since: Date;
	readonly limit: number;
	readonly now?: Date;
}

/** @returns the last handoffs; a product that cannot be read does not stop the others */
export async function recentHandoffs(
	account: AccountView,
	{ since, limit, now = new Date() }: Wanted,
): Promise<Recent> {
	const reads = new Reads();
	const [flow, listed] = await Promise.all([
		reads.from('Studio', () => readFlow(account, reads)),
		reads.from('TaskRouter', () => readTasks(account, since)),
	]);
	const studio = await readExecutions(account, reads, flow ?? NO_FLOW, { since, limit });
	const openClaims = await reads.from('Studio', () => countOpenClaims(account, studio.executions, now));
	const tasks = listed?.tasks ?? [];
	const all = groupsOf(studio.executions, tasks)
		.flatMap((group) => handoffsOf(group.executions, group.tasks))
		.filter((each) => isReal(each) && (beganAt(each) ?? 0) * 1000 >= since.getTime() - 1000)
		.sort((a, b) => (beganAt(b) ?? 0) - (beganAt(a) ?? 0))
		.slice(0, limit);
	const complete = await someAtATime(all, (each) => withStepsOf(account, reads, flow, each));
	const unread = new Set<Product>(reads.failures.map(({ product }) => product));
	const handoffs = complete.map((handoff) => toRecent(handoff, tasks, { now, flow, unread }));
	return {
		since: since.toISOString(),
		handoffs,
		failures: countedBy(handoffs.flatMap(({ verdict }) => (verdict.status === 'wrong' ? [verdict.id] : []))),
		openClaims: openClaims ?? 0,
		isComplete: studio.isComplete && (listed?.isComplete ?? false),
		unreadable: reads.failures.map(({ product, what }) => ({ product, what })),
	};
}

const NO_FLOW: Flow = { sid: undefined, flexWidgets: undefined };

interface Group {
	readonly executions: Execution[];
	readonly tasks: TracedTask[];
}

/** By conversation: an execution and its task are matched inside one. A call may have none. */
function groupsOf(executions: readonly Execution[], tasks: readonly TracedTask[]): Group[] {
	const groups = new Map<string, Group>();
	const groupOf = ({ conversationId, callSid }: Pick<Subject, 'conversationId' | 'callSid'>, sid: string) => {
		const key = (isConversationId(conversationId) ? conversationId : callSid) ?? sid;
		const group = groups.get(key) ?? { executions: [], tasks: [] };
		groups.set(key, group);
		return group;
	};
	for (const execution of executions) {
		groupOf(execution, execution.sid).executions.push(execution);
	}
	for (const task of tasks) groupOf(task.ids, task.sid).tasks.push(task);
	return [...groups.values()];
}

/** The steps tell why there is no task, or where an active execution is; otherwise its task says more. */
async function withStepsOf(
	{ twilio }: AccountView,
	reads: Reads,
	flow: Flow | undefined,
	handoff: Handoff,
): Promise<Handoff> {
	const { execution, tasks } = handoff;
	if (!execution || (execution.isEnded && tasks.length > 0)) return handoff;
	const read = await reads.from('Studio', () => withSteps(twilio, flow?.sid ?? '', execution));
	return { ...handoff, execution: read ?? execution };
}

function toRecent(
	handoff: Handoff,
	tasks: readonly TracedTask[],
	known: Pick<Facts, 'now' | 'flow' | 'unread'>,
): RecentHandoff {
	const { execution } = handoff;
	const callSid = callSidOf(handoff);
	const task = tasks.find(({ sid }) => sid === handoff.tasks[0]?.sid);
	const subject: Subject = {
		conversationId: execution?.conversationId ?? task?.ids.conversationId,
		callSid,
		executionSid: execution?.sid,
		taskSid: handoff.tasks[0]?.sid,
	};
	const { verdict } = judge({
		...known,
		subject,
		isFound: true,
		search: 'searched',
		isCall: callSid !== undefined,
		handoff,
		others: [],
		execution,
		task,
		rivals: [],
	});
	const { id, status, text } = verdict;
	return {
		at: new Date((beganAt(handoff) ?? 0) * 1000).toISOString(),
		kind: callSid === undefined ? 'chat' : 'call',
		subject,
		verdict: { id, status, text },
	};
}

function countedBy(ids: readonly string[]): Record<string, number> {
	const counts = new Map<string, number>();
	for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
	return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}
