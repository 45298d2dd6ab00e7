/** Resume Conversation. */
import { RESUME_CONVERSATION } from '../../../../../studio/resume-conversation';
import { dig, events, state, studioWorld } from '../../../../support/flows';

const resume = (name: string, conversationSid: string, serviceSid: string, next?: string) =>
	state(
		name,
		RESUME_CONVERSATION.type,
		{
			[RESUME_CONVERSATION.conversationSid]: conversationSid,
			[RESUME_CONVERSATION.serviceSid]: serviceSid,
		},
		{ [RESUME_CONVERSATION.succeeded]: next, [RESUME_CONVERSATION.failed]: undefined },
	);
const customer = { channel: 'SMS', address: '+15005550123', name: 'Kim' } as const;

test('Resume Conversation attaches the conversation, adds the webhook and sets flow.channel', async () => {
	const { run, world } = studioWorld();
	const { classicConversation } = world.addMessagingConversation(customer);
	const execution = await run(
		{ conversationSid: classicConversation.sid, serviceSid: world.serviceSid },
		resume('resume', '{{flow.data.conversationSid}}', '{{flow.data.serviceSid}}'),
	);
	expect(events(execution)).toEqual([RESUME_CONVERSATION.succeeded]);
	expect(classicConversation.webhooks).toMatchObject([
		{ target: 'studio', configuration: { flow_sid: execution.flowSid, filters: ['onMessageAdded'] } },
	]);
	expect(dig(execution.context, 'flow.channel')).toMatchObject({
		address: world.phoneNumber,
		sid: classicConversation.sid,
		type: 'conversation',
		details: { chat_service_sid: world.serviceSid, webhook_sid: classicConversation.webhooks[0]?.sid },
	});
	expect(dig(execution.context, 'widgets.resume')).toMatchObject({
		conversation: {
			sid: classicConversation.sid,
			state: 'active',
			participants: [{ messaging_binding: { address: customer.address, proxy_address: world.phoneNumber } }],
		},
		webhook_sid: classicConversation.webhooks[0]?.sid,
	});
});

test.each([
	['a blank conversation SID', { conversationSid: ' ' }, /conversation SID is blank/],
	['a blank service SID', { serviceSid: '' }, /service SID is blank/],
	['an unknown conversation', { conversationSid: 'CHnone' }, /CHnone not found/],
	['another service', { serviceSid: 'ISother' }, /not found in service ISother/],
	['a closed conversation', { closed: true }, /is closed/],
])('Resume Conversation fails for %s', async (_, change, reason) => {
	const { run, world } = studioWorld();
	const { classicConversation } = world.addMessagingConversation(customer);
	if ('closed' in change) classicConversation.state = 'closed';
	const sids = { conversationSid: classicConversation.sid, serviceSid: world.serviceSid, ...change };
	const execution = await run({}, resume('resume', sids.conversationSid, sids.serviceSid));
	expect(events(execution)).toEqual([RESUME_CONVERSATION.failed]);
	expect(dig(execution.context, 'widgets.resume')).toBeUndefined();
	expect(world.journal.at(-1)?.what).toMatch(reason);
	expect(classicConversation.webhooks).toEqual([]);
});

test('Resume Conversation fails when the execution already has a conversation', async () => {
	const { run, world } = studioWorld();
	const { classicConversation } = world.addMessagingConversation(customer);
	const execution = await run(
		{},
		resume('first', classicConversation.sid, world.serviceSid, 'second'),
		resume('second', classicConversation.sid, world.serviceSid),
	);
	expect(events(execution)).toEqual([RESUME_CONVERSATION.succeeded, RESUME_CONVERSATION.failed]);
});
