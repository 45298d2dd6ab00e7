/**
 * Reads one task. TaskRouter deletes a task five minutes after it ended and keeps its log for 30 days, so most tasks
 * that people ask about are found in the log alone.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-state
 * @module
 */
import type { TaskInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task';
import type { ReservationInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task/reservation';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import type { AccountView } from '../account/account-view';
import { idsInAttributes } from './ids';
import { KEPT_MS, type LoggedEvent, readLog, workspaceOf } from './task-log';
import { attempt, failureOf, got, type Subject, type TraceEntry } from './trace';
import { objectIn } from './values';

export type LiveTask = Pick<
	TaskInstance,
	| 'sid'
	| 'assignmentStatus'
	| 'dateCreated'
	| 'priority'
	| 'reason'
	| 'taskQueueSid'
	| 'taskQueueFriendlyName'
	| 'workflowFriendlyName'
>;

type ListedReservation = Pick<
	ReservationInstance,
	'sid' | 'reservationStatus' | 'dateCreated' | 'dateUpdated'
>;

export interface FoundTask {
	readonly sid: string;
	/** While TaskRouter still has it. */
	readonly live?: LiveTask;
	readonly reservations: readonly ListedReservation[];
	/** Oldest first. */
	readonly log: readonly LoggedEvent[];
	/** Why some of it is missing here. */
	readonly failures: readonly TraceEntry[];
}

/**
 * What the attributes of a task say of its handoff.
 * @returns `undefined` when TaskRouter has forgotten it
 * @throws {HandoffError | SetupError} when neither the task nor its log can be read
 */
export async function readTaskIds(account: AccountView, taskSid: string): Promise<Subject | undefined> {
	const { tasks } = await workspaceOf(account);
	try {
		const { attributes } = await tasks(taskSid).fetch();
		return idsInAttributes(objectIn(attributes));
	} catch (error) {
		const ids = await readLoggedIds(account, taskSid);
		if (ids || statusOf(error) === 404) return ids;
		throw fromTwilio('reading the task', error);
	}
}

async function readLoggedIds(account: AccountView, taskSid: string): Promise<Subject | undefined> {
	const log = await readLog(account, { taskSid }, { from: new Date(Date.now() - KEPT_MS) });
	const known = log.find(({ data }) => data.task_attributes !== undefined);
	return known && idsInAttributes(objectIn(known.data.task_attributes));
}

/**
 * All that TaskRouter tells of a task; throws nothing that is of Twilio.
 * @param known as a list had it
 * @param from when it was made at the earliest
 * @returns `undefined` when TaskRouter knows no such task any more
 */
export async function readTask(
	account: AccountView,
	sid: string,
	known: LiveTask | undefined,
	from: Date,
): Promise<FoundTask | undefined> {
	const [live, reservations, log] = await Promise.all([
		known ? { value: known } : attempt('TaskRouter', () => fetchLive(account, sid)),
		attempt('TaskRouter', () => listReservations(account, sid)),
		attempt('TaskRouter', () => readLog(account, { taskSid: sid }, { from })),
	]);
	const isGone = 'value' in live && live.value === undefined;
	if (isGone && got(log)?.length === 0) return undefined;
	const task = got(live);
	return {
		sid,
		...(task && { live: task }),
		reservations: got(reservations) ?? [],
		log: got(log) ?? [],
		failures: [live, reservations, log].flatMap(failureOf),
	};
}

async function fetchLive(account: AccountView, sid: string): Promise<LiveTask | undefined> {
	const { tasks } = await workspaceOf(account);
	try {
		return await tasks(sid).fetch();
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw fromTwilio('reading the task', error);
	}
}

async function listReservations(account: AccountView, sid: string): Promise<ListedReservation[]> {
	const { tasks } = await workspaceOf(account);
	try {
		return await tasks(sid).reservations.list();
	} catch (error) {
		if (statusOf(error) === 404) return [];
		throw fromTwilio('reading the reservations', error);
	}
}
