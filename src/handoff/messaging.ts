/**
 * A handoff from SMS, WhatsApp, RCS or chat: finds out where the customer is and starts the Studio flow there.
 * @module
 */
import type { Twilio } from 'twilio';
import { isServed, silence } from '../conversation/agent-link';
import { readConversation } from '../conversation/conversation';
import { type Customer, findCustomer } from '../conversation/customer';
import { type ClassicService, findServiceOf } from '../conversation/service';
import { HandoffError, InternalError, NoAgentAvailableError } from '../http/errors';
import { requireSetting, type Settings } from '../settings';
import type { AccountAccess } from '../twilio/access';
import { openAhead } from '../twilio/connections';
import { repeat } from '../twilio/repeat';
import { STEP_MS, type TimeBudget } from '../twilio/time-budget';
import { isAgentAvailable } from './availability';
import { type FlowExecution, type HandoffKey, hasGivenUp, isOver, listStarted } from './executions';
import { giveBack } from './give-back';
import type { MessagingHandoff } from './messaging-request';
import { Attempt, type Claim } from './once';
import { findEarlier, keepFirstExecution, mayHaveStarted, type Started, startFlow } from './start-flow';
import { claimKey, SyncClaims } from './sync-claims';
import { flexTask } from './task-attributes';

const GIVEN_BACK = 'The conversation was given back to the virtual agent.';

export interface MessagingHandoffResult {
	/** `already_handed_off`: the same handoff exists already, and nothing was started. */
	readonly status: 'handoff_initiated' | 'already_handed_off';
	/** `FN…`. */
	readonly executionSid: string;
	/** Unknown when the same handoff was found while a lookup failed. */
	readonly conversationSid?: string;
	readonly serviceSid?: string;
}

/** One customer's handoff, and the claim that makes it happen once. */
interface Claimed {
	readonly key: HandoffKey;
	readonly attempt: Attempt;
}

/**
 * Resolves both classic SIDs, in parallel with the claim that makes it happen once, then starts the flow. When that
 * definitely failed, gives the conversation back to the virtual agent.
 * @returns the execution that is now handing the customer off
 * @throws {HandoffError} when a lookup fails, a setting is missing, or Studio refuses; then no flow was started, unless
 *   Studio's response was lost
 */
export async function handOffMessaging(
	handoff: MessagingHandoff,
	access: AccountAccess,
): Promise<MessagingHandoffResult> {
	const lookupAccess = { ...access, budget: access.budget.reserving(STEP_MS.startFlow) };
	let claimed: Claimed | undefined;
	let isStarting = false;
	try {
		const { flowSid, from } = flowOf(handoff, access.settings);
		const claim = (to: string) => claimHandoff(access, { flowSid, to, ...handoff.data }, lookupAccess.budget);
		claimed = handoff.to === undefined ? undefined : claim(handoff.to);
		const found = await lookUp(handoff, lookupAccess);
		claimed ??= claim(found.customer.address);
		const key = { ...claimed.key, givenBackAt: found.givenBackAt };
		const parameters = flowParameters(handoff, found, access.settings);
		const start = async () => {
			if (!found.isAvailable) throw new NoAgentAvailableError();
			isStarting = true;
			return startFlow(access, key, { to: key.to, from, parameters });
		};
		const started = await startOnce(access, { ...claimed, key }, start, lookupAccess);
		// What was read before a wait may have changed: the handoff that was waited for may have given the conversation back.
		if (found.isServed || claimed.attempt.hasWaited) await silenceFor(access, { ...claimed, key }, started);
		return resultOf(started, found);
	} catch (error) {
		const failure = error instanceof HandoffError ? error : new InternalError(error);
		return recover(failure, handoff.data.conversationId, access, { ...claimed, isStarting });
	}
}

/** @throws {MisconfiguredError} */
function flowOf({ from }: MessagingHandoff, settings: Settings) {
	return {
		flowSid: requireSetting(settings, 'TWILIO_STUDIO_HANDOFF_FLOW_SID'),
		from: from ?? requireSetting(settings, 'TWILIO_PHONE_NUMBER'),
	};
}

/** @param waitBudget how long the attempt may wait for another invocation */
function claimHandoff(
	{ twilio, budget }: AccountAccess,
	{ flowSid, to, conversationId }: HandoffKey,
	waitBudget: TimeBudget,
): Claimed {
	const claims = new SyncClaims(twilio, budget);
	const attempt = new Attempt(claims, claimKey(conversationId, to), waitBudget);
	return { key: { flowSid, to, conversationId }, attempt };
}

/** What Twilio knows of the customer's chat, and whether an agent could take it. */
interface Found {
	readonly customer: Customer;
	readonly service: ClassicService;
	readonly isServed: boolean;
	readonly givenBackAt: number | undefined;
	readonly isAvailable: boolean;
}

