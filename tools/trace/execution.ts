/**
 * One run of the flow: what started it, which way it went, and what its widgets left behind.
 *
 * Of the context Twilio documents only what templates can reach, so it is read one value at a time and nothing in it is
 * taken for granted: https://www.twilio.com/docs/studio/user-guide/get-started-with-variables
 * @module
 */
import type { Twilio } from 'twilio';
import { readSessionEnd } from '../../src/handoff/session-end';
import { isRecord } from '../../src/json';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { isoOf, textAt, valueAt } from './values';

export interface Step {
	readonly from: string;
	readonly event: string;
	/** The next widget, or `Ended`. */
	readonly to: string;
	readonly at?: string;
}

export interface Execution {
	readonly sid: string;
	readonly flowSid: string;
	readonly ended: boolean;
	readonly startedAt?: string;
	/** The customer's, as Studio knows it. */
	readonly address: string;
	readonly conversationId?: string;
	/** Set when a call started it. */
	readonly callSid?: string;
	/** Whether the session ended with a handoff, by the rules of the Functions. */
	readonly isHandoff: boolean;
	/** What the flow wrote down about how it ended. Flows that are not ours have none. */
	readonly outcome?: string;
	/** What its widgets left, by the widget's name. */
	readonly widgets: unknown;
	/** Oldest first. */
	readonly steps: readonly Step[];
}

/** What a list of executions tells of each. */
export interface ListedExecution {
	readonly sid: string;
	readonly status: string;
	readonly contactChannelAddress: string;
	readonly dateCreated: unknown;
}

/**
 * @returns `undefined` when the flow has no such execution
 * @throws {HandoffError} when Twilio cannot be read
 */
export async function fetchExecution(
	twilio: Twilio,
	flowSid: string,
	executionSid: string,
): Promise<Execution | undefined> {
	try {
		const listed = await twilio.studio.v2.flows(flowSid).executions(executionSid).fetch();
		return await readExecution(twilio, flowSid, listed);
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw fromTwilio('reading the execution', error);
	}
}

/** An execution from a list, with its context; the steps are left for `withSteps`. */
export async function readExecution(
	twilio: Twilio,
	flowSid: string,
	listed: ListedExecution,
): Promise<Execution> {
	const context = await readContext(twilio, flowSid, listed.sid);
	const call = valueAt(context, 'trigger', 'call');
	const payload =
		valueAt(call, 'HandoffData') ??
		valueAt(context, 'flow', 'data', 'HandoffData') ??
		valueAt(context, 'trigger', 'request', 'parameters', 'HandoffData');
	const end = readSessionEnd({ ...(isRecord(call) && call), HandoffData: payload });
	const conversationId = end.isHandoff ? end.data.conversationId : '';
	const callSid = textAt(call, 'CallSid');
	const outcome = textAt(context, 'flow', 'variables', 'outcome');
	const startedAt = isoOf(listed.dateCreated);
	return {
		sid: listed.sid,
		flowSid,
		ended: listed.status === 'ended',
		...(startedAt !== undefined && { startedAt }),
		address: listed.contactChannelAddress,
		...(conversationId !== '' && { conversationId }),
		...(callSid !== undefined && { callSid }),
		isHandoff: end.isHandoff,
		...(outcome !== undefined && { outcome }),
		widgets: valueAt(context, 'widgets'),
		steps: [],
	};
}

async function readContext(twilio: Twilio, flowSid: string, executionSid: string): Promise<unknown> {
	try {
		const execution = twilio.studio.v2.flows(flowSid).executions(executionSid);
		const { context }: { context: unknown } = await execution.executionContext().fetch();
		return context;
	} catch (error) {
		throw fromTwilio('reading the execution’s context', error);
	}
}

/** The same execution with its steps. @throws {HandoffError} when Twilio cannot be read */
export async function withSteps(twilio: Twilio, execution: Execution): Promise<Execution> {
	try {
		const { steps } = twilio.studio.v2.flows(execution.flowSid).executions(execution.sid);
		const listed = await steps.list({ limit: 200 });
		const all = listed.map(({ name, transitionedFrom, transitionedTo, dateCreated }) => {
			const at = isoOf(dateCreated);
			return { event: name, from: transitionedFrom, to: transitionedTo, ...(at !== undefined && { at }) };
		});
		return { ...execution, steps: inOrder(all) };
	} catch (error) {
		throw fromTwilio('reading the execution’s steps', error);
	}
}

/** Studio tells the time to the second, and many steps share one: each is followed to the widget that it led to. */
function inOrder(steps: readonly Step[]): Step[] {
	const time = ({ at }: Step) => Date.parse(at ?? '') || 0;
	const rest = [...steps].sort((a, b) => time(a) - time(b));
	const ordered: Step[] = [];
	let here = rest.find(({ from }) => rest.every(({ to }) => to !== from))?.from;
	while (rest.length > 0) {
		const next = rest.findIndex(({ from }) => from === here);
		// Where the way breaks off, as it does in an execution of very many steps, the earliest is next.
		const [step] = rest.splice(Math.max(next, 0), 1);
		if (step) ordered.push(step);
		here = step?.to;
	}
	return ordered;
}
