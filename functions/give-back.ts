/**
 * POST /give-back: gives a conversation back to the virtual agent when its handoff has failed. The Studio flow asks it.
 *
 * Takes conversationId; when the flow asks also address, the customer's, and executionSid; to tell the customer in their
 * chat also message, conversationSid (CH…) and serviceSid (IS…). Needs TWILIO_STUDIO_HANDOFF_FLOW_SID, without which
 * another execution that hands the chat over is not seen. Returns 200 with conversationId, status, givenBack and, when
 * there was a message to write, messageSent; with isDuplicate, and nothing given back, when another execution does.
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
