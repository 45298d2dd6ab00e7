/**
 * GET or POST /service-sid: the classic Conversations service a conversation is bridged to.
 *
 * Takes conversationId. Needs no settings beyond the account's. Returns 200 with serviceSid (IS…), configurationId
 * and status.
 * @module
 */
import type { ServerlessFunctionSignature } from '@twilio-labs/serverless-runtime-types/types';
import { parseConversationId } from '../src/conversation/conversation-id';
import { findService } from '../src/conversation/service';
import { answer, json } from '../src/endpoint';

export const handler: ServerlessFunctionSignature = async (context, event, callback) => {
	const response = await answer(context, { ...event }, console, new Twilio.Response(), async (call) => {
		const conversationId = parseConversationId(call.request.params.conversationId);
		return json(200, await findService(call.twilio(), conversationId), { conversationId });
	});
	callback(null, response);
};
