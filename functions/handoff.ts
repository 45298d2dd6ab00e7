/**
 * POST /handoff: takes a conversation from the virtual agent to a person in Flex.
 *
 * Needs TWILIO_STUDIO_HANDOFF_FLOW_SID and TWILIO_PHONE_NUMBER for messaging, TWILIO_FLEX_WORKFLOW_SID and, if there
 * is one, HANDOFF_FALLBACK_NUMBER for voice.
 *
 * Messaging (what TAC's handoff tool posts: To, From, Parameters) starts the Studio flow and returns 201 with its
 * execution. Voice (the ConversationRelay action callback, has CallSid) always returns 200 and TwiML.
 * @module
 */

import { ignoredSettings } from '../src/adaptation';
import { isAgentAvailable } from '../src/handoff/availability';
import { handOffMessaging } from '../src/handoff/messaging';
import { parseMessagingHandoff } from '../src/handoff/messaging-request';
import { answerCallback, isCallback, isEnqueuing } from '../src/handoff/voice';
import { correlatedPath } from '../src/http/correlation';
import { defineHandler, json, xml } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async (invocation) => {
		const { request, settings } = invocation;
		const { params, path } = request;
		const ignored = ignoredSettings(settings);
		if (isCallback(params)) {
			const callback = { params, settings, path: correlatedPath(path, params) };
			const isAvailable =
				settings.HANDOFF_AVAILABILITY_QUEUE === undefined ||
				!isEnqueuing(callback) ||
				(await isAgentAvailable(invocation));
			const { twiml, ...log } = answerCallback({ ...callback, isAgentAvailable: isAvailable });
			return xml(twiml, { ...log, ...ignored });
		}
		const handoff = parseMessagingHandoff(params);
		const result = await handOffMessaging(handoff, invocation);
		const status = result.status === 'handoff_initiated' ? 201 : 200;
		const { executionSid } = result;
		return json(status, result, { outcome: result.status, executionSid, ...ignored });
	},
);
