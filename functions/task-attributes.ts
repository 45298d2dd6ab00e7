/**
 * POST /task-attributes: what the Studio flow sends to Flex, so that no logic lives in the flow.
 *
 * Takes HandoffData (JSON text or an object), channel, direction, name and customerAddress; of a call also SessionStatus,
 * CallStatus and ErrorCode. Needs no settings beyond the account's. Returns 200 with isHandoff and, when it is one,
 * attributes, essentialAttributes and priority as texts.
 * @module
 */

import { answerFlow } from '../src/handoff/flow-request';
import { defineHandler, json } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	({ request }) => {
		const { answer, log } = answerFlow(request.params);
		return json(200, answer, log);
	},
);
