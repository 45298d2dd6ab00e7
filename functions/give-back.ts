/**
 * POST /give-back: gives a conversation back to the virtual agent when its handoff has failed. The Studio flow requests it.
 *
 * Takes conversationId; when the flow requests it also address, the customer's, and executionSid; to tell the customer in their
 * chat also message, conversationSid (CH…) and serviceSid (IS…). Needs TWILIO_STUDIO_HANDOFF_FLOW_SID, without which
 * another execution that hands the chat off is not seen. Returns 200 with conversationId, status, givenBack and, when
 * there was a message to write, messageSent; with isDuplicate, and nothing given back, when another execution does.
 * @module
 */

import { giveBackAndNotify, parseGiveBack } from '../src/handoff/give-back';
import { defineHandler, json } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async (invocation) => {
		const request = parseGiveBack(invocation.request.params);
		const { givenBack, ...result } = await giveBackAndNotify(invocation, request);
		return json(200, { ...result, givenBack }, { givenBack });
	},
);
