/**
 * Finds the tasks of a conversation, of which each may be of another handoff: those that TaskRouter still has, and
 * those that its log tells of.
 * @module
 */
import { fromTwilio } from '../../src/twilio/errors';
import type { AccountView } from '../account/account-view';
import type { Sought } from './find-execution';
import type { LiveTask } from './find-task';
import { idsInAttributes, kindOf } from './ids';
import { readLog, workspaceOf } from './task-log';
import { attempt, failureOf, got, type Subject, type TraceEntry } from './trace';
import { isoOf, objectIn, textAt } from './values';

const MAX_LIVE = 20;

/** What a list, or the log, tells of a task. */
export interface ListedTask {
	readonly sid: string;
	readonly createdAt?: string;
	/** What its attributes say of its handoff. */
	readonly ids: Subject;
	/** `KD…`: of the Flex interaction that it came into being for, if it did. */
	readonly interactionSid?: string;
	readonly live?: LiveTask;
}

/** Throws nothing that is of Twilio: where the one source cannot be read, there is still the other. */
export async function findTasks(
	account: AccountView,
	sought: Sought,
): Promise<{ readonly tasks: readonly ListedTask[]; readonly failures: readonly TraceEntry[] }> {
	if (expressions(sought).length === 0) return { tasks: [], failures: [] };
	const reads = await Promise.all([
		attempt('TaskRouter', () => listLogged(account, sought)),
		attempt('TaskRouter', () => listLive(account, sought)),
	]);
	const listed = reads.flatMap((read) => got(read) ?? []).filter((task) => isOf(task, sought));
	return {
		tasks: [...new Map(listed.map((task) => [task.sid, task])).values()],
		failures: reads.flatMap(failureOf),
	};
}

/** Our flow and `/handoff` put the conversation's id into every task; other flows may not. */
async function listLive(account: AccountView, sought: Sought): Promise<ListedTask[]> {
	const { tasks } = await workspaceOf(account);
	try {
		const found = await Promise.all(
			expressions(sought).map((evaluateTaskAttributes) =>
				tasks.list({ evaluateTaskAttributes, ordering: 'DateCreated:desc', limit: MAX_LIVE }),
			),
		);
		return found.flat().map((live) => ({
			...listedTask(live.sid, isoOf(live.dateCreated), objectIn(live.attributes)),
			live,
		}));
	} catch (error) {
		throw fromTwilio('looking for the task', error);
	}
}

function expressions({ conversationId, callSid, conversationSids }: Sought): string[] {
	const equals = (key: string, id: string | undefined) => (id === undefined ? [] : [`${key} == "${id}"`]);
	return [
		...equals('call_sid', callSid),
		...equals('conversationId', conversationId),
		...conversationSids.flatMap((sid) => equals('conversationSid', sid)),
	];
}

async function listLogged(account: AccountView, { periods }: Sought): Promise<ListedTask[]> {
	const created = await Promise.all(
		periods.map((period) => readLog(account, { eventType: 'task.created' }, period)),
	);
	return created.flat().flatMap(({ at, data }) => {
		const sid = textAt(data, 'task_sid');
		const isTask = sid !== undefined && kindOf(sid) === 'taskSid';
		return isTask ? [listedTask(sid, at, objectIn(data.task_attributes))] : [];
	});
}

function listedTask(
	sid: string,
	createdAt: string | undefined,
	attributes: Readonly<Record<string, unknown>>,
): ListedTask {
	const interactionSid = textAt(attributes, 'flexInteractionSid');
	return {
		sid,
		ids: idsInAttributes(attributes),
		...(createdAt !== undefined && { createdAt }),
		...(interactionSid !== undefined && { interactionSid }),
	};
}

/** A chat may outlive its conversation: its tasks of another one, or of an earlier time, are not of this one. */
function isOf({ ids, createdAt }: ListedTask, { conversationId, callSid, ...sought }: Sought): boolean {
	if (ids.callSid !== undefined && ids.callSid === callSid) return true;
	const isKnown = ids.conversationId !== undefined && conversationId !== undefined;
	if (isKnown) return ids.conversationId === conversationId;
	const isChat = sought.conversationSids.some((sid) => sid === ids.conversationSid);
	return isChat && (createdAt === undefined || Date.parse(createdAt) >= sought.periods[0].from.getTime());
}
