/**
 * Finds the conversation of a given ID.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { Reads, Subject } from '../trace';
import { listConversations } from './conversation';
import { type Execution, type Flow, fetchExecution } from './executions';
import { readTask, type TracedTask } from './tasks';

/** The ids that the one that was given leads to, and what was read on the way. */
export interface Asked {
	readonly subject: Subject;
	readonly execution?: Execution | undefined;
	readonly task?: TracedTask | undefined;
	readonly conversations?: number | undefined;
}

/** Goes from the id that was given to the v2 conversation, as far as Twilio knows: to the newest of a call or a chat. */
export async function readAsked(
	account: AccountView,
	reads: Reads,
	given: Subject,
	flowing: Promise<Flow | undefined>,
): Promise<Asked> {
	const { executionSid, taskSid } = given;
	const flowSid = executionSid && (await flowing)?.sid;
	const execution = flowSid
		? await reads.from('Studio', () => fetchExecution(account.twilio, flowSid, executionSid))
		: undefined;
	const task = taskSid === undefined ? undefined : await readTask(account, reads, taskSid);
	const { conversationId, callSid } = execution ?? {};
	const subject = { conversationId, callSid, ...task?.ids, ...given };
	const channelId = subject.callSid ?? subject.conversationSid;
	if (subject.conversationId !== undefined || channelId === undefined) return { subject, execution, task };
	const listed = await reads.from('Orchestrator', () => listConversations(account, channelId));
	const [newest] = listed ?? [];
	return {
		subject: { ...subject, conversationId: newest },
		execution,
		task,
		conversations: listed?.length,
	};
}
