/**
 * Gives a conversation back to the virtual agent when a handoff has failed.
 *
 * Before it delivers a handoff, TAC's tool sets the conversation INACTIVE and takes its status callbacks away, and
 * nothing undoes either: the customer would go on writing into a conversation that no agent serves.
 * @module
 */
import type { Twilio } from 'twilio';
import { readConversation } from '../conversation/conversation';
import type { HandoffError } from '../http/errors';

/** How long a failed handoff may take to give the conversation back, in milliseconds. */
export const GIVE_BACK_MS = 2_000;

/**
 * Tells whether a failure is certain to have started no flow, on an API that still answers. Only then may the virtual
 * agent have its customer back: with a flow under way as well, the customer would be served twice.
 */
export function mayGiveBack(error: HandoffError): boolean {
	const certain = [
		'customer_not_found',
		'ambiguous_customer',
		'not_bridged',
		'misconfigured',
		'twilio_rate_limited',
	];
	// 20409: Studio is already handing this customer over, and one execution per customer is its limit.
	return (
		certain.includes(error.code) ||
		(error.code === 'twilio_error' && !error.retryable && error.twilioCode !== 20409)
	);
}

/**
 * Puts the conversation back to ACTIVE and its configuration's status callbacks back on it, if it looks as TAC's tool
 * leaves one. Best effort: the handoff's own failure is what the caller has to receive.
 * @returns whether the virtual agent receives the customer's messages again
 */
export async function giveBack(twilio: Twilio, conversationId: string): Promise<boolean> {
	try {
		const conversation = await readConversation(twilio, conversationId);
		if (conversation.status !== 'INACTIVE' || conversation.statusCallbacks !== 0) return false;
		const { configurations } = twilio.conversations.v2;
		const { statusCallbacks } = await configurations(conversation.configurationId ?? '').fetch();
		if (!statusCallbacks?.length) return false;
		const restored = { status: 'ACTIVE', configuration: { statusCallbacks } };
		await twilio.conversations.v2.conversations(conversationId).patch(restored);
		return true;
	} catch {
		return false;
	}
}
