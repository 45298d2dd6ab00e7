/**
 * The flow's executions: what started each, which steps it took, and what its widgets left behind.
 *
 * Twilio documents only the part of the context that templates can reach, so it is read one value at a time:
 * https://www.twilio.com/docs/studio/user-guide/get-started-with-variables
 * @module
 */
import type { Twilio } from 'twilio';
import type { ExecutionInstance } from 'twilio/lib/rest/studio/v2/flow/execution';
import { bareAddress } from '../../../src/conversation/customer';
import { readSessionEnd, type SessionEnd } from '../../../src/handoff/session-end';
import { isSid } from '../../../src/ids';
import { isRecord, textAt, valueAt } from '../../../src/json';
import type { AccountView } from '../../account/account-view';
import { asking, askingFor } from '../../account/asking';
import { isoOf } from '../../account/format';
import { FLOW_SETTING } from '../../account/studio/flow';
import { readFlexWidgets } from '../../account/studio/stuck-execution';
import { taskSidIn } from '../ids';
import type { Reads } from '../trace';
import { byTime } from '../values';

export interface Step {
	readonly from: string;
	readonly event: string;
	/** The next widget, or `Ended`. */
	readonly to: string;
	readonly at: string | undefined;
}

export interface Execution {
	readonly sid: string;
	readonly isEnded: boolean;
	readonly startedAt: string | undefined;
	/** When it changed last: of one that ended, its end. */
	readonly updatedAt: string | undefined;
	/** The customer's, as Studio knows it. */
	readonly address: string;
	readonly conversationId: string | undefined;
	/** Set when a call started it. */
	readonly callSid: string | undefined;
	/** The task it created, where a widget names it. */
	readonly taskSid: string | undefined;
	/** Whether the AI session ended with a handoff, by the rules of the Functions. */
	readonly end: SessionEnd;
	/** What its widgets left, and its variables. */
	readonly context: unknown;
	/** Oldest first. */
	readonly steps: readonly Step[];
}

/** @example variableOf(execution, 'outcome') // how the flow recorded that it ended; flows of others have none */
export function variableOf({ context }: Execution, name: string): string | undefined {
	return textAt(context, 'flow', 'variables', name);
}

/** What is known about the handoffs to find. */
export interface Wanted {
	readonly conversationId: string | undefined;
	readonly callSid: string | undefined;
	/** Of the customer's chats. */
	readonly conversationSids: readonly string[];
	readonly addresses: readonly string[];
	readonly from: Date;
	readonly to: Date | undefined;
}

/** The one flow that is searched: that of `.env`. */
export interface Flow {
	/** `undefined` when there is none, or the setting is malformed. */
	readonly sid: string | undefined;
	/** The widgets that send to Flex; `undefined` when they could not be read. */
	readonly flexWidgets: ReadonlySet<string> | 'draft' | undefined;
}

/** Executions that are listed, and those whose context is read. */
const MAX_LISTED = 300;
const MAX_READ = 40;

/**
 * The flow of `.env`, or without the setting the one of this project's name.
 * @throws {HandoffError | FlowChoiceError} when Studio cannot be read, or several flows have the name
 */
export function readFlow(account: AccountView, reads: Reads): Promise<Flow> {
	return account.once('trace/flow', async () => {
		const set = account.settings[FLOW_SETTING];
		const sid = set === undefined ? (await account.project.flow())?.sid : isSid('FW', set) ? set : undefined;
		const read = async () => sid && ((await readFlexWidgets(account, sid)) ?? 'draft');
		return { sid, flexWidgets: (await reads.from('Studio', read)) || undefined };
	});
}

/** @returns `undefined` when the flow has no such execution. @throws {HandoffError} when Twilio cannot be read */
export async function fetchExecution(
	twilio: Twilio,
	flowSid: string,
	executionSid: string,
): Promise<Execution | undefined> {
	const listed = await askingFor('reading the execution', () =>
		twilio.studio.v2.flows(flowSid).executions(executionSid).fetch(),
	);
	return listed && readContext(twilio, flowSid, listed);
}

/** How far executions were searched. `searched`: one that was not found does not exist. */
export type Search = 'searched' | 'incomplete' | 'not set' | 'missing';

/**
 * The executions of the flow for one conversation or call. Studio cannot search by conversation, so the context of each
 * execution for the customer's address is read.
 *
 * GUESS(executions-newest-first): Studio lists the newest first. It matters where more than 300 ran in that time; two
 * of a live flow would verify it.
 */
