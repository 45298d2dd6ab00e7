/**
 * Resume Conversation: attaches an existing classic conversation to an execution that the REST API started.
 * @see https://www.twilio.com/docs/conversations/agent-connect/ai-to-human-handoff (what the widget does, step by step)
 * @module
 */
import { z } from 'zod';
import { RESUME_CONVERSATION } from '../../../../studio/resume-conversation';
import { dates } from '../../../core/fields';
import { sid } from '../../../core/sids';
import type { ClassicConversation } from '../../../core/world';
import { type Run, readProperties, template, type Widget } from '../runner/widget';

type Participant = ClassicConversation['participants'][number];

const properties = z.object({
	[RESUME_CONVERSATION.conversationSid]: template,
	[RESUME_CONVERSATION.serviceSid]: template,
});

/**
 * Fetches the conversation, lists its participants, adds the `onMessageAdded` webhook that sends the customer's next
 * messages to Studio, and sets `{{flow.channel.*}}`.
 *
 * Fails in the documented cases: the execution was not started by REST or already has a conversation, a SID is blank, or
 * the service has no such open conversation. The names in `flow.channel` and in the output are from Twilio's skill
 * (github.com/twilio/ai, twilio-studio-flows).
 */
export const resumeConversation: Widget = {
	failure: RESUME_CONVERSATION.failed,
	run(state, run) {
		if (run.trigger.event !== 'incomingRequest') throw new Error('the execution was not started by REST');
		if (run.conversation) throw new Error(`the execution already has conversation ${run.conversation.sid}`);

		const wanted = readProperties(properties, state);
		const conversationSid = run.render(wanted[RESUME_CONVERSATION.conversationSid] ?? '').trim();
		const serviceSid = run.render(wanted[RESUME_CONVERSATION.serviceSid] ?? '').trim();
		const conversation = find(run, conversationSid, serviceSid);
		const customer = conversation.participants.find(({ address, identity }) => address ?? identity);

		const { flow } = run.context;
		const webhookSid = sid('WH');
		conversation.webhooks.push({
			sid: webhookSid,
			target: 'studio',
			configuration: { flow_sid: run.flowSid, filters: ['onMessageAdded'] },
		});
		const participants = conversation.participants.map(viewParticipant);
		flow.channel = {
			...flow.channel,
			address: customer?.proxyAddress ?? flow.channel.address,
			sid: conversation.sid,
			type: 'conversation',
			status: conversation.state,
			details: {
				chat_service_sid: serviceSid,
				friendly_name: conversation.friendlyName,
				participants,
				webhook_sid: webhookSid,
			},
		};
		run.conversation = conversation;
		return {
			event: RESUME_CONVERSATION.succeeded,
			output: {
				conversation: {
					sid: conversation.sid,
					friendly_name: conversation.friendlyName,
					state: conversation.state,
					attributes: conversation.attributes,
					chat_service_sid: serviceSid,
					...dates(conversation),
					participants,
				},
				webhook_sid: webhookSid,
			},
			note: `attached ${conversation.sid} with ${conversation.participants.length} participant(s), added the onMessageAdded webhook`,
		};
	},
};

function viewParticipant({ sid, identity, address, proxyAddress }: Participant) {
	return {
		sid,
		identity,
		...(address !== null && { messaging_binding: { address, proxy_address: proxyAddress } }),
	};
}

function find(run: Run, conversationSid: string, serviceSid: string): ClassicConversation {
	if (conversationSid === '') throw new Error('the conversation SID is blank');
	if (serviceSid === '') throw new Error('the service SID is blank');
	const conversation = run.world.classicConversations.get(conversationSid);
	if (conversation?.serviceSid !== serviceSid) {
		throw new Error(`conversation ${conversationSid} not found in service ${serviceSid}`);
	}
	if (conversation.state === 'closed') throw new Error(`conversation ${conversationSid} is closed`);
	return conversation;
}
