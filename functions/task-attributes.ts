/**
 * POST /task-attributes: what the Studio flow sends to Flex, so that no logic lives in the flow.
 *
 * Takes HandoffData (JSON text or an object), channel, direction, name and customerAddress; of a call also SessionStatus,
 * CallStatus, ErrorCode and, for the log, CallSid; of a chat also executionSid, the execution that asks. Needs
 * TWILIO_STUDIO_HANDOFF_FLOW_SID, without which duplicates are not seen, and HANDOFF_PRIORITIES where a team has words of
 * its own; HANDOFF_AVAILABILITY_QUEUE to tell callers that no agent is available.
 * Returns 200 with isHandoff and, when it is one, attributes, essentialAttributes and priority as texts; of a call also
 * greeting, what is said before the queue or an empty text; isDuplicate for a chat that is handed off already.
 * @module
 */
import { callGreeting } from '../src/handoff/availability';
import { claimForExecution } from '../src/handoff/duplicate';
import { respondToFlow } from '../src/handoff/flow-request';
import { defineHandler, json } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async (invocation) => {
		const { request, settings } = invocation;
		const { answer, handedOver, log } = respondToFlow(request.params, settings);
		if (!handedOver) return json(200, answer, log);
		if (handedOver.isCall) return json(200, { ...answer, greeting: await callGreeting(invocation) }, log);
		if (!(await claimForExecution(handedOver.conversationId, request.params, invocation)))
			return json(200, answer, log);
		return json(200, { ...answer, isDuplicate: true }, { ...log, outcome: 'duplicate' });
	},
);
