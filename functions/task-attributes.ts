/**
 * POST /task-attributes: what the Studio flow sends to Flex, so that no logic lives in the flow.
 *
 * Takes HandoffData (JSON text or an object), channel, direction, name and customerAddress; of a call also SessionStatus,
 * CallStatus and ErrorCode; of a chat also executionSid, the execution that asks. Needs no settings beyond the account's.
 * Returns 200 with isHandoff and, when it is one, attributes, essentialAttributes and priority as texts; isDuplicate for a
 * chat that is handed over already.
 * @module
 */
import { ignoredSettings } from '../src/adaptation';
import { claimForExecution } from '../src/handoff/duplicate';
import { answerFlow } from '../src/handoff/flow-request';
import { defineHandler, json } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async (invocation) => {
		const { request, settings } = invocation;
		const { params } = request;
		const { answer, conversationId, log: outcome } = answerFlow(params, settings);
		const log = { ...outcome, ...ignoredSettings(settings) };
		if (conversationId === undefined || !(await claimForExecution(conversationId, params, invocation))) {
			return json(200, answer, log);
		}
		return json(200, { ...answer, isDuplicate: true }, { ...log, outcome: 'duplicate' });
	},
);
