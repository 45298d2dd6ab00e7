/**
 * What the account keeps of its last handoffs: executions of the flow, tasks and their events, and claims in Sync. Less is
 * read of each than for a trace.
 * @module
 */
import { ABANDONED_AFTER_MS } from '../../src/handoff/once';
import { claimKey } from '../../src/handoff/sync-claims';
import { isRecord, textAt } from '../../src/json';
import type { AccountView } from '../account/account-view';
import { asking, askingFor } from '../account/asking';
import { workspaceOf } from '../account/flex/workspace';
import { isDuplicate, isSessionEndOnly } from '../trace/handoffs';
import { type Execution, type Flow, readContext } from '../trace/read/executions';
import { type LoggedEvent, listEvents, MAX_EVENTS, type TracedTask, taskOf } from '../trace/read/tasks';
import type { Reads } from '../trace/trace';

/** Requests that run at the same time: Twilio limits them for the whole account, whose customers need them too. */
const SIDE_BY_SIDE = 5;
const MAX_LISTED = 300;
/** Most executions of a flow for calls only report the end of an AI session. */
const MAX_READ = 100;
const MAX_TASKS = 200;
const EVENT_TYPES = ['task.created', 'reservation.accepted', 'task.canceled', 'task.completed'];

/** Does the work for each, a few at a time and in order, until there is enough. */
export async function someAtATime<T, R>(
	all: readonly T[],
	work: (each: T) => Promise<R>,
	isEnough: (done: readonly R[]) => boolean = () => false,
): Promise<R[]> {
	const done: R[] = [];
	for (let start = 0; start < all.length && !isEnough(done); start += SIDE_BY_SIDE) {
		done.push(...(await Promise.all(all.slice(start, start + SIDE_BY_SIDE).map(work))));
	}
	return done;
}

/** Whether an execution is part of the list: neither only the end of a call's AI session nor a duplicate. */
function isHandoff(execution: Execution | undefined): execution is Execution {
	return execution !== undefined && !isSessionEndOnly(execution) && !isDuplicate(execution);
}

/**
 * Executions, the newest first, as many as it takes for `limit` handoffs.
 * @returns also whether there may be more
 */
export async function readExecutions(
	{ twilio }: AccountView,
	reads: Reads,
	{ sid }: Flow,
	{ since, limit }: { readonly since: Date; readonly limit: number },
): Promise<{ readonly executions: readonly Execution[]; readonly isComplete: boolean }> {
	if (sid === undefined) return { executions: [], isComplete: true };
	const listed = await reads.from('Studio', async () => {
		const { executions } = twilio.studio.v2.flows(sid);
		const query = { dateCreatedFrom: since, pageSize: MAX_LISTED, limit: MAX_LISTED };
		return (await askingFor('listing the flow’s executions', () => executions.list(query))) ?? [];
	});
	const newest = [...(listed ?? [])].sort((a, b) => b.dateCreated.getTime() - a.dateCreated.getTime());
	const isEnough = (done: readonly unknown[], found: readonly unknown[]) =>
		found.length >= limit || done.length >= MAX_READ;
	const done = await someAtATime(
		newest.slice(0, MAX_READ),
		(each) => reads.from('Studio', () => readContext(twilio, sid, each)),
		(each) => isEnough(each, each.filter(isHandoff)),
	);
	const executions = done.filter(isHandoff);
	const isComplete =
		executions.length >= limit || (done.length === newest.length && newest.length < MAX_LISTED);
	return { executions, isComplete };
}

/**
 * Our tasks: those that TaskRouter still has, and those in its events.
 * @returns also whether there may be more
 */
export async function readTasks(
	account: AccountView,
	since: Date,
): Promise<{ readonly tasks: readonly TracedTask[]; readonly isComplete: boolean }> {
	const [live, ...lists] = await Promise.all([
		listLive(account),
		...EVENT_TYPES.map((eventType) => listEvents(account, { eventType, startDate: since })),
	]);
	const ours = new Set(live.filter(({ attributes }) => isOurs(attributes)).map(({ sid }) => sid));
	const events = new Map<string, LoggedEvent[]>();
	for (const event of lists.flat()) {
		const sid = textAt(event.data, 'task_sid');
		if (sid === undefined) continue;
		events.set(sid, [...(events.get(sid) ?? []), event]);
		if (isOurs(textAt(event.data, 'task_attributes'))) ours.add(sid);
	}
	const tasks = [...ours].flatMap((sid): TracedTask[] => {
		const all = (events.get(sid) ?? []).sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''));
		const task = taskOf(
			sid,
			live.find((each) => each.sid === sid),
			all,
		);
		// Rejections and timeouts were not read.
		return task ? [{ ...task, offers: undefined }] : [];
	});
	return { tasks, isComplete: live.length < MAX_TASKS && lists.every(({ length }) => length < MAX_EVENTS) };
}

async function listLive(account: AccountView) {
	const { tasks } = await workspaceOf(account);
	return asking('listing the tasks', () =>
		tasks.list({ ordering: 'DateCreated:desc', pageSize: MAX_TASKS, limit: MAX_TASKS }),
	);
}

function isOurs(attributes: string | undefined): boolean {
	return /"handoff"\s*:\s*true/.test(attributes ?? '');
}

const MAX_CLAIMS = 100;

/**
 * Claims of `/handoff` without an execution: it was requested, and its flow is not known to have started. Sync keeps
 * them for 15 minutes; a handoff that definitely failed removes its own.
 */
export async function countOpenClaims(
	{ twilio }: AccountView,
	executions: readonly Execution[],
	now: Date,
): Promise<number> {
	const known = new Set(executions.map((each) => claimKey(each.conversationId ?? '', each.address)));
	const documents = await asking('listing the claims', () =>
		twilio.sync.v1.services('default').documents.list({ pageSize: MAX_CLAIMS, limit: MAX_CLAIMS }),
	);
	return documents.filter(({ uniqueName, data }) => {
		const { claimedAt, executionSid }: Record<string, unknown> = isRecord(data) ? data : {};
		const isOld = typeof claimedAt === 'number' && now.getTime() - claimedAt > ABANDONED_AFTER_MS;
		return /^handoff-/.test(uniqueName ?? '') && isOld && !executionSid && !known.has(uniqueName);
	}).length;
}
