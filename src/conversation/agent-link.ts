/**
 * Whether the virtual agent receives what the customer of a conversation writes.
 *
 * Before it delivers a handoff, TAC's tool sets the conversation INACTIVE and takes its status callbacks away, as well as
 * it can, and nothing undoes either: the customer would go on writing into a conversation that no agent serves.
 * @module
 */
import type { TwilioAccess } from '../twilio/access';
import { fromTwilio, statusOf } from '../twilio/errors';
import { repeat } from '../twilio/repeat';
import { STEP_MS } from '../twilio/time-budget';
import { type Conversation, GIVEN_BACK_AT } from './conversation';

/** Whether the virtual agent receives the customer's messages. */
export function isServed({ status, statusCallbacks }: Conversation): boolean {
	return status === 'ACTIVE' && (statusCallbacks ?? 0) > 0;
}

/**
 * Whether the virtual agent released the conversation for a handoff. Its status says nothing of that: INACTIVE becomes ACTIVE
 * with the next message of anyone, mostly the virtual agent's own closing sentence, and ACTIVE becomes INACTIVE after a pause.
 * @see https://www.twilio.com/docs/conversations/orchestrator/concepts/lifecycle
 */
export function isReleased({ status, statusCallbacks }: Conversation): boolean {
	return (status === 'ACTIVE' || status === 'INACTIVE') && statusCallbacks === 0;
}

/**
 * Does what TAC's tool does before a handoff, where that failed: otherwise the virtual agent keeps replying alongside the
 * agent in Flex. Best effort.
 */
export async function silence({ twilio, budget }: TwilioAccess, conversationId: string): Promise<void> {
	await repeat(twilio, budget.atMost(STEP_MS.agentLink), ({ conversations }) =>
		conversations.v2
			.conversations(conversationId)
			.patch({ status: 'INACTIVE', configuration: { statusCallbacks: [] } }),
	).catch(() => undefined);
}

/**
 * Puts the conversation back to ACTIVE and its configuration's status callbacks back on it. Idempotent. A conversation that
 * is CLOSED stays so. The time of this is kept in its metadata.
 *
 * GUESS(put-keeps-metadata): the PUT with which TAC sets the status leaves the metadata, which "stays for the life of that
 * conversation" (https://www.twilio.com/docs/conversations/orchestrator/concepts/metadata). Its request body has an optional
 * `metadata`; one PUT without it, on a conversation that has some, would settle it.
 * @returns its status now, whether the virtual agent receives the customer's messages again, and whether anything had to
 *   be done
 * @throws {HandoffError} when Twilio fails
 */
export async function restore(
	{ twilio, budget }: TwilioAccess,
	conversationId: string,
	conversation: Conversation,
): Promise<{ readonly status: string; readonly givenBack: boolean; readonly changed: boolean }> {
	const status = conversation.status ?? '';
	if (status === 'CLOSED' || isServed(conversation)) {
		return { status, givenBack: status === 'ACTIVE', changed: false };
	}
	try {
		const { configurationId = '' } = conversation;
		if (!/^[\w-]+$/.test(configurationId)) return { status, givenBack: false, changed: false };
		const { statusCallbacks } = await repeat(twilio, budget, ({ conversations }) =>
			conversations.v2.configurations(configurationId).fetch(),
		);
		if (!statusCallbacks?.length) return { status, givenBack: false, changed: false };
		const patch = (metadata: object) =>
			repeat(twilio, budget, ({ conversations }) =>
				conversations.v2
					.conversations(conversationId)
					.patch({ status: 'ACTIVE', configuration: { statusCallbacks }, ...metadata }),
			);
		await patch({ metadata: { [GIVEN_BACK_AT]: new Date(Date.now()).toISOString() } }).catch(
			(error: unknown) => {
				// The app may have filled all eight keys.
				if (statusOf(error) !== 400) throw error;
				return patch({});
			},
		);
		return { status: 'ACTIVE', givenBack: true, changed: true };
	} catch (error) {
		throw fromTwilio('giving the conversation back', error);
	}
}
