/**
 * POST /task-attributes: what the Studio flow sends to Flex, so that no logic lives in the flow.
 *
 * Takes HandoffData (JSON text or an object), channel, direction, name and customerAddress; of a call also SessionStatus,
 * CallStatus and ErrorCode. Needs no settings beyond the account's. Returns 200 with isHandoff and, when it is one,
 * attributes, essentialAttributes and priority as texts.
 * @module
 */
import type { ServerlessFunctionSignature } from '@twilio-labs/serverless-runtime-types/types';
import { answer, json } from '../src/endpoint';
import { answerFlow } from '../src/handoff/flow-request';

export const handler: ServerlessFunctionSignature = async (context, event, callback) => {
	const response = await answer(context, { ...event }, console, new Twilio.Response(), (call) => {
		const { answer: body, log } = answerFlow(call.request.params);
		return json(200, body, log);
	});
	callback(null, response);
};
