/**
 * Finds the task of a handoff. TaskRouter deletes a task five minutes after it ended and keeps its log for 30 days, so
 * most tasks that people ask about are found in the log alone.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-state
 * @module
 */
import type { TaskInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task';
import type { ReservationInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/task/reservation';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import type { AccountView } from '../account-view';
import { idsInAttributes, kindOf } from './ids';
import { KEPT_MS, type LoggedEvent, type Period, readLog, workspaceOf } from './task-log';
import { attempt, type Read, type Subject } from './trace';
import { isoOf, objectIn, textAt } from './values';

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

export interface FoundTask {
	readonly sid: string;
	/** While TaskRouter still has it. */
	readonly live?: LiveTask;
	readonly reservations: readonly Pick<
		ReservationInstance,
		'sid' | 'reservationStatus' | 'dateCreated' | 'dateUpdated'
	>[];
	/** Oldest first. */
	readonly log: Read<readonly LoggedEvent[]>;
}

/**
 * What the attributes of a task say of its handoff.
 * @returns `undefined` when TaskRouter has forgotten it
 * @throws {HandoffError | SetupError} when it cannot be read
 */
export async function readTaskIds(account: AccountView, taskSid: string): Promise<Subject | undefined> {
	const workspace = await workspaceOf(account);
	try {
		const { attributes } = await workspace.tasks(taskSid).fetch();
		return idsInAttributes(objectIn(attributes));
	} catch (error) {
		if (statusOf(error) !== 404) throw fromTwilio('reading the task', error);
	}
	const log = await readLog(account, { taskSid }, { from: new Date(Date.now() - KEPT_MS) });
	const known = log.find(({ data }) => data.task_attributes !== undefined);
	return known && idsInAttributes(objectIn(known.data.task_attributes));
}

/**
 * @param sids what the execution says its task is, if it says so
 * @returns the newest task of the handoff, or `undefined`
 * @throws {HandoffError | SetupError} when TaskRouter cannot be read
 */
export async function findTask(
	account: AccountView,
	subject: Subject,
	sids: readonly string[],
	period: Period,
): Promise<FoundTask | undefined> {
	const { tasks } = await workspaceOf(account);
	const named = subject.taskSid ?? sids[0];
	const live = named === undefined ? await searchLive(account, subject) : await fetchLive(account, named);
	const sid = live?.sid ?? named ?? (await searchLog(account, subject, period));
	if (sid === undefined) return undefined;
	const [log, reservations] = await Promise.all([
		attempt('TaskRouter', () => readLog(account, { taskSid: sid }, { from: period.from })),
		live ? tasks(sid).reservations.list().catch(orNone) : [],
	]);
	const isKnown = live !== undefined || !('value' in log) || log.value.length > 0;
	return isKnown ? { sid, ...(live && { live }), reservations, log } : undefined;
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

/** Our flow and `/handoff` put the conversation's id into every task; other flows may not. */
async function searchLive(account: AccountView, subject: Subject): Promise<LiveTask | undefined> {
	const { tasks } = await workspaceOf(account);
	for (const evaluateTaskAttributes of expressions(subject)) {
		try {
			const found = await tasks.list({ evaluateTaskAttributes, ordering: 'DateCreated:desc', limit: 20 });
			const time = ({ dateCreated }: LiveTask) => Date.parse(isoOf(dateCreated) ?? '') || 0;
			const [newest] = found.sort((a, b) => time(b) - time(a));
			if (newest) return newest;
		} catch (error) {
			throw fromTwilio('looking for the task', error);
		}
	}
	return undefined;
}

function expressions({ conversationId, callSid, conversationSid }: Subject): string[] {
	const equals = (key: string, id: string | undefined) => (id === undefined ? [] : [`${key} == "${id}"`]);
	return [
		...equals('call_sid', callSid),
		...equals('conversationId', conversationId),
		...equals('conversationSid', conversationSid),
	];
}

async function searchLog(
	account: AccountView,
	subject: Subject,
	period: Period,
): Promise<string | undefined> {
	const created = await readLog(account, { eventType: 'task.created' }, period);
	const sought = [subject.callSid, subject.conversationId, subject.conversationSid];
	for (const id of sought.filter((each) => each !== undefined)) {
		const found = created.findLast(({ data }) =>
			Object.values(idsInAttributes(objectIn(data.task_attributes))).includes(id),
		);
		const sid = textAt(found?.data, 'task_sid');
		if (kindOf(sid) === 'taskSid') return sid;
	}
	return undefined;
}

/** Without its reservations a task still has its log. */
function orNone(error: unknown): [] {
	if (statusOf(error) === 404) return [];
	throw fromTwilio('reading the reservations', error);
}
