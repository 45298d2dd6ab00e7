/**
 * What happened to a task. TaskRouter deletes a task five minutes after it ended and keeps its events for 30 days, so
 * offers and times come from the events alone, and the rest from the task while it is there.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-state
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 * @module
 */

import type { EventListInstanceOptions } from 'twilio/lib/rest/taskrouter/v1/workspace/event';
import type { TaskInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task';
import { objectIn, textAt } from '../../../src/json';
import type { AccountView } from '../../account/account-view';
import { asking, askingFor } from '../../account/asking';
import { workspaceOf } from '../../account/flex/workspace';
import { isoOf } from '../../account/format';
import { idsInAttributes } from '../ids';
import type { Reads, Subject } from '../trace';
import { byTime } from '../values';
import type { Wanted } from './executions';

/** TaskRouter's events go no further back, nor do Studio's executions. */
export const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_LISTED = 20;
export const MAX_EVENTS = 500;

/** The task offered to one agent. */
export interface Offer {
	/** `created`, `accepted`, `rejected`, `timeout`, `canceled` or `rescinded`. */
	readonly status: string;
	readonly at: string | undefined;
}

/** A task as a list has it. */
export interface ListedTask {
	readonly sid: string;
	readonly createdAt: string | undefined;
	/** What its attributes say about its handoff. */
	readonly ids: Subject;
}

export interface TracedTask extends ListedTask {
	/** As TaskRouter has it, or `unknown`. */
	readonly status: string;
	readonly queue: string | undefined;
	readonly queueSid: string | undefined;
	/** Why it was canceled. */
	readonly reason: string | undefined;
	readonly endedAt: string | undefined;
	readonly isAccepted: boolean;
	readonly acceptedAt: string | undefined;
	/** Oldest first; `undefined` when they could not be read. */
	readonly offers: readonly Offer[] | undefined;
}

export interface LoggedEvent {
	/** `task.created`, `reservation.accepted`, … */
	readonly type: string;
	readonly at: string | undefined;
	readonly data: Readonly<Record<string, unknown>>;
}

/** A task has these only after an agent accepted it. */
const HELD: ReadonlySet<string> = new Set(['assigned', 'wrapping', 'completed']);
const STATUS_AFTER: Readonly<Record<string, string>> = {
	'task.canceled': 'canceled',
	'task.completed': 'completed',
	'task.wrapup': 'wrapping',
};

/**
 * The tasks of a conversation or call that TaskRouter still has. Our flow and `/handoff` put the conversation's ID into
 * every task; other flows may not.
 * @throws {HandoffError | SetupError} when TaskRouter cannot be read
 */
export async function listTasks(account: AccountView, wanted: Wanted): Promise<ListedTask[]> {
	const { conversationId, callSid, conversationSids, from } = wanted;
	const terms = [
		...(callSid === undefined ? [] : [`call_sid == "${callSid}"`]),
		...(conversationId === undefined ? [] : [`conversationId == "${conversationId}"`]),
		...conversationSids.map((sid) => `conversationSid == "${sid}"`),
	];
	if (terms.length === 0) return [];
	const { tasks } = await workspaceOf(account);
	const evaluateTaskAttributes = terms.join(' OR ');
	const listed = await asking('listing the tasks', () =>
		tasks.list({ evaluateTaskAttributes, ordering: 'DateCreated:desc', limit: MAX_LISTED }),
	);
	return listed
		.map(({ sid, dateCreated, attributes }) => ({
			sid,
			createdAt: isoOf(dateCreated),
			ids: idsInAttributes(objectIn(attributes)),
		}))
		.filter(({ ids, createdAt }) => {
			if (ids.callSid !== undefined && ids.callSid === callSid) return true;
			if (ids.conversationId && conversationId) return ids.conversationId === conversationId;
			// A classic conversation may have had other v2 conversations before this one.
			return createdAt === undefined || Date.parse(createdAt) >= from.getTime();
		});
}

/**
 * Everything TaskRouter has about a task.
 * @returns `undefined` when it has nothing, or nothing that could be read
 */
export async function readTask(
	account: AccountView,
	reads: Reads,
	sid: string,
): Promise<TracedTask | undefined> {
	const [live, events] = await Promise.all([
		reads.from('TaskRouter', async () => {
			const { tasks } = await workspaceOf(account);
			return askingFor('reading the task', () => tasks(sid).fetch());
		}),
		reads.from('TaskRouter', () => readEvents(account, sid)),
	]);
	return taskOf(sid, live, events);
}

/**
 * A task, from what TaskRouter still has of it.
 * @param events oldest first; `undefined` when they could not be read
 * @returns `undefined` when there is neither
 */
export function taskOf(
	sid: string,
	live: TaskInstance | undefined,
	events: readonly LoggedEvent[] | undefined,
): TracedTask | undefined {
	if (!live && !events?.length) return undefined;
	const newest = (key: string) => textAt(events?.findLast(({ data }) => textAt(data, key))?.data, key);
	const first = (type: string) => events?.find((event) => event.type === type)?.at;
	const end = events?.findLast(({ type }) => STATUS_AFTER[type] !== undefined);
	// The first: later ones belong to agents it was transferred to.
	const acceptedAt = first('reservation.accepted');
	const status =
		live?.assignmentStatus ??
		STATUS_AFTER[end?.type ?? ''] ??
		(acceptedAt === undefined ? 'unknown' : 'assigned');
	return {
		sid,
		status,
		ids: idsInAttributes(objectIn(live?.attributes ?? newest('task_attributes'))),
		createdAt: isoOf(live?.dateCreated) ?? first('task.created'),
		queue: live?.taskQueueFriendlyName || newest('task_queue_name'),
		queueSid: live?.taskQueueSid,
		reason: live?.reason || textAt(end?.data, 'task_canceled_reason') || textAt(end?.data, 'reason'),
		endedAt: end?.at,
		isAccepted: acceptedAt !== undefined || HELD.has(status),
		acceptedAt,
		offers: events && offersIn(events),
	};
}

function readEvents(account: AccountView, taskSid: string): Promise<LoggedEvent[]> {
	return listEvents(account, { taskSid, startDate: new Date(Date.now() - KEPT_MS) });
}

/** At most 500 events, oldest first. @throws {HandoffError | SetupError} when TaskRouter cannot be read */
export async function listEvents(
	account: AccountView,
	wanted: Pick<EventListInstanceOptions, 'taskSid' | 'eventType' | 'startDate'>,
): Promise<LoggedEvent[]> {
	const { events } = await workspaceOf(account);
	const found = await asking('reading the events of tasks', () =>
		events.list({ ...wanted, pageSize: MAX_EVENTS, limit: MAX_EVENTS }),
	);
	return found
		.map(({ eventType, eventDate, eventDateMs, eventData }) => ({
			type: eventType ?? '',
			at: Number.isFinite(eventDateMs) ? isoOf(new Date(eventDateMs)) : isoOf(eventDate),
			data: objectIn(eventData),
		}))
		.sort((a, b) => byTime(a.at, b.at));
}

/** Each reservation with its outcome: acceptance outweighs what follows, and anything outweighs its creation. */
function offersIn(events: readonly LoggedEvent[]): Offer[] {
	const offers = new Map<string, Offer>();
	for (const { type, at, data } of events) {
		const [kind, status = ''] = type.split('.');
		const sid = textAt(data, 'reservation_sid');
		const before = offers.get(sid ?? '');
		if (kind !== 'reservation' || sid === undefined || before?.status === 'accepted') continue;
		if (before && status === 'created') continue;
		offers.set(sid, { status, at: status === 'accepted' ? at : (before?.at ?? at) });
	}
	return [...offers.values()];
}

/** The agents who can get the tasks of a queue. */
export interface Agents {
	readonly eligible: number;
	readonly available: number;
}

/**
 * @returns `no queue` when it was deleted
 * @throws {HandoffError | SetupError} when TaskRouter cannot be read
 */
async function readAgents(account: AccountView, taskQueueSid: string): Promise<Agents | 'no queue'> {
	const { workers, taskQueues } = await workspaceOf(account);
	// Of a queue that does not exist TaskRouter lists no workers: it refuses (400).
	const [queues, eligible] = await Promise.all([
		asking('listing the queues', () => taskQueues.list()),
		asking('listing the workers of the queue', () =>
			workers.list({ taskQueueSid, limit: 1_000, pageSize: 1_000 }),
		).catch((error: unknown) => ({ error })),
	]);
	if (!queues.some(({ sid }) => sid === taskQueueSid)) return 'no queue';
	if ('error' in eligible) throw eligible.error;
	return { eligible: eligible.length, available: eligible.filter(({ available }) => available).length };
}

/** The task, those of other handoffs at the same time, and while it waits the agents who can get it. */
export async function readTaskFacts(
	account: AccountView,
	reads: Reads,
	known: TracedTask | undefined,
	taskSid: string | undefined,
	rivalSids: readonly (string | undefined)[],
) {
	const read = async (sid: string | undefined) => {
		if (sid === undefined || known?.sid === sid) return sid && known;
		return readTask(account, reads, sid);
	};
	const [task, ...rivals] = await Promise.all([taskSid, ...rivalSids].map(read));
	const queueSid = task && task.status === 'pending' && task.queueSid;
	const agents = queueSid ? await reads.from('TaskRouter', () => readAgents(account, queueSid)) : undefined;
	return { task: task || undefined, rivals: rivals.flatMap((each) => each || []), agents };
}
