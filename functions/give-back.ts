/**
 * POST /give-back: gives a conversation back to the virtual agent when its handoff has failed. The Studio flow asks it.
 *
 * Takes conversationId, and executionSid when the flow asks; to tell the customer in their chat also message, conversationSid (CH…) and serviceSid (IS…).
 * Needs no settings beyond the account's. Returns 200 with conversationId, status, givenBack and, when there was a
 * message to write, messageSent.
 * @module
 */

import { giveBackAndTell, parseGiveBack } from '../src/handoff/give-back';
import { defineHandler, json } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async (invocation) => {
		const asked = parseGiveBack(invocation.request.params);
		const { givenBack, ...result } = await giveBackAndTell(invocation, asked);
		return json(200, { ...result, givenBack }, { givenBack });
	},
);