export async function findExecutions(
	{ twilio }: AccountView,
	reads: Reads,
	flow: Flow | undefined,
	wanted: Wanted,
): Promise<{ readonly executions: readonly Execution[]; readonly search: Search }> {
	const flowSid = flow?.sid;
	if (flowSid === undefined) return { executions: [], search: flow ? 'not set' : 'incomplete' };
	const { addresses, from, to } = wanted;
	const listed = await reads.from('Studio', async () => {
		const { executions } = twilio.studio.v2.flows(flowSid);
		const period = { dateCreatedFrom: from, ...(to && { dateCreatedTo: to }) };
		const list = () => executions.list({ ...period, pageSize: MAX_LISTED, limit: MAX_LISTED });
		return (await askingFor('listing the flow’s executions', list)) ?? 'missing';
	});
	if (listed === 'missing' || !listed) return { executions: [], search: listed ?? 'incomplete' };
	const known = new Set(addresses.map(bareAddress));
	const candidates = listed.filter(
		({ contactChannelAddress }) => known.size === 0 || known.has(bareAddress(contactChannelAddress ?? '')),
	);
	const read = await Promise.all(
		candidates
			.slice(0, MAX_READ)
			.map((each) => reads.from('Studio', () => readContext(twilio, flowSid, each))),
	);
	const all = read.filter((each) => each !== undefined);
	const isComplete =
		listed.length < MAX_LISTED && candidates.length <= MAX_READ && all.length === read.length;
	return {
		executions: all.filter((each) => isWanted(each, wanted)),
		search: isComplete ? 'searched' : 'incomplete',
	};
}

function isWanted({ conversationId, callSid }: Execution, wanted: Wanted): boolean {
	return (conversationId ?? '') === wanted.conversationId || (callSid ?? '') === wanted.callSid;
}

/** A listed execution with what its context says. @throws {HandoffError} when Twilio cannot be read */
export async function readContext(
	twilio: Twilio,
	flowSid: string,
	listed: ExecutionInstance,
): Promise<Execution> {
	const { context }: { context: unknown } = await asking('reading the execution’s context', () =>
		twilio.studio.v2.flows(flowSid).executions(listed.sid).executionContext().fetch(),
	);
	const call = valueAt(context, 'trigger', 'call');
	const payload =
		valueAt(call, 'HandoffData') ??
		valueAt(context, 'flow', 'data', 'HandoffData') ??
		valueAt(context, 'trigger', 'request', 'parameters', 'HandoffData');
	const end = readSessionEnd({ ...(isRecord(call) && call), HandoffData: payload });
	return {
		sid: listed.sid,
		isEnded: listed.status === 'ended',
		startedAt: isoOf(listed.dateCreated),
		updatedAt: isoOf(listed.dateUpdated),
		address: listed.contactChannelAddress,
		conversationId: (end.isHandoff && end.data.conversationId) || undefined,
		callSid: textAt(call, 'CallSid'),
		taskSid: taskSidIn(valueAt(context, 'widgets')),
		end,
		context,
		steps: [],
	};
}

/** The same execution with its steps. @throws {HandoffError} when Twilio cannot be read */
export async function withSteps(twilio: Twilio, flowSid: string, execution: Execution): Promise<Execution> {
	const { steps } = twilio.studio.v2.flows(flowSid).executions(execution.sid);
	const listed = await asking('reading the execution’s steps', () => steps.list({ limit: 200 }));
	const all = listed.map(({ name, transitionedFrom, transitionedTo, dateCreated }) => ({
		event: name,
		from: transitionedFrom,
		to: transitionedTo,
		at: isoOf(dateCreated),
	}));
	return { ...execution, steps: inOrder(all) };
}

/** Studio's times are whole seconds, and many steps share one: each is followed to the widget that it led to. */
function inOrder(steps: readonly Step[]): Step[] {
	const rest = [...steps].sort((a, b) => byTime(a.at, b.at));
	const ordered: Step[] = [];
	let here = rest.find(({ from }) => rest.every(({ to }) => to !== from))?.from;
	while (rest.length > 0) {
		const next = rest.findIndex(({ from }) => from === here);
		// Where the chain breaks off, as it does in an execution of very many steps, the earliest is next.
		const [step] = rest.splice(Math.max(next, 0), 1);
		if (step) ordered.push(step);
		here = step?.to;
	}
	return ordered;
}
