/**
 * The console's state, read from the world: nothing is kept beside it.
 * @module
 */

import type { Emulator } from '../core/emulator';
import type { RecordedRequest } from '../core/recorded';
import { shortenIds } from '../core/sids';
import type { Call, ClassicConversation, Conversation, Execution, Task, World } from '../core/world';
import type { Customer, Failure, Line, Step, TaskView } from './state';

const MAX_CUSTOMERS = 30;
const MAX_STEPS = 250;

/** Every customer, newest first. */
export function customersOf(world: World): Customer[] {
	const chats = [...world.classicConversations.values()].map((chat) => chatView(world, chat));
	const calls = [...world.calls.values()].map((call) => callView(world, call));
	return [...chats, ...calls].sort((a, b) => b.startedAt - a.startedAt).slice(0, MAX_CUSTOMERS);
}

/** What happened, oldest first: the journal, and the requests. */
export function stepsOf({ world, requests }: Emulator): Step[] {
	const lines = world.journal
		.slice(-MAX_STEPS)
		.map(({ at, who, what }) => ({ at, who, what: shortenIds(what) }));
	const first = Math.max(0, requests.length - MAX_STEPS);
	const made = requests.slice(first).map((request, index) => requestStep(world, request, first + index));
	return [...lines, ...made].sort((a, b) => a.at - b.at).slice(-MAX_STEPS);
}

/** The v2 conversation of a chat or a call. */
export function conversationOf(world: World, channelId: string): Conversation | undefined {
	return [...world.conversations.values()].findLast(({ participants }) =>
		participants.some(({ addresses }) => addresses.some((each) => each.channelId === channelId)),
	);
}

/** The task of a chat or a call: the newest. */
export function taskOf(world: World, id: string): Task | undefined {
	return [...world.tasks.values()].findLast(
		({ conversationSid, callSid }) => (conversationSid ?? callSid) === id,
	);
}

function chatView(world: World, chat: ClassicConversation): Customer {
	const customer = chat.participants[0];
	const address = customer?.address ?? customer?.identity ?? '';
	const people = new Set([...world.workers.values()].map(({ friendlyName }) => friendlyName));
	const who = (author: string): Line['who'] => {
		if (author === address) return 'customer';
		if (people.has(author)) return 'person';
		return author === 'system' ? 'twilio' : 'agent';
	};
	const lines: Line[] = chat.messages.map(({ author, body, dateCreated }) => ({
		at: dateCreated?.getTime() ?? 0,
		who: who(author),
		text: body,
	}));
	const startedAt = lines[0]?.at ?? 0;
	for (const { to, body, dateCreated } of world.messages) {
		const at = dateCreated?.getTime() ?? 0;
		if (to === address && at >= startedAt) lines.push({ at, who: 'twilio', text: body });
	}
	lines.sort((a, b) => a.at - b.at);
	const channel = !customer?.address ? 'CHAT' : address.startsWith('whatsapp:') ? 'WHATSAPP' : 'SMS';
	const open = chat.state !== 'closed';
	return {
		id: chat.sid,
		channel,
		name: chat.friendlyName,
		startedAt,
		open,
		lines,
		...handoffOf(world, chat.sid),
	};
}

function callView(world: World, call: Call): Customer {
	const roles = { caller: 'customer', agent: 'agent', person: 'person', twilio: 'twilio' } as const;
	const lines = (call.spoken ?? []).map(({ at, who, text }) => ({ at: at.getTime(), who: roles[who], text }));
	return {
		id: call.sid,
		channel: 'VOICE',
		name: call.direction === 'inbound' ? call.from : call.to,
		startedAt: lines[0]?.at ?? 0,
		open: call.status !== 'completed',
		lines,
		...handoffOf(world, call.sid),
	};
}

