/**
 * TaskRouter's event callback: what becomes of a customer whose task was canceled before an agent took it.
 *
 * A task that no agent accepts in time, or that no filter takes, is canceled. The customer learns nothing of it: a chat
 * stays without an agent, a caller stays on hold.
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 * @module
 */
import type { Twilio } from 'twilio';
import { isReleased } from '../conversation/agent-link';
import type { Conversation } from '../conversation/conversation';
import { isWithPerson } from '../conversation/person';
import { correlatedPath } from '../http/correlation';
import { HandoffError, InternalError } from '../http/errors';
import { isConversationId, isSid } from '../ids';
import { isRecord, objectIn, textOf } from '../json';
import { textFor } from '../texts';
import type { AccountAccess } from '../twilio/access';
import { fromTwilio } from '../twilio/errors';
import { repeat } from '../twilio/repeat';
import { STEP_MS } from '../twilio/time-budget';
import { giveBackAndNotify } from './give-back';
import { fallbackTwiml } from './voice';

/** "Call is not in-progress. Cannot redirect." (https://www.twilio.com/docs/api/errors/21220) */
const CALL_NOT_IN_PROGRESS = 21220;

/** A task event, and what is needed to act on it. */
export interface TaskEvent extends AccountAccess {
	readonly params: Readonly<Record<string, unknown>>;
	/** Where the Functions are served: `handoff-1234-dev.twil.io`. */
	readonly domain: string;
}

/** The result, for the log. */
export interface TaskEventOutcome {
	readonly outcome: 'ignored' | 'given_back' | 'left_alone' | 'call_redirected' | 'call_over';
	readonly conversationId?: string;
}

/**
 * Acts on `task.canceled` of a task of ours (`handoff: true`) that no agent took; every other event is ignored. A chat that
 * a person has, and one that the virtual agent has not released, are left alone.
 * @throws {HandoffError} any failure, for the log: TaskRouter does not send an event again
 */
export async function handleTaskEvent(event: TaskEvent): Promise<TaskEventOutcome> {
	try {
		return await handle(event);
	} catch (error) {
		throw error instanceof HandoffError ? error : new InternalError(error);
	}
}

async function handle(event: TaskEvent): Promise<TaskEventOutcome> {
	const { EventType, TaskAttributes } = event.params;
	const attributes = EventType === 'task.canceled' ? objectIn(TaskAttributes) : {};
	if (attributes.handoff !== true) return { outcome: 'ignored' };
	if (wasTaken(attributes, event.params)) return { outcome: 'left_alone' };
	const conversationId = textOf(attributes.conversationId);
	return {
		...(attributes.channel === 'VOICE'
			? await redirectCall(attributes, event)
			: await giveChatBack(conversationId, attributes, event)),
		...(conversationId !== '' && { conversationId }),
	};
}

/**
 * A task that an agent has accepted is never canceled (https://www.twilio.com/docs/taskrouter/lifecycle-task-state). But a
 * transfer makes a task with the attributes of the one before, and that may be canceled while an agent still talks to the
 * customer. Flex writes the conference into the attributes of a call that an agent has taken.
 * GUESS(transfer-reason): that the reason of such a cancellation names the transfer. The event of a canceled warm
 * transfer of a chat would settle it; until then the person who is in a chat is what protects it.
 */
function wasTaken(attributes: Readonly<Record<string, unknown>>, params: TaskEvent['params']): boolean {
	const reason = `${textOf(params.Reason)} ${textOf(params.TaskCanceledReason)}`;
	return isRecord(attributes.conference) || /transfer/i.test(reason);
}

async function giveChatBack(
	conversationId: string,
	attributes: Readonly<Record<string, unknown>>,
	event: TaskEvent,
): Promise<TaskEventOutcome> {
	if (!isConversationId(conversationId)) return { outcome: 'ignored' };
	// Flex writes the chat's SID into the attributes.
	const { conversationSid } = attributes;
	const request = {
		conversationId,
		message: textFor(event.settings, 'HANDOFF_CHAT_NO_AGENT'),
		conversationSid: isSid('CH', conversationSid) ? conversationSid : undefined,
		serviceSid: undefined,
		address: textOf(attributes.customerAddress) || undefined,
	};
	const isUnserved = async (conversation: Conversation) =>
		isReleased(conversation) && !(await hasPerson(event, request, conversation));
	const { givenBack } = await giveBackAndNotify(event, request, isUnserved);
	return { outcome: givenBack ? 'given_back' : 'left_alone' };
}

/** Where that cannot be read, assumes that there is no person: two who serve a customer are better than none. */
function hasPerson(
	{ twilio, budget }: TaskEvent,
	chat: Parameters<typeof isWithPerson>[1],
	conversation: Conversation,
): Promise<boolean> {
	const ask = (client: Twilio) => isWithPerson(client, chat, conversation);
	return repeat(twilio, budget.atMost(STEP_MS.person), ask).catch(() => false);
}

/** Takes the caller out of the queue: to the fallback, or an apology. */
async function redirectCall(
	attributes: Readonly<Record<string, unknown>>,
	{ twilio, budget, settings, domain }: TaskEvent,
): Promise<TaskEventOutcome> {
	const callSid = attributes.call_sid;
	if (!isSid('CA', callSid)) return { outcome: 'ignored' };
	const { from: From, to: To, direction: Direction } = attributes;
	const twiml = fallbackTwiml({
		params: { CallSid: callSid, From, To, Direction },
		settings,
		// TwiML that comes through the API has no URL that a path could belong to.
		path: correlatedPath(`https://${domain}/handoff`, attributes),
	});
	try {
		await repeat(twilio, budget, ({ calls }) => calls(callSid).update({ twiml }));
		return { outcome: 'call_redirected' };
	} catch (error) {
		const failure = fromTwilio('taking the caller out of the queue', error);
		// Most tasks of calls are canceled because the caller hung up.
		if (failure.twilioCode === CALL_NOT_IN_PROGRESS) return { outcome: 'call_over' };
		throw failure;
	}
}
