/**
 * The executions of the handoff flow, which tell whether a customer is being handed off already.
 * @module
 */
import type { Twilio } from 'twilio';
import { bareAddress } from '../conversation/customer';
import { isRecord, textAt, valueAt } from '../json';
import type { TwilioAccess } from '../twilio/access';
import { fromTwilio } from '../twilio/errors';
import { repeat } from '../twilio/repeat';
import { REQUEST_BUDGET_MS } from '../twilio/time-budget';
import type { Claim } from './once';

/** The flow's widgets that create the task of a chat. */
export const SEND_TO_FLEX = ['send_conversation_to_flex', 'send_essential_conversation_to_flex'] as const;

/** What the flow's variable `outcome` says once a chat's task exists. */
export const HANDED_OVER = 'conversation_handed_over';

/** The same for an execution that ended because another one hands the customer off. */
export const DUPLICATE = 'already_handed_over';

/** For a chat, the flow takes less than this until Flex has it: each of its requests may take ten seconds. */
export const STALE_AFTER_MS = 3 * 60_000;

/**
 * Without a claim, an execution older than this is not looked for: the same handoff is requested again within moments. The
 * task of an older one may have been canceled, and its customer given back.
 */
const RECENT_MS = 5 * 60_000;

/** Studio's clock may differ a little from ours, and it shows whole seconds only. */
const CLOCK_SKEW_MS = 5_000;

/** As many as one page of Studio holds. */
const PAGE = 1_000;

/** One run of the flow for one customer. */
export interface FlowExecution {
	/** `FN…`. */
	readonly sid: string;
	/** Unix time in milliseconds. */
	readonly startedAt: number;
	readonly isActive: boolean;
	readonly conversationId: unknown;
	/** Whether the task exists, or is about to. */
	readonly handsOver: boolean;
	readonly hasTask: boolean;
	/** Whether it leaves its customer without a task: definitely, since a context may be incomplete at first. */
	readonly hasGivenUp: boolean;
	/** Active for so long that it blocks its customer, and not of a call, which may last. */
	readonly isStuck: boolean;
}

/** Which handoff is looked for. */
export interface HandoffKey {
	readonly flowSid: string;
	/** The `To` of its execution: the customer's address. */
	readonly to: string;
	readonly conversationId: string;
	/** When the conversation was given back last, in Unix milliseconds: earlier executions do not count. */
	readonly givenBackAt?: number | undefined;
}

/** Whether an execution began before its conversation was given back. Studio shows whole seconds. */
export function isOver({ startedAt }: FlowExecution, givenBackAt: number | undefined): boolean {
	return givenBackAt !== undefined && startedAt + 1_000 <= givenBackAt;
}

/**
 * Finds the execution that hands a customer off.
 * @param claim the claim it was started under; without one, any recent execution counts
 * @param except an execution that does not count: the one that asks
 * @throws {HandoffError} when Studio cannot be read
 */
export async function findStarted(
	twilio: Twilio,
	handoff: HandoffKey,
	claim: Claim | undefined,
	except?: string,
): Promise<FlowExecution | undefined> {
	return (await listStarted(twilio, handoff, claim, except))[0];
}

/** All of them: those that hand the customer off, or did. */
export async function listStarted(
	twilio: Twilio,
	handoff: HandoffKey,
	claim?: Claim,
	except?: string,
): Promise<FlowExecution[]> {
	const { flowSid, conversationId, givenBackAt } = handoff;
	const sids =
		claim?.executionSid === undefined ? await listExecutions(twilio, handoff, claim) : [claim.executionSid];
	const executions = await Promise.all(
		sids.filter((sid) => sid !== except).map((sid) => readExecution(twilio, flowSid, sid)),
	);
	return executions.filter(
		(each) => each.handsOver && each.conversationId === conversationId && !isOver(each, givenBackAt),
	);
}

/**
 * Whether an execution leaves its customer without a task: it failed, or was ended. A duplicate of another one does not.
 * @throws {HandoffError} when Studio cannot be read
 */
