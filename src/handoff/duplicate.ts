/**
 * Whether an execution of the flow that TAC started itself hands off a chat that is handed off already.
 * @module
 */

import { readConversation } from '../conversation/conversation';
import { optionalText } from '../http/params';
import type { AccountAccess } from '../twilio/access';
import { repeat } from '../twilio/repeat';
import { isOver, listStarted } from './executions';
import { Attempt, type Claim } from './once';
import { claimKey, SyncClaims } from './sync-claims';

/**
 * Makes the claim that `/handoff` makes, or finds whose it is.
 * @param params `customerAddress`, and `executionSid`: the execution that asks
 * @returns whether another execution hands this chat off; `false` when that cannot be known in time, since the
 *   customer comes first
 */
export async function claimForExecution(
	conversationId: string,
	params: Readonly<Record<string, unknown>>,
	{ settings, budget, twilio }: AccountAccess,
): Promise<boolean> {
	const to = optionalText(params.customerAddress, 'customerAddress');
	const flowSid = settings.TWILIO_STUDIO_HANDOFF_FLOW_SID;
	const own = optionalText(params.executionSid, 'executionSid');
	if (conversationId === '' || to === undefined || flowSid === undefined || own === undefined) return false;
	const claims = new SyncClaims(twilio, budget);
	const attempt = new Attempt(claims, claimKey(conversationId, to), budget, { executionSid: own });
	const key = { flowSid, to, conversationId };
	let givenBackAt: number | undefined;
	const findEarlier = async (claim?: Claim) => {
		// Studio repeats a request after a lost response, and `/handoff` yields to an execution that was there before it.
		if (claim?.executionSid === own) return own;
		const [started, conversation] = await Promise.all([
			repeat(twilio, budget, (client) => listStarted(client, key, claim, own)),
			repeat(twilio, budget, (client) => readConversation(client, conversationId)).catch(() => undefined),
		]);
		givenBackAt = conversation?.givenBackAt;
		return started.find((each) => !isOver(each, givenBackAt))?.sid;
	};
	try {
		return (
			(await attempt.run(
				async () => own,
				findEarlier,
				() => givenBackAt,
			)) !== own
		);
	} catch {
		return false;
	}
}
