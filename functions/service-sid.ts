/**
 * GET or POST /service-sid: the classic Conversations service a conversation is bridged to.
 *
 * Takes conversationId. Needs no settings beyond the account's. Returns 200 with serviceSid (IS…), configurationId
 * and status.
 * @module
 */
import { parseConversationId } from '../src/conversation/conversation-id';
import { findService } from '../src/conversation/service';
import { defineHandler, json } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async ({ request, twilio }) => {
		const conversationId = parseConversationId(request.params.conversationId);
		return json(200, await findService(twilio(), conversationId));
	},
);