export async function hasGivenUp(twilio: Twilio, { flowSid }: HandoffKey, sid: string): Promise<boolean> {
	return (await readExecution(twilio, flowSid, sid)).hasGivenUp;
}

/**
 * The active execution that Studio's 409 is about.
 *
 * GUESS(execution-conflict): the refusal names it by its SID. Where it does not, the customer's executions are listed;
 * one 409 of a live account would settle which of the two ways is needed.
 * @param refusal Studio’s message
 * @throws {HandoffError} when Studio cannot be read
 */
export async function findActive(
	twilio: Twilio,
	handoff: HandoffKey,
	refusal: string,
): Promise<FlowExecution | undefined> {
	const [named] = /\bFN[0-9a-f]{32}\b/i.exec(refusal) ?? [];
	const sid = named ?? (await listExecutions(twilio, handoff, undefined, 'active'))[0];
	return sid === undefined ? undefined : readExecution(twilio, handoff.flowSid, sid);
}

/** @throws {HandoffError} when Studio does not end it */
export async function endExecution(
	{ twilio, budget }: TwilioAccess,
	flowSid: string,
	sid: string,
): Promise<void> {
	try {
		await repeat(twilio, budget, ({ studio }) =>
			studio.v2.flows(flowSid).executions(sid).update({ status: 'ended' }),
		);
	} catch (error) {
		throw fromTwilio('ending the execution that blocks this customer', error);
	}
}

async function readExecution(twilio: Twilio, flowSid: string, sid: string): Promise<FlowExecution> {
	const execution = twilio.studio.v2.flows(flowSid).executions(sid);
	try {
		// One after the other: what has ended in the first response is complete in the second.
		const { status, dateCreated } = await execution.fetch();
		const { context } = await execution.executionContext().fetch();
		const isOld = Date.now() - dateCreated.getTime() > STALE_AFTER_MS;
		const isActive = status === 'active';
		const isCall = textAt(context, 'trigger', 'call', 'CallSid') !== undefined;
		const reachedFlex = SEND_TO_FLEX.some((widget) => isRecord(valueAt(context, 'widgets', widget)));
		const outcome = valueAt(context, 'flow', 'variables', 'outcome');
		const hasTask = outcome === HANDED_OVER || (outcome === undefined && reachedFlex);
		return {
			sid,
			startedAt: dateCreated.getTime(),
			isActive,
			conversationId: valueAt(context, 'flow', 'data', 'HandoffData', 'conversationId'),
			handsOver: hasTask || (outcome === undefined && isActive && !isOld),
			hasTask,
			hasGivenUp: !hasTask && outcome !== DUPLICATE && (typeof outcome === 'string' || status === 'ended'),
			isStuck: isActive && isOld && !isCall,
		};
	} catch (error) {
		throw fromTwilio('reading the execution', error);
	}
}

/** SIDs of the executions of one customer, newest first. */
async function listExecutions(
	twilio: Twilio,
	{ flowSid, to }: HandoffKey,
	claim?: Claim,
	status?: 'active',
): Promise<string[]> {
	const now = Date.now();
	const since = claim?.claimedAt ?? now - RECENT_MS;
	const until = claim === undefined ? now : claim.claimedAt + REQUEST_BUDGET_MS;
	try {
		const listed = await twilio.studio.v2.flows(flowSid).executions.list({
			// A stuck execution may be of any age.
			...(status === undefined && { dateCreatedFrom: new Date(since - CLOCK_SKEW_MS) }),
			dateCreatedTo: new Date(until + CLOCK_SKEW_MS),
			pageSize: PAGE,
			limit: PAGE,
		});
		return listed
			.filter((each) => status === undefined || each.status === status)
			.filter(({ contactChannelAddress }) => bareAddress(contactChannelAddress ?? '') === bareAddress(to))
			.map(({ sid }) => sid);
	} catch (error) {
		throw fromTwilio('listing the executions', error);
	}
}
