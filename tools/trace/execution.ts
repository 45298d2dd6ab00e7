/**
 * One execution of the flow: what started it, which steps it took, and what its widgets left behind.
 *
 * Twilio documents only the part of the context that templates can reach, so it is read one value at a time:
 * https://www.twilio.com/docs/studio/user-guide/get-started-with-variables
 * @module
 */
import type { Twilio } from 'twilio';
import { readSessionEnd, type SessionEnd } from '../../src/handoff/session-end';
import { isRecord } from '../../src/json';
import type { AccountView } from '../account/account-view';
import { asking, askingFor } from '../account/asking';
import { bareAddress } from '../account/senders';
import type { Reads } from './trace';
import { byTime, isoOf, textAt, valueAt } from './values';

export interface Step {
	readonly from: string;
	readonly event: string;
	/** The next widget, or `Ended`. */
	readonly to: string;
	readonly at: string | undefined;
}

export interface Execution {
	readonly sid: string;
	readonly flowSid: string;
	readonly isEnded: boolean;
	readonly startedAt: string | undefined;
	/** The customer's, as Studio knows it. */
	readonly address: string;
	readonly conversationId: string | undefined;
	/** Set when a call started it. */
	readonly callSid: string | undefined;
	/** Whether the AI session ended with a handoff, by the rules of the Functions. */
	readonly end: SessionEnd;
	/** How the flow recorded that it ended. Flows that are not this project's have none. */
	readonly outcome: string | undefined;
	/** Whether the attributes it rendered for the task are a JSON object; `undefined` where it rendered none. */
	readonly hasValidAttributes: {
		readonly full: boolean | undefined;
		readonly essential: boolean | undefined;
	};
	/** What its widgets left, by the widget's name. */
	readonly widgets: unknown;
	/** Oldest first. */
	readonly steps: readonly Step[];
}

/** What a list of executions has of each. */
interface ListedExecution {
	readonly sid: string;
	readonly status: string;
	readonly contactChannelAddress: string;
	readonly dateCreated: unknown;
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

/** Executions that are listed, and those whose context is read. */
const MAX_LISTED = 300;
const MAX_READ = 40;

/** @returns `undefined` when the flow has no such execution. @throws {HandoffError} when Twilio cannot be read */
export async function fetchExecution(
	twilio: Twilio,
	flowSid: string,
	executionSid: string,
): Promise<Execution | undefined> {
	const listed = await askingFor('reading the execution', () =>
		twilio.studio.v2.flows(flowSid).executions(executionSid).fetch(),
	);
	return listed && readExecution(twilio, flowSid, listed);
}

/**
 * The executions of a flow for one conversation or call. Studio cannot search by conversation, so the context of each
 * execution for the customer's address is read.
 *
 * GUESS: Studio lists the newest first. It matters where more than 300 ran in that time; two of a live flow would
 * settle it.
 * @returns `missing` when there is no such flow; `isComplete` when there can be no others
 * @throws {HandoffError} when the list cannot be read
 */
export async function findExecutions(
	{ twilio }: AccountView,
	reads: Reads,
	flowSid: string,
	wanted: Wanted,
): Promise<{ readonly executions: readonly Execution[]; readonly isComplete: boolean } | 'missing'> {
	const listed = await askingFor('listing the flow’s executions', () =>
		twilio.studio.v2.flows(flowSid).executions.list({
			dateCreatedFrom: wanted.from,
			...(wanted.to && { dateCreatedTo: wanted.to }),
			pageSize: MAX_LISTED,
			limit: MAX_LISTED,
		}),
	);
	if (!listed) return 'missing';
	const known = new Set(wanted.addresses.map(bareAddress));
	const candidates = listed.filter(
		({ contactChannelAddress }) => known.size === 0 || known.has(bareAddress(contactChannelAddress ?? '')),
	);
	const found = await Promise.all(
		candidates
			.slice(0, MAX_READ)
			.map((each) => reads.from('Studio', () => readExecution(twilio, flowSid, each))),
	);
	return {
		executions: found.filter((each) => each !== undefined).filter((each) => isWanted(each, wanted)),
		isComplete: listed.length < MAX_LISTED && candidates.length <= MAX_READ && !found.some((each) => !each),
	};
}

function isWanted({ conversationId, callSid }: Execution, wanted: Wanted): boolean {
	return (
		(conversationId !== undefined && conversationId === wanted.conversationId) ||
		(callSid !== undefined && callSid === wanted.callSid)
	);
}

async function readExecution(twilio: Twilio, flowSid: string, listed: ListedExecution): Promise<Execution> {
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
		flowSid,
		isEnded: listed.status === 'ended',
		startedAt: isoOf(listed.dateCreated),
		address: listed.contactChannelAddress,
		conversationId: (end.isHandoff && end.data.conversationId) || undefined,
		callSid: textAt(call, 'CallSid'),
		end,
		outcome: textAt(context, 'flow', 'variables', 'outcome'),
		hasValidAttributes: {
			full: isObjectText(textAt(context, 'flow', 'variables', 'attributes')),
			essential: isObjectText(textAt(context, 'flow', 'variables', 'essential_attributes')),
		},
		widgets: valueAt(context, 'widgets'),
		steps: [],
	};
}

function isObjectText(json: string | undefined): boolean | undefined {
	if (json === undefined) return undefined;
	try {
		return isRecord(JSON.parse(json));
	} catch {
		return false;
	}
}

/** The same execution with its steps. @throws {HandoffError} when Twilio cannot be read */
export async function withSteps(twilio: Twilio, execution: Execution): Promise<Execution> {
	const { steps } = twilio.studio.v2.flows(execution.flowSid).executions(execution.sid);
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
