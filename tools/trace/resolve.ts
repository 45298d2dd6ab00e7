/**
 * Which handoff is meant: the ids people have at hand, and how one leads to the others.
 * @module
 */
import * as z from 'zod';
import { getJson } from '../../src/twilio/get-json';
import type { AccountView } from '../account/account-view';
import { asking } from '../account/asking';
import { SetupError } from '../account/errors';
import { FLOW_SETTING } from '../account/flow';
import { type Execution, fetchExecution } from './execution';
import { FLOW_SID, kindOf } from './ids';
import { readTask, type TracedTask } from './task';
import { note, type Reads, type Subject, type TraceEntry, wrong } from './trace';

const MAX_CONVERSATIONS = 20;
const CONVERSATIONS_URL = 'https://conversations.twilio.com/v2/Conversations';
const created = z.looseObject({ createdAt: z.nullish(z.string()) });

/**
 * @param id as it was typed
 * @throws {SetupError} that names the kinds of ids
 */
export function parseSubject(id: string): Subject {
	const text = id.trim();
	const kind = kindOf(text);
	if (kind !== undefined) return { [kind]: text };
	throw new SetupError(
		'Unrecognized ID. Use a conversation ID (conv_conversation_…) or the SID of a call (CA…), a Studio execution (FN…), a task (WT…) or a classic conversation (CH…).',
	);
}

export interface Resolved {
	readonly subject: Subject;
	/** Whether there is anything to follow. */
	readonly isFound: boolean;
	/** The execution or the task, when its SID was given. */
	readonly execution?: Execution;
	readonly task?: TracedTask;
	readonly entries: readonly TraceEntry[];
}

/** Goes from the id that was given to the v2 conversation, as far as Twilio knows. Failures to read are in `reads`. */
export async function resolve(account: AccountView, reads: Reads, subject: Subject): Promise<Resolved> {
	const { executionSid, taskSid } = subject;
	if (executionSid !== undefined) {
		const flowSid = await reads.from('Studio', () => ownFlowSid(account));
		const execution =
			flowSid && (await reads.from('Studio', () => fetchExecution(account.twilio, flowSid, executionSid)));
		if (!execution)
			return lost(subject, reads.isMissing('Studio') ? [] : [executionNotFound(executionSid, flowSid)]);
		const { conversationId, callSid } = execution;
		const ids = { ...(conversationId && { conversationId }), ...(callSid && { callSid }) };
		return { ...(await throughChannel(account, reads, { ...subject, ...ids })), execution };
	}
	if (taskSid !== undefined) {
		const task = await readTask(account, reads, taskSid);
		if (!task) return lost(subject, reads.isMissing('TaskRouter') ? [] : [taskNotFound(taskSid)]);
		return { ...(await throughChannel(account, reads, { ...subject, ...task.ids })), task };
	}
	return throughChannel(account, reads, subject);
}

/**
 * The flow of `.env`, or without the setting the one of this project's name.
 * @returns `undefined` when there is none, or the setting is malformed
 * @throws {HandoffError} when Studio cannot be read, or several flows have the name
 */
export async function ownFlowSid({ settings, project }: AccountView): Promise<string | undefined> {
	const set = settings[FLOW_SETTING];
	if (set === undefined) return (await project.flow())?.sid;
	return FLOW_SID.test(set) ? set : undefined;
}

/** The v2 conversation of a call or of a classic conversation: the newest one. */
async function throughChannel(account: AccountView, reads: Reads, subject: Subject): Promise<Resolved> {
	const channelId = subject.callSid ?? subject.conversationSid;
	const resolved = { subject, isFound: true, entries: [] };
	if (subject.conversationId !== undefined || channelId === undefined) return resolved;
	const ids = await reads.from('Orchestrator', () => listConversations(account, channelId));
	if (!ids) return resolved;
	const [conversationId, ...older] = ids;
	if (conversationId === undefined) return { ...resolved, entries: [noConversation(subject)] };
	const what = `${ids.length} conversations have this ${subject.callSid ? 'call' : 'chat'}; this is the newest.`;
	return {
		...resolved,
		subject: { ...subject, conversationId },
		entries: older.length > 0 ? [note('Orchestrator', what)] : [],
	};
}

/**
 * The newest first. A list may leave out when they began (Twilio's skill, github.com/twilio/ai,
 * twilio-conversation-orchestrator), which twilio-node 6.2 turns into the present: so each is fetched.
 */
function listConversations({ twilio }: AccountView, channelId: string): Promise<string[]> {
	return asking('listing the conversations', async () => {
		const listed = await twilio.conversations.v2.conversations.list({ channelId, limit: MAX_CONVERSATIONS });
		const ids = listed.flatMap(({ id }) => (id === undefined ? [] : [id]));
		if (ids.length < 2) return ids;
		const dated = await Promise.all(
			ids.map(async (id) => {
				const { createdAt } = created.parse(await getJson(twilio, `${CONVERSATIONS_URL}/${id}`));
				return { id, at: Date.parse(createdAt ?? '') || 0 };
			}),
		);
		return dated.sort((a, b) => b.at - a.at).map(({ id }) => id);
	});
}

function lost(subject: Subject, entries: readonly TraceEntry[]): Resolved {
	return { subject, isFound: false, entries };
}

function executionNotFound(executionSid: string, flowSid: string | undefined): TraceEntry {
	if (flowSid === undefined) {
		const advice = `Set ${FLOW_SETTING} in .env to the flow that ran, or run npx handoff deploy.`;
		return wrong('Studio', `Execution ${executionSid} not found: ${FLOW_SETTING} names no flow to search.`, {
			advice,
		});
	}
	return wrong('Studio', `Execution ${executionSid} not found in flow ${flowSid} (${FLOW_SETTING}).`, {
		advice:
			'Check the SID, the account and the setting; other flows are not searched. Studio keeps executions for 30 days.',
	});
}

function taskNotFound(taskSid: string): TraceEntry {
	const advice = 'Check the SID and the account. TaskRouter keeps the events of a task for 30 days.';
	return wrong('TaskRouter', `Task ${taskSid} not found.`, { advice });
}

function noConversation({ callSid }: Subject): TraceEntry {
	if (callSid !== undefined) return note('Orchestrator', 'No conversation has this call.');
	return wrong('Orchestrator', 'No conversation has this chat.', {
		impact: 'The virtual agent never received it, so there was nothing to hand over.',
		advice:
			'Check the SID and the account. If they are correct, connect the Conversations service of the chat: run npx handoff doctor.',
	});
}
