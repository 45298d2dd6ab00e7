/** Send to Flex in a conversation; for calls see webhook.test.ts. */
import type { Unknowns } from '../../../../../emulator/core/unknowns';
import type { World } from '../../../../../emulator/core/world';
import { RESUME_CONVERSATION } from '../../../../../studio/resume-conversation';
import { CUSTOMER, dig, events, HOSTILE, state, studioWorld } from '../../../../support/flows';

describe('send-to-flex in a conversation', () => {
	const resume = (world: World, sid: string) =>
		state(
			'resume',
			RESUME_CONVERSATION.type,
			{
				[RESUME_CONVERSATION.conversationSid]: sid,
				[RESUME_CONVERSATION.serviceSid]: world.serviceSid,
			},
			{ [RESUME_CONVERSATION.succeeded]: 'flex' },
		);
	const flex = (workflow: string, channel: string, attributes: string) =>
		state(
			'flex',
			'send-to-flex',
			{ workflow, channel, attributes, priority: '5' },
			{ callComplete: undefined },
		);

	test.each([
		['SMS', '+15005550123', 'sms'],
		['WHATSAPP', 'whatsapp:+15005550123', 'whatsapp'],
		['CHAT', 'visitor-1', 'web'],
	] as const)(
		"creates an interaction and its task for %s, and removes Studio's webhook",
		async (channel, address, type) => {
			const { world, run } = studioWorld();
			const { classicConversation } = world.addMessagingConversation({ channel, address, name: 'Kim' });
			const execution = await run(
				{ reason: HOSTILE },
				resume(world, classicConversation.sid),
				flex(world.workflowSid, world.chatChannelSid, '{"reason": {{flow.data.reason | to_json}}}'),
			);
			expect(events(execution)).toEqual([RESUME_CONVERSATION.succeeded, 'callComplete']);
			expect(execution.status).toBe('ended');
			expect(classicConversation).toMatchObject({ handedOff: true, webhooks: [] });
			const [task] = world.tasks.values();
			expect(task).toMatchObject({
				priority: 5,
				conversationSid: classicConversation.sid,
				attributes: { reason: HOSTILE, channelType: type, customerAddress: address },
			});
			const [interaction] = world.interactions.values();
			expect(dig(execution.context, 'flow.channel.status')).toBe('handed off');
			expect(dig(execution.context, 'widgets.flex')).toEqual({
				FlexContextSid: expect.stringMatching(/^HQ/),
				sid: interaction?.sid,
				channel: expect.objectContaining({ type }),
				routing: expect.objectContaining({ task: { sid: task?.sid } }),
				url: `https://flex-api.twilio.com/v1/Interactions/${interaction?.sid}`,
			});
			expect(interaction).toMatchObject({
				taskSid: task?.sid,
				channel: { type, properties: { media_channel_sid: classicConversation.sid } },
			});
		},
	);

	test.each([
		['attributes that are not JSON', {}, '{"a": }'],
		['attributes that are too large for a task', {}, `{"a": "${'x'.repeat(4096)}"}`],
		['attributes that are too large with those that Flex adds', {}, `{"a": "${'x'.repeat(4000)}"}`],
		['an unknown workflow', { workflow: 'WWnone' }, '{}'],
		['an unknown task channel', { channel: 'TCnone' }, '{}'],
	])('fails for %s, and Studio keeps the conversation', async (_, change, attributes) => {
		const { world, run } = studioWorld();
		const { classicConversation } = world.addMessagingConversation({ channel: 'SMS', address: CUSTOMER });
		const sids = { workflow: world.workflowSid, channel: world.chatChannelSid, ...change };
		const execution = await run(
			{},
			resume(world, classicConversation.sid),
			flex(sids.workflow, sids.channel, attributes),
		);
		expect(events(execution)).toEqual([RESUME_CONVERSATION.succeeded, 'failedToEnqueue']);
		expect(classicConversation.handedOff).toBeUndefined();
		expect(classicConversation.webhooks).toHaveLength(1);
		expect(world.tasks.size).toBe(0);
	});

	describe('where Twilio’s behavior is unknown', () => {
		const outcome = async (unknowns: Partial<Unknowns>, flexProperties: object) => {
			const { world, run } = studioWorld();
			Object.assign(world.unknowns, unknowns);
			const { classicConversation } = world.addMessagingConversation({ channel: 'SMS', address: CUSTOMER });
			const widget = flex(world.workflowSid, world.chatChannelSid, '{}');
			Object.assign(widget.properties, flexProperties);
			return events(await run({ five: 5 }, resume(world, classicConversation.sid), widget)).at(-1);
		};
		const sized = (length: number) => ({ attributes: `{"a": "${'x'.repeat(length - 9)}"}` });

		test('limits rendered attributes to 1,024 characters only in a world with that limit', async () => {
			const limited = { 'send-to-flex-limit': false };
			expect(await outcome({}, sized(1025))).toBe('callComplete');
			expect(await outcome(limited, sized(1024))).toBe('callComplete');
			expect(await outcome(limited, sized(1025))).toBe('failedToEnqueue');
		});

		test.each(['priority', 'timeout'])(
			'renders Liquid in %s except in a world where Studio does not',
			async (key) => {
				const unrendered = { 'send-to-flex-priority': false };
				expect(await outcome({}, { [key]: '{{flow.data.five}}' })).toBe('callComplete');
				expect(await outcome(unrendered, { [key]: '5' })).toBe('callComplete');
				expect(await outcome(unrendered, { [key]: '{{flow.data.five}}' })).toBe('failedToEnqueue');
			},
		);
	});

	test('fails without a conversation', async () => {
		const { world, run } = studioWorld();
		const execution = await run({}, flex(world.workflowSid, world.chatChannelSid, '{}'));
		expect(events(execution)).toEqual(['failedToEnqueue']);
	});
});
