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
import type { ServerlessFunctionSignature } from '@twilio-labs/serverless-runtime-types/types';
import { answer, json, xml } from '../src/endpoint';
import { handOffMessaging, isCall, parseMessagingHandoff } from '../src/handoff/messaging';
import { answerCall } from '../src/handoff/voice';

export const handler: ServerlessFunctionSignature = async (context, event, callback) => {
	const response = await answer(context, { ...event }, console, new Twilio.Response(), async (call) => {
		const { params, path } = call.request;
		if (isCall(params)) {
			const { twiml, ...log } = answerCall({ params, settings: call.settings, path });
			return xml(twiml, log);
		}
		const handoff = parseMessagingHandoff(params);
		const result = await handOffMessaging(handoff, call);
		return json(201, result, {
			conversationId: handoff.data.conversationId,
			executionSid: result.executionSid,
		});
	});
	callback(null, response);
};
