/**
 * GET or POST /participant-lookup: the customer of a conversation, and the classic conversation they chat in.
 *
 * Takes conversationId and, to choose among several, channel and address. Needs no settings beyond the account's.
 * Returns 200 with conversationSid (CH…), participantId, profileId, channel, address and name.
 * @module
 */
import { findCustomer, parseCustomerQuery } from '../src/conversation/customer';
import { defineHandler, json } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async ({ request, twilio }) => {
		const query = parseCustomerQuery(request.params);
		return json(200, await findCustomer(twilio(), query));
	},
);
