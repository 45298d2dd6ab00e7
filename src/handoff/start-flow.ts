/**
 * Starts the Studio flow for one customer, unless it is running already.
 * @module
 */
import type { Twilio } from 'twilio';
import { HandoffError, TwilioTimeoutError } from '../http/errors';
import type { TwilioAccess } from '../twilio/access';
import { fromTwilio, statusOf } from '../twilio/errors';
import { repeat } from '../twilio/repeat';
import { endExecution, findActive, findStarted, type HandoffKey, isOver, listStarted } from './executions';
import type { Claim } from './once';

/** Studio is running an execution for this customer already, and one at a time is its limit. */
const ACTIVE_EXECUTION = 20409;

/** An execution that hands the customer off. */
export interface Started {
	readonly sid: string;
	/** Whether this handoff started it. */
	readonly isNew: boolean;
	/** Whether its task is known to exist. */
	readonly hasTask?: boolean;
	/** Whether it was started without a claim, by TAC itself, and may be requesting one now. */
	readonly isCompeting?: true;
}

export interface NewExecution {
	readonly to: string;
	readonly from: string;
	readonly parameters: object;
}

/**
 * Looks for an execution that the same handoff has started before.
 * @param claim the claim it was started under; without one, any recent execution counts
 * @throws {HandoffError} when Studio cannot be read
 */
export async function findEarlier(
	twilio: Twilio,
	key: HandoffKey,
	claim: Claim | undefined,
): Promise<Started | undefined> {
	const found = await findStarted(twilio, key, claim);
	return found && { sid: found.sid, isNew: false, hasTask: found.hasTask };
}

/**
 * Starts the flow. Studio runs one execution at a time for one customer, and its 409 may mean this very handoff, or an
 * execution that is stuck or whose customer was given back: that one is ended, and the flow started again.
 * @throws {HandoffError} when Studio does not start it; see `mayHaveStarted`
 */
export async function startFlow(
	{ twilio, budget }: TwilioAccess,
	key: HandoffKey,
	execution: NewExecution,
): Promise<Started> {
	let isFirst = true;
	for (;;) {
		try {
			return await createExecution(twilio(), key.flowSid, execution);
		} catch (error) {
			if (!(error instanceof HandoffError) || error.twilioCode !== ACTIVE_EXECUTION) throw error;
			const active = await findActive(twilio(), key, error.message).catch(() => undefined);
			// The active execution is unknown; a retry may find it.
			if (!active) throw retryable(error);
			const isOfThis = active.conversationId === key.conversationId;
			const isPast = isOfThis && isOver(active, key.givenBackAt);
			if (active.handsOver && isOfThis && !isPast) {
				return { sid: active.sid, isNew: false, hasTask: active.hasTask, isCompeting: true };
			}
			if (active.isActive && !((active.isStuck || isPast) && isFirst)) throw error;
			if (active.isActive) await endExecution({ twilio, budget }, key.flowSid, active.sid);
			// All this took time, in which another invocation may have done the same.
			const earlier = await findEarlier(twilio(), key, undefined).catch(() => undefined);
			if (earlier) return earlier;
			isFirst = false;
		}
	}
}

/**
 * Whether a flow may be running after a failure to start one: then the conversation must not be given back, or the
 * customer would get replies from both. 429 is sent before any work is done, and what was not sent is not done.
 */
export function mayHaveStarted(error: HandoffError): boolean {
	if (error instanceof TwilioTimeoutError && !error.wasSent) return false;
	return error.retryable && error.code !== 'twilio_rate_limited';
}

/**
 * Without a claim, two invocations may have started a flow each. The one that started first stays; the other one is ended
 * before it reaches Flex. Best effort.
 * @returns the execution that stays
 */
export async function keepFirstExecution(
	access: TwilioAccess,
	key: HandoffKey,
	started: Started,
): Promise<Started> {
	if (!started.isNew) return started;
	const { twilio, budget } = access;
	const all = await repeat(twilio, budget, (client) => listStarted(client, key)).catch(() => []);
	const [first] = all.toSorted((a, b) => a.startedAt - b.startedAt || (a.sid < b.sid ? -1 : 1));
	if (first === undefined || first.sid === started.sid) return started;
	await endExecution(access, key.flowSid, started.sid).catch(() => undefined);
	return { sid: first.sid, isNew: false };
}

function retryable({ status, code, message, twilioCode, cause }: HandoffError): HandoffError {
	const details = { cause, retryable: true, ...(twilioCode !== undefined && { twilioCode }) };
	return new HandoffError(status, code, message, details);
}

async function createExecution(twilio: Twilio, flowSid: string, execution: NewExecution): Promise<Started> {
	try {
		const { sid } = await twilio.studio.v2.flows(flowSid).executions.create(execution);
		if (typeof sid !== 'string') throw new TypeError('Studio’s response has no sid');
		return { sid, isNew: true };
	} catch (error) {
		const failure = fromTwilio('starting the Studio flow', error);
		if (statusOf(error) !== 404) throw failure;
		throw new HandoffError(
			failure.status,
			failure.code,
			'TWILIO_STUDIO_HANDOFF_FLOW_SID is not the SID of a published Studio flow. Run npx handoff deploy, or correct the SID.',
			{
				field: 'TWILIO_STUDIO_HANDOFF_FLOW_SID',
				cause: error,
				...(failure.twilioCode !== undefined && { twilioCode: failure.twilioCode }),
			},
		);
	}
}
