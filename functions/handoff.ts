/**
 * POST /handoff: takes a conversation from the virtual agent to a person in Flex.
 *
 * Needs TWILIO_STUDIO_HANDOFF_FLOW_SID and TWILIO_PHONE_NUMBER for messaging, TWILIO_FLEX_WORKFLOW_SID and, if there
 * is one, HANDOFF_FALLBACK_NUMBER for voice; HANDOFF_AVAILABILITY_QUEUE where agents' availability matters.
 *
 * Messaging (what TAC's handoff tool posts: To, From, Parameters) starts the Studio flow and returns 201 with its
 * execution. Voice (the ConversationRelay action callback, has CallSid) always returns 200 and TwiML.
 * @module
 */
import { callGreeting } from '../src/handoff/availability';
import { handOffMessaging } from '../src/handoff/messaging';
import { parseMessagingHandoff } from '../src/handoff/messaging-request';
import { answerCallback, isCallback } from '../src/handoff/voice';
import { correlatedPath } from '../src/http/correlation';
import { defineHandler, json, xml } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async (invocation) => {
		const { params, path } = invocation.request;
		if (isCallback(params)) {
			const callback = { params, settings: invocation.settings, path: correlatedPath(path, params) };
			const { twiml, ...log } = await answerCallback(callback, () => callGreeting(invocation));
			return xml(twiml, log);
		}
		const result = await handOffMessaging(parseMessagingHandoff(params), invocation);
		const { status: outcome, executionSid } = result;
		return json(outcome === 'handoff_initiated' ? 201 : 200, result, { outcome, executionSid });
	},
);
