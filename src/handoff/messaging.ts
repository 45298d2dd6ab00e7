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
import { STEP_MS } from '../twilio/time-budget';
import { isAgentAvailable } from './availability';
import { type FlowExecution, type HandoffKey, hasGivenUp, isOver, listStarted } from './executions';
import { giveBack } from './give-back';
import type { MessagingHandoff } from './messaging-request';
import { Attempt, type Claim } from './once';
import { findEarlier, mayHaveStarted, type Started, settleRivals, startFlow } from './start-flow';
import { claimKey, SyncClaims } from './sync-claims';
import { flexTask } from './task-attributes';

const GIVEN_BACK = 'The conversation was given back to the virtual agent.';

export interface MessagingHandoffResult {
	/** `already_handed_off`: the same handoff was asked for before, and nothing was started. */
	readonly status: 'handoff_initiated' | 'already_handed_off';
	/** `FN…`. */
	readonly executionSid: string;
	/** Unknown when the same handoff was found while a lookup failed. */
	readonly conversationSid?: string;
	readonly serviceSid?: string;
}

/** How far a handoff has come. */
interface Progress {
	/** Known as soon as the customer's address is. */
	key?: HandoffKey;
	attempt?: Attempt;
	isStarting: boolean;
}

/**
 * Resolves both classic SIDs side by side, beside the claim that makes it happen once, then starts the flow. When that
 * fails for certain, the virtual agent gets its customer back.
 * @returns the execution that is now handing the customer over
 * @throws {HandoffError} when a lookup fails, a setting is missing, or Studio refuses; then no flow was started, unless
 *   Studio's answer was lost
 */
export async function handOffMessaging(
	handoff: MessagingHandoff,
	access: AccountAccess,
): Promise<MessagingHandoffResult> {
	const progress: Progress = { isStarting: false };
	try {
		return await handOver(handoff, access, progress);
	} catch (error) {
		const failure = error instanceof HandoffError ? error : new InternalError(error);
		return recover(failure, handoff.data.conversationId, access, progress);
	}
}

async function handOver(
	handoff: MessagingHandoff,
	access: AccountAccess,
	progress: Progress,
): Promise<MessagingHandoffResult> {
	const { settings, budget, twilio } = access;
	const { conversationId } = handoff.data;
	const flowSid = requireSetting(settings, 'TWILIO_STUDIO_HANDOFF_FLOW_SID');
	const from = handoff.from ?? requireSetting(settings, 'TWILIO_PHONE_NUMBER');
	const lookupBudget = budget.reserving(STEP_MS.startFlow);
	const claim = (to: string) => {
		const key = { flowSid, to, conversationId };
		const claims = new SyncClaims(twilio, budget);
		const attempt = new Attempt(claims, claimKey(conversationId, to), lookupBudget);
		return Object.assign(progress, { key, attempt });
	};
	const early = handoff.to === undefined ? undefined : claim(handoff.to);
	const lookups = twilio(lookupBudget);
	openAhead(lookups, 'studio');
	const [customer, conversation, isAvailable] = await Promise.all([
		findCustomer(lookups, { conversationId, ...(handoff.to !== undefined && { address: handoff.to }) }),
		readBridged(lookups, conversationId),
		isTrue(handoff.data.attributes.queueAnyway) || isAgentAvailable({ ...access, budget: lookupBudget }),
	]);
	const { key: claimed, attempt } = early ?? claim(customer.address);
	const key = { ...claimed, givenBackAt: conversation.givenBackAt };
	const parameters = flowParameters(handoff, customer, conversation.service, settings);
	const start = async () => {
		if (!isAvailable) throw new NoAgentAvailableError();
		progress.isStarting = true;
		return startFlow(access, key, { to: key.to, from, parameters });
	};
	const find = (earlier?: Claim) => findEarlier(twilio(lookupBudget), key, earlier);
	const started = await startOnce(access, key, attempt, start, find);
	// What was read before a wait may have changed: the handoff that was waited for may have given the conversation back.
	if (conversation.isServed || attempt.hasWaited) await silenceFor(access, key, attempt, started);
	return {
		status: started.isNew ? 'handoff_initiated' : 'already_handed_off',
		executionSid: started.sid,
		conversationSid: customer.conversationSid,
		serviceSid: conversation.service.serviceSid,
	};
}

/** An LLM easily writes it as text. */
function isTrue(value: unknown): boolean {
	return value === true || (typeof value === 'string' && value.trim().toLowerCase() === 'true');
}

/** Starts the flow, unless the same handoff has started it or is about to. */
async function startOnce(
	access: AccountAccess,
	key: HandoffKey,
	attempt: Attempt,
	start: () => Promise<Started>,
	find: (claim?: Claim) => Promise<Started | undefined>,
): Promise<Started> {
	const found = await attempt.run(start, find, () => key.givenBackAt);
	const hasClaim = (await attempt.holder()) !== 'unavailable';
	const started = hasClaim ? found : await settleRivals(access, key, found);
	if (started.isRival) await attempt.yieldTo(started.sid);
	return started;
}

/**
 * Silences the virtual agent, best effort, unless the execution that hands the customer over has given up meanwhile.
 * @throws {HandoffError} when it has: the flow may not have reported that to the customer
 */
async function silenceFor(
	access: AccountAccess,
	key: HandoffKey,
	attempt: Attempt,
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
		'The Studio flow ended without a task for this customer.',
	);
	// Where the claim is not another's, the recovery from this error gives back.
	const isGivenBack = (await attempt.holder()) === 'another' && (await giveBack(access, key.conversationId));
	throw isGivenBack ? error.adding(GIVEN_BACK) : error;
}

/** After a failure: looks for a handoff that went well, or gives the customer back. */
async function recover(
	error: HandoffError,
	conversationId: string,
	access: AccountAccess,
	{ key, attempt, isStarting }: Progress,
): Promise<MessagingHandoffResult> {
	// Whoever made the claim is responsible for the customer.
	if ((await attempt?.holder()) === 'another') throw error;
	const { twilio, budget } = access;
	if (key && !isStarting && error.retryable) {
		// What failed here may go well in a flow that TAC started itself: then the customer is on the way to a person.
		const rival = await findRival(twilio(budget.atMost(STEP_MS.otherHandoff)), key).catch(() => undefined);
		if (rival) return { status: 'already_handed_off', executionSid: rival.sid };
	}
	const isCertain = !isStarting || !mayHaveStarted(error);
	const [isGivenBack] = await Promise.all([
		isCertain && error.code !== 'conversation_not_found' && giveBack(access, conversationId),
		attempt?.failed(!isCertain),
	]);
	throw isGivenBack ? error.adding(GIVEN_BACK) : error;
}

/** Another execution that hands the customer over: known only with the time when the conversation was given back last. */
async function findRival(twilio: Twilio, key: HandoffKey): Promise<FlowExecution | undefined> {
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

/** `task` spares the flow asking `/task-attributes` for what is known here. */
function flowParameters(
	handoff: MessagingHandoff,
	customer: Customer,
	service: ClassicService,
	settings: Settings,
) {
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