async function lookUp({ to, data }: MessagingHandoff, access: AccountAccess): Promise<Found> {
	const { conversationId, attributes } = data;
	const twilio = access.twilio(access.budget);
	openAhead(twilio, 'studio');
	const [customer, conversation, isAvailable] = await Promise.all([
		findCustomer(twilio, { conversationId, ...(to !== undefined && { address: to }) }),
		readBridged(twilio, conversationId),
		isTrue(attributes.queueAnyway) || isAgentAvailable(access),
	]);
	return { customer, ...conversation, isAvailable };
}

function resultOf({ isNew, sid }: Started, { customer, service }: Found): MessagingHandoffResult {
	return {
		status: isNew ? 'handoff_initiated' : 'already_handed_off',
		executionSid: sid,
		conversationSid: customer.conversationSid,
		serviceSid: service.serviceSid,
	};
}

/** An LLM easily writes it as text. */
function isTrue(value: unknown): boolean {
	return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
}

/**
 * Starts the flow, unless the same handoff has started it or is about to.
 * @param lookupAccess how to look for an earlier one: it leaves the time to start the flow
 */
async function startOnce(
	access: AccountAccess,
	{ key, attempt }: Claimed,
	start: () => Promise<Started>,
	lookupAccess: AccountAccess,
): Promise<Started> {
	const find = (claim?: Claim) => findEarlier(lookupAccess.twilio(lookupAccess.budget), key, claim);
	const found = await attempt.run(start, find, () => key.givenBackAt);
	const hasClaim = (await attempt.holder()) !== 'unavailable';
	const started = hasClaim ? found : await keepFirstExecution(access, key, found);
	if (started.isCompeting) await attempt.yieldTo(started.sid);
	return started;
}

/**
 * Silences the virtual agent, best effort, unless the execution that hands the customer off has failed meanwhile.
 * @throws {HandoffError} when it has: the flow may not have reported that to the customer
 */
async function silenceFor(
	access: AccountAccess,
	{ key, attempt }: Claimed,
	{ sid, hasTask }: Started,
): Promise<void> {
	const { twilio, budget } = access;
	await silence(access, key.conversationId);
	if (hasTask) return;
	const isOver = await repeat(twilio, budget, (client) => hasGivenUp(client, key, sid)).catch(() => false);
	if (!isOver) return;
	const error = new HandoffError(
		502,
		'twilio_error',
		'The Studio flow ended without creating a task for this customer.',
	);
	// Where the claim is not another's, the recovery from this error gives back.
	const isGivenBack = (await attempt.holder()) === 'another' && (await giveBack(access, key.conversationId));
	throw isGivenBack ? error.adding(GIVEN_BACK) : error;
}

/** After a failure: looks for a handoff that succeeded, or gives the conversation back. */
async function recover(
	error: HandoffError,
	conversationId: string,
	access: AccountAccess,
	{ key, attempt, isStarting }: Partial<Claimed> & { readonly isStarting: boolean },
): Promise<MessagingHandoffResult> {
	// The attempt that has the claim is responsible for the customer.
	if ((await attempt?.holder()) === 'another') throw error;
	const { twilio, budget } = access;
	if (key && !isStarting && error.retryable) {
		// A flow that TAC started itself may still succeed: then the customer is on the way to an agent.
		const other = await findOther(twilio(budget.atMost(STEP_MS.otherHandoff)), key).catch(() => undefined);
		if (other) return { status: 'already_handed_off', executionSid: other.sid };
	}
	const isCertain = !isStarting || !mayHaveStarted(error);
	const [isGivenBack] = await Promise.all([
		isCertain && giveBack(access, conversationId),
		attempt?.failed(!isCertain),
	]);
	throw isGivenBack ? error.adding(GIVEN_BACK) : error;
}

/** Another execution that hands the customer off: known only with the time when the conversation was given back last. */
async function findOther(twilio: Twilio, key: HandoffKey): Promise<FlowExecution | undefined> {
	const [{ givenBackAt }, started] = await Promise.all([
		readConversation(twilio, key.conversationId),
		listStarted(twilio, key),
	]);
	return started.find((each) => !isOver(each, givenBackAt));
}

async function readBridged(twilio: Twilio, conversationId: string) {
	const conversation = await readConversation(twilio, conversationId);
	const service = await findServiceOf(twilio, conversationId, conversation);
	return { service, isServed: isServed(conversation), givenBackAt: conversation.givenBackAt };
}

/** `task` saves the flow a request to `/task-attributes`. */
function flowParameters(handoff: MessagingHandoff, { customer, service }: Found, settings: Settings) {
	const { name, channel, address } = customer;
	return {
		...handoff.parameters,
		conversationSid: customer.conversationSid,
		serviceSid: service.serviceSid,
		task: flexTask(
			{ data: handoff.data },
			{ channel, direction: 'inbound', name: name || address, customerAddress: address },
			settings,
		),
	};
}
