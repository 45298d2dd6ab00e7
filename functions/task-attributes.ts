/**
 * POST /task-attributes: what the Studio flow sends to Flex, so that no logic lives in the flow.
 *
 * Takes HandoffData (JSON text or an object), channel, direction, name and customerAddress; of a call also SessionStatus,
 * CallStatus and ErrorCode; of a chat also executionSid, the execution that asks. Needs TWILIO_STUDIO_HANDOFF_FLOW_SID,
 * without which duplicates are not seen, and HANDOFF_PRIORITIES where a team has words of its own.
 * Returns 200 with isHandoff and, when it is one, attributes, essentialAttributes and priority as texts; isDuplicate for a
 * chat that is handed over already.
 * @module
 */
import { isDuplicate } from '../src/handoff/duplicate';
import { answerFlow } from '../src/handoff/flow-request';
import { defineHandler, json } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async (invocation) => {
		const { request, settings } = invocation;
		const { params } = request;
		const { answer, conversationId, log } = answerFlow(params, settings);
		if (conversationId === undefined || !(await isDuplicate(conversationId, params, invocation))) {
			return json(200, answer, log);
		}
		return json(200, { ...answer, isDuplicate: true }, { ...log, outcome: 'duplicate' });
	},
);
