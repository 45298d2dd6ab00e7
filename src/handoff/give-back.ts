/**
 * Gives a conversation back to the virtual agent when a handoff has failed.
 * @module
 */
import type { Twilio } from 'twilio';
import { isReleased, restore } from '../conversation/agent-link';
import { type Conversation, readConversation } from '../conversation/conversation';
import { parseConversationId } from '../conversation/conversation-id';
import { findCustomer } from '../conversation/customer';
import { findServiceOf } from '../conversation/service';
import { isSid } from '../ids';
import { textAt } from '../json';
import type { AccountAccess, TwilioAccess } from '../twilio/access';
import { repeat } from '../twilio/repeat';
import { STEP_MS } from '../twilio/time-budget';
import { type FlowExecution, isOver, listStarted } from './executions';
import { claimKey, SyncClaims } from './sync-claims';

/** What became of a conversation. */
export interface GivenBack {
	readonly conversationId: string;
	/** ACTIVE, INACTIVE or CLOSED. */
	readonly status: string;
	/** Whether the virtual agent receives the customer's messages again. */
	readonly givenBack: boolean;
	/** Whether the message is in the customer's chat; `undefined` when none had to be written. */
	readonly messageSent?: boolean;
	/** Another execution hands the customer off: nothing was given back. */
	readonly isDuplicate?: true;
}

/** A request to `/give-back`. */
export interface GiveBackRequest {
	readonly conversationId: string;
	/** Written into the customer's chat. */
	readonly message: string | undefined;
	readonly conversationSid: string | undefined;
	readonly serviceSid: string | undefined;
	/** The customer's, to find their chat by when the SIDs are not given. */
	readonly address: string | undefined;
	/** The execution that asks, `FN…`: another one may be handing the customer off. */
	readonly executionSid?: string | undefined;
}

/**
 * Reads the parameters of `/give-back`. Only the conversation's id has to be well-formed: what else is malformed counts as
 * absent, such as `null` where Studio renders a missing variable so, since the customer comes first.
 * @throws {InvalidRequestError} for the conversation's id
 */
export function parseGiveBack(params: Readonly<Record<string, unknown>>): GiveBackRequest {
	return {
		conversationId: parseConversationId(params.conversationId),
		message: textAt(params, 'message'),
		conversationSid: sidIn(params.conversationSid, 'CH'),
		serviceSid: sidIn(params.serviceSid, 'IS'),
		address: textAt(params, 'address'),
		executionSid: sidIn(params.executionSid, 'FN'),
	};
}

/** A SID goes into a URL path, so nothing else may pass. */
function sidIn(value: unknown, prefix: string): string | undefined {
	return isSid(prefix, value) ? value : undefined;
}

/**
 * Gives a conversation back whose handoff failed, if the virtual agent released it. Best effort, and for two seconds
 * at most: the handoff's own failure is what the caller has to receive.
 * @returns whether the virtual agent receives the customer's messages again
 */
export async function giveBack({ budget, twilio }: TwilioAccess, conversationId: string): Promise<boolean> {
	const limited = { twilio, budget: budget.atMost(STEP_MS.agentLink) };
	try {
		const conversation = await repeat(twilio, limited.budget, (client) =>
			readConversation(client, conversationId),
		);
		return isReleased(conversation) && (await restore(limited, conversationId, conversation)).givenBack;
	} catch {
		return false;
	}
}

/**
 * What `/give-back` does: gives the conversation back, sends the customer a message, and lets the same handoff be made
 * again.
 * @param condition what the conversation has to be like; otherwise it is left as it is
 * @returns what became of the conversation
 * @throws {ConversationNotFoundError}
 * @throws {HandoffError} when Twilio fails
 */
export async function giveBackAndNotify(
	access: AccountAccess,
	request: GiveBackRequest,
	condition: (conversation: Conversation) => boolean | Promise<boolean> = () => true,
): Promise<GivenBack> {
	const { twilio, budget } = access;
	const { conversationId, message } = request;
	const [conversation, others] = await Promise.all([
		repeat(twilio, budget, (client) => readConversation(client, conversationId)),
		findOthers(access, request),
	]);
	const left = { conversationId, status: conversation.status ?? '', givenBack: false };
	if (!others.every((each) => isOver(each, conversation.givenBackAt))) return { ...left, isDuplicate: true };
	if (!(await condition(conversation))) return left;
	const now = Date.now();
	const { changed, ...restored } = await restore(access, conversationId, conversation);
	const isAlreadyBack = restored.givenBack && !changed;
	const [messageSent] = await Promise.all([
		message === undefined || isAlreadyBack ? undefined : sendMessage(access, message, request, conversation),
		releaseClaims(access, request, now),
	]);
	return { conversationId, ...restored, ...(messageSent !== undefined && { messageSent }) };
}

/** Executions that hand the customer off, other than the one that asks. Where Studio cannot be read, assumes there are none. */
async function findOthers(
	{ settings, twilio, budget }: AccountAccess,
	{ conversationId, address: to, executionSid }: GiveBackRequest,
): Promise<FlowExecution[]> {
	const flowSid = settings.TWILIO_STUDIO_HANDOFF_FLOW_SID;
	if (flowSid === undefined || to === undefined || executionSid === undefined) return [];
	const key = { flowSid, to, conversationId };
	const find = (client: Twilio) => listStarted(client, key, undefined, executionSid);
	return repeat(twilio, budget.atMost(STEP_MS.otherExecution), find).catch(() => []);
}

/**
 * Best effort: the conversation is given back, with or without the message. An apology that arrives twice is
 * better than none.
 * @returns whether the message is in the customer's chat
 */
async function sendMessage(
	{ twilio, budget }: TwilioAccess,
	message: string,
	{ conversationId, address, ...sids }: GiveBackRequest,
	conversation: Conversation,
): Promise<boolean> {
	try {
		const [conversationSid, serviceSid] = await Promise.all([
			sids.conversationSid ??
				repeat(twilio, budget, async (client) => {
					const query = { conversationId, ...(address !== undefined && { address }) };
					return (await findCustomer(client, query)).conversationSid;
				}),
			sids.serviceSid ??
				repeat(
					twilio,
					budget,
					async (client) => (await findServiceOf(client, conversationId, conversation)).serviceSid,
				),
		]);
		await repeat(twilio, budget, ({ conversations }) =>
			conversations.v1.services(serviceSid).conversations(conversationSid).messages.create({ body: message }),
		);
		return true;
	} catch {
		// There is no chat, or it is closed.
		return false;
	}
}

/**
 * Releases the claims made before the conversation was given back: of the address that is known, then of the customers'
 * others. A claim that is newer is of the next handoff. Best effort: the conversation itself says that it was given back.
 */
async function releaseClaims(
	{ twilio, budget }: TwilioAccess,
	{ conversationId, address: known }: GiveBackRequest,
	time: number,
): Promise<void> {
	const limited = budget.atMost(STEP_MS.releaseClaims);
	const claims = new SyncClaims(twilio, limited);
	const release = (address: string) => claims.releaseBefore(claimKey(conversationId, address), time);
	const first = known === undefined ? undefined : release(known);
	const participants = await twilio(limited)
		.conversations.v2.participants(conversationId)
		.list()
		.catch(() => []);
	const addresses = participants
		.filter(({ type }) => type === 'CUSTOMER' || type === 'UNKNOWN')
		.flatMap((participant) => participant.addresses ?? [])
		.map(({ address }) => address ?? '');
	const others = new Set(addresses.filter((address) => address !== known));
	await Promise.all([first, ...[...others].map(release)]);
}
