/**
 * GET or POST /participant-lookup: the customer of a conversation, and the classic conversation they chat in.
 *
 * Takes conversationId and, to choose among several, channel and address. Needs no settings beyond the account's.
 * Returns 200 with conversationSid (CH…), participantId, profileId, channel, address and name.
 * @module
 */
import type { ServerlessFunctionSignature } from '@twilio-labs/serverless-runtime-types/types';
import { findCustomer, parseCustomerQuery } from '../src/conversation/customer';
import { answer, json } from '../src/endpoint';

export const handler: ServerlessFunctionSignature = async (context, event, callback) => {
	const response = await answer(context, { ...event }, console, new Twilio.Response(), async (call) => {
		const query = parseCustomerQuery(call.request.params);
		return json(200, await findCustomer(call.twilio(), query), { conversationId: query.conversationId });
	});
	callback(null, response);
};
