/**
 * What became of a task: from TaskRouter's log, and from the task itself while it is there.
 * @module
 */
import { fromTwilio } from '../../src/twilio/errors';
import type { AccountView } from '../account/account-view';
import type { FoundTask } from './find-task';
import { type LoggedEvent, workspaceOf } from './task-log';
import { isoOf, textAt } from './values';

/** The task offered to one person. */
export interface Offer {
	/** `pending`, `accepted`, `rejected`, `timeout`, `canceled`, `rescinded`, `wrapping` or `completed`. */
	readonly status: string;
	readonly at?: string;
}

export interface TaskStory {
	readonly sid: string;
	/** As TaskRouter has it, or `unknown` when the log does not tell. */
	readonly status: string;
	readonly createdAt?: string;
	readonly queue?: string;
	readonly queueSid?: string;
	readonly workflow?: string;
	readonly priority?: string;
	/** Why it was canceled. */
	readonly reason?: string;
	readonly canceledAt?: string;
	readonly acceptedAt?: string;
	readonly isAccepted: boolean;
	/** Oldest first. */
	readonly offers: readonly Offer[];
	/** That there are none is known, and not only unread. */
	readonly offersAreKnown: boolean;
}

const TAKEN: ReadonlySet<string> = new Set(['accepted', 'wrapping', 'completed']);

/** A task is that only after a person accepted it: https://www.twilio.com/docs/taskrouter/lifecycle-task-state */
const HELD: ReadonlySet<string> = new Set(['assigned', 'wrapping', 'completed']);

/** How the log calls the end of a task. */
const ENDS: Readonly<Record<string, string>> = {
	'task.canceled': 'canceled',
	'task.completed': 'completed',
	'task.wrapup': 'wrapping',
};

/** Puts a task and its log together; where both tell a thing, the task does. */
export function storyOf({ sid, live, reservations, log: events, failures }: FoundTask): TaskStory {
	const last = (type: string) => events.findLast((each) => each.type === type);
	const newest = (key: string) => events.findLast(({ data }) => textAt(data, key) !== undefined)?.data[key];
	const offers =
		reservations.length > 0
			? reservations
					.map(({ sid, reservationStatus: status, dateCreated, dateUpdated }) => {
						if (!TAKEN.has(status)) return offer(status, isoOf(dateCreated));
						// Once it went on, the reservation itself no longer tells when it was accepted.
						const last = status === 'accepted' ? isoOf(dateUpdated) : undefined;
						return offer(status, acceptanceIn(events, sid) ?? last);
					})
					.sort((a, b) => (a.at ?? '').localeCompare(b.at ?? ''))
			: offersIn(events);
	const taken = offers.find((each) => TAKEN.has(each.status));
	const status = live?.assignmentStatus ?? statusIn(events, taken);
	const canceled = last('task.canceled');
	const known = {
		createdAt: isoOf(live?.dateCreated) ?? events.find(({ type }) => type === 'task.created')?.at,
		queue: live?.taskQueueFriendlyName ?? newest('task_queue_name'),
		queueSid: live?.taskQueueSid ?? newest('task_queue_sid'),
		workflow: live?.workflowFriendlyName ?? newest('workflow_name'),
		priority: live?.priority ?? newest('task_priority'),
		reason:
			live?.reason ?? textAt(canceled?.data, 'task_canceled_reason') ?? textAt(canceled?.data, 'reason'),
		canceledAt: canceled?.at,
		// The first: later ones are of people it was handed on to.
		acceptedAt: acceptanceIn(events) ?? taken?.at,
	};
	return {
		sid,
		status,
		// Reservations and log may be unreadable: a task that somebody has tells by itself that it was accepted.
		isAccepted: taken !== undefined || HELD.has(status),
		offers,
		offersAreKnown: offers.length > 0 || failures.length === 0,
		...Object.fromEntries(
			Object.entries(known).flatMap(([key, value]) =>
				value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
			),
		),
	};
}

function statusIn(events: readonly LoggedEvent[], taken: Offer | undefined): string {
	const end = events.findLast(({ type }) => ENDS[type] !== undefined);
	return ENDS[end?.type ?? ''] ?? (taken ? 'assigned' : 'unknown');
}

/** Each reservation by the last the log has of it, at the time of its first. */
function offersIn(events: readonly LoggedEvent[]): Offer[] {
	const offers = new Map<string, Offer>();
	for (const { type, at, data } of events) {
		const sid = textAt(data, 'reservation_sid');
		if (sid === undefined || !type.startsWith('reservation.')) continue;
		const status = type.slice('reservation.'.length);
		const before = offers.get(sid);
		// What TaskRouter logs afterwards does not undo that somebody took it, and nothing comes before its making.
		if (before && (TAKEN.has(before.status) || status === 'created')) continue;
		const when = TAKEN.has(status) ? at : (before?.at ?? at);
		offers.set(sid, offer(status === 'created' ? 'pending' : status, when));
	}
	return [...offers.values()];
}

/** When the log says that somebody accepted it. @param reservationSid of one reservation alone */
function acceptanceIn(events: readonly LoggedEvent[], reservationSid?: string): string | undefined {
	return events.find(
		({ type, data }) =>
			type === 'reservation.accepted' &&
			(reservationSid === undefined || textAt(data, 'reservation_sid') === reservationSid),
	)?.at;
}

function offer(status: string, at: string | undefined): Offer {
	return { status, ...(at !== undefined && { at }) };
}

/** Who could take the tasks of a queue. */
export interface People {
	readonly eligible: number;
	readonly available: number;
}

/** @throws {HandoffError | SetupError} when TaskRouter cannot be read */
export async function readPeople(account: AccountView, taskQueueSid: string): Promise<People> {
	const { workers } = await workspaceOf(account);
	try {
		const eligible = await workers.list({ taskQueueSid, limit: 1_000, pageSize: 1_000 });
		return { eligible: eligible.length, available: eligible.filter(({ available }) => available).length };
	} catch (error) {
		throw fromTwilio('reading the workers of the queue', error);
	}
}
