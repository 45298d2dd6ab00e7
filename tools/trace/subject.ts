/**
 * Which handoff is meant: the ids people have at hand, and how one leads to the others.
 * @module
 */
import * as z from 'zod';
import { fromTwilio } from '../../src/twilio/errors';
import { getJson } from '../../src/twilio/get-json';
import type { AccountView } from '../account/account-view';
import { SetupError } from '../account/errors';
import { type Execution, fetchExecution } from './execution';
import { listFlows, MAX_FLOWS } from './find-flow';
import { readTaskIds } from './find-task';
import { FLOW_SID, kindOf } from './ids';
import { attempt, note, type Subject, type TraceEntry, uncertain, wrong } from './trace';

const MAX_CONVERSATIONS = 20;
const CONVERSATIONS_URL = 'https://conversations.twilio.com/v2/Conversations';
const began = z.looseObject({ createdAt: z.nullish(z.string()) });

/**
 * @param id as someone typed it
 * @throws {SetupError} that says which ids there are
 */
export function parseSubject(id: string): Subject {
	const text = id.trim();
	const kind = kindOf(text);
	if (kind !== undefined) return { [kind]: text };
	throw new SetupError(
		'This is no id that can be followed. Take the conversation’s (conv_conversation_…), or the SID of a call (CA…), a Studio execution (FN…), a task (WT…) or a classic conversation (CH…).',
	);
}

export interface Resolved {
	readonly subject: Subject;
	/** Whether there is anything to follow. */
	readonly isFound: boolean;
	/** The execution, when it was what was asked for. */
	readonly execution?: Execution;
	readonly entries: readonly TraceEntry[];
}

/** Goes from what was asked for to the v2 conversation, as far as Twilio tells. */
export async function resolveSubject(account: AccountView, asked: Subject): Promise<Resolved> {
	if (asked.executionSid !== undefined) {
		const { executionSid } = asked;
		const read = await attempt('Studio', () => findByItsSid(account, executionSid));
		if ('unreadable' in read) return lost(asked, read.unreadable);
		const execution = read.value;
		if (execution === 'unsearched') return lost(asked, unsearched(executionSid));
		if (!execution) return lost(asked, unknownTo('Studio', 'execution', executionSid));
		const { conversationId, callSid } = execution;
		const known = { ...(conversationId && { conversationId }), ...(callSid && { callSid }) };
		const resolved = await throughChannel(account, { ...asked, ...known });
		return { ...resolved, execution };
	}
	if (asked.taskSid !== undefined) {
		const { taskSid } = asked;
		const read = await attempt('TaskRouter', () => readTaskIds(account, taskSid));
		if ('unreadable' in read) return lost(asked, read.unreadable);
		if (!read.value) return lost(asked, unknownTo('TaskRouter', 'task', taskSid));
		return throughChannel(account, { ...asked, ...read.value });
	}
	return throughChannel(account, asked);
}

/** The v2 conversation of a call or of a classic conversation: the newest one. */
async function throughChannel(account: AccountView, subject: Subject): Promise<Resolved> {
	const channelId = subject.callSid ?? subject.conversationSid;
	if (subject.conversationId !== undefined || channelId === undefined)
		return { subject, isFound: true, entries: [] };
	const read = await attempt('Orchestrator', () => listConversations(account, channelId));
	if ('unreadable' in read) return { subject, isFound: true, entries: [read.unreadable] };
	const [conversationId, ...older] = read.value;
	if (conversationId === undefined) return { subject, isFound: true, entries: [noConversation(subject)] };
	const entries =
		older.length > 0
			? [note('Orchestrator', `There are ${older.length + 1} conversations of it; this is the newest.`)]
			: [];
	return { subject: { ...subject, conversationId }, isFound: true, entries };
}

/**
 * The newest first. A list may leave out when they began (Twilio's skill, github.com/twilio/ai,
 * twilio-conversation-orchestrator), of which twilio-node 6.2 makes the present: so each is fetched.
 */
async function listConversations({ twilio }: AccountView, channelId: string): Promise<string[]> {
	try {
		const listed = await twilio.conversations.v2.conversations.list({ channelId, limit: MAX_CONVERSATIONS });
		const ids = listed.flatMap(({ id }) => (id === undefined ? [] : [id]));
		if (ids.length < 2) return ids;
		const dated = await Promise.all(
			ids.map(async (id) => {
				const { createdAt } = began.parse(await getJson(twilio, `${CONVERSATIONS_URL}/${id}`));
				return { id, at: Date.parse(createdAt ?? '') || 0 };
			}),
		);
		return dated.sort((a, b) => b.at - a.at).map(({ id }) => id);
	} catch (error) {
		throw fromTwilio('looking for the conversation', error);
	}
}

/** @returns `unsearched` when there are more flows than are looked through */
async function findByItsSid(
	account: AccountView,
	executionSid: string,
): Promise<Execution | 'unsearched' | undefined> {
	const { twilio, settings } = account;
	const ours = settings.TWILIO_STUDIO_HANDOFF_FLOW_SID ?? '';
	const first = FLOW_SID.test(ours) ? await fetchExecution(twilio, ours, executionSid) : undefined;
	if (first) return first;
	const flows = await listFlows(account);
	for (const sid of flows.slice(0, MAX_FLOWS)) {
		const found = sid === ours ? undefined : await fetchExecution(twilio, sid, executionSid);
		if (found) return found;
	}
	return flows.length > MAX_FLOWS ? 'unsearched' : undefined;
}

function unsearched(executionSid: string): TraceEntry {
	const what = `The execution ${executionSid} is in none of the first ${MAX_FLOWS} flows; the others were not searched.`;
	return uncertain('Studio', what, 'Follow the handoff by its conversation, call or task instead.');
}

function lost(subject: Subject, entry: TraceEntry): Resolved {
	return { subject, isFound: false, entries: [entry] };
}

function noConversation({ callSid }: Subject): TraceEntry {
	if (callSid !== undefined) {
		return note('Orchestrator', 'Conversation Orchestrator has no conversation of this call.');
	}
	return wrong('Orchestrator', 'Conversation Orchestrator has no conversation of this chat.', {
		impact: 'The virtual agent never had it, so there was nothing to hand over.',
		advice:
			'Check the SID and the account. If they are right, connect the Conversations service that the chat is in: Conversation Configuration, Channel Traffic tab, Add Messaging and Chat Traffic, Connect Conversations API service or Flex. Or run npm run doctor, which looks at it.',
	});
}

function unknownTo(product: 'Studio' | 'TaskRouter', what: string, sid: string): TraceEntry {
	return wrong(product, `${product} has no ${what} ${sid}.`, {
		advice: `Check the SID and the account. ${product} forgets after 30 days.`,
	});
}