function handoffOf(
	world: World,
	id: string,
): Pick<Customer, 'path' | 'outcome'> & Partial<Pick<Customer, 'task' | 'handedOverInMs'>> {
	const conversation = conversationOf(world, id);
	const task = taskOf(world, id);
	const execution = executionOf(world, id, conversation);
	const path = (execution?.steps ?? []).flatMap(({ transitionedFrom, transitionedTo }) => [
		transitionedFrom,
		transitionedTo,
	]);
	const began = world.inactiveAt.get(conversation?.id ?? '');
	const ms = task && began !== undefined ? task.dateCreated.getTime() - began : undefined;
	return {
		path: [...new Set(path)],
		outcome: outcomeOf(task, began !== undefined, conversation),
		...(task && { task: taskView(world, task) }),
		...(ms !== undefined && ms >= 0 && { handedOverInMs: ms }),
	};
}

function outcomeOf(task: Task | undefined, began: boolean, conversation: Conversation | undefined): string {
	if (task) {
		const isGivenBack = isServed(conversation) && task.conversationSid !== undefined;
		const words: Record<Task['assignmentStatus'], string> = {
			pending: 'waiting for an agent',
			reserved: 'waiting for an agent',
			assigned: 'with an agent',
			wrapping: 'done',
			completed: 'done',
			canceled: `${isGivenBack ? 'given back' : 'canceled'}: ${task.reason ?? ''}`,
		};
		return words[task.assignmentStatus];
	}
	if (!began) return 'with the virtual agent';
	return isServed(conversation) ? 'handoff failed, given back' : 'no task created';
}

/** Whether the virtual agent receives what the customer writes: a message alone makes a conversation ACTIVE. */
function isServed(conversation: Conversation | undefined): boolean {
	return conversation?.status === 'ACTIVE' && (conversation.configuration?.statusCallbacks ?? []).length > 0;
}

function executionOf(
	world: World,
	id: string,
	conversation: Conversation | undefined,
): Execution | undefined {
	const marks = [id, ...(conversation ? [conversation.id] : [])];
	return [...world.executions.values()].findLast(({ context: { trigger } }) => {
		const text = JSON.stringify(trigger);
		return marks.some((mark) => text.includes(mark));
	});
}

function taskView(world: World, task: Task): TaskView {
	const summary = world.summaries.get(String(task.attributes.conversationId));
	const attributes = Object.entries(task.attributes).map(([name, value]) => [
		name,
		typeof value === 'string' ? value : JSON.stringify(value),
	]);
	return {
		sid: task.sid,
		status: task.assignmentStatus,
		channel: task.taskChannelUniqueName,
		priority: task.priority,
		attributes: Object.fromEntries(attributes),
		...(summary !== undefined && { summary }),
	};
}

function requestStep(
	world: World,
	{ method, url, status, startedAt, durationMs, fault }: RecordedRequest,
	index: number,
): Step {
	const { hostname, pathname } = new URL(url);
	const result = durationMs === undefined ? '…' : `${status ?? 'no response'} in ${durationMs} ms`;
	const failed = durationMs !== undefined && (status === undefined || status >= 400);
	const what = `${method} ${shortenIds(pathname)} → ${result}${fault ? ' (simulated failure)' : ''}`;
	return { at: startedAt, who: productAt(world, hostname), what, request: index, failed };
}

const PRODUCTS: Readonly<Record<string, string>> = {
	conversations: 'Conversations',
	studio: 'Studio',
	webhooks: 'Studio',
	taskrouter: 'TaskRouter',
	'flex-api': 'Flex',
	intelligence: 'Intelligence',
	memory: 'Memory',
	api: 'Voice',
	sync: 'Sync',
};

/** The product that a request asks; the virtual agent's own server is TAC's. */
function productAt({ agentDomain }: World, host: string): string {
	if (host === agentDomain) return 'TAC';
	if (host.endsWith('.twil.io')) return 'Functions';
	return PRODUCTS[host.split('.')[0] ?? ''] ?? host;
}

/** The failures that are on, for the state. */
export function sorted(failures: ReadonlySet<Failure>): Failure[] {
	return [...failures].sort();
}
