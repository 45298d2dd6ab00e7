/** Each widget's ways to succeed and to fail, without a call and without HTTP. */
import { RESUME_CONVERSATION } from '../../../../../studio/resume-conversation';
import { dig, events, HOSTILE, state, studioWorld } from '../../../flows';

describe('set-variables', () => {
	test('puts rendered text where later widgets read it', async () => {
		const { run } = studioWorld();
		const variables = [{ key: 'greeting', value: 'Hi {{flow.data.name}}{{flow.data.missing}}' }];
		const execution = await run({ name: 'Kim' }, state('set', 'set-variables', { variables }));
		expect(dig(execution.context, 'flow.variables')).toEqual({ greeting: 'Hi Kim' });
		expect(dig(execution.context, 'widgets.set')).toEqual({ greeting: 'Hi Kim' });
		expect(events(execution)).toEqual(['next']);
	});

	test('parses a json_object, hostile values included', async () => {
		const { run } = studioWorld();
		const variables = [{ key: 'handoff', type: 'json_object', value: '{{flow.data.text}}' }];
		const execution = await run(
			{ text: JSON.stringify({ reason: HOSTILE }) },
			state('set', 'set-variables', { variables }),
		);
		expect(dig(execution.context, 'flow.variables.handoff.reason')).toBe(HOSTILE);
	});

	test.each(['{broken', '[1]', '"text"', ''])('keeps %j as text and says so in the step', async (text) => {
		const { run } = studioWorld();
		const variables = [{ key: 'handoff', type: 'json_object', value: '{{flow.data.text}}' }];
		const execution = await run({ text }, state('set', 'set-variables', { variables }));
		expect(dig(execution.context, 'flow.variables.handoff')).toBe(text);
		expect(dig(execution.steps.at(-1)?.context, 'widgets.set.error')).toMatch(/Invalid handoff/);
		expect(events(execution)).toEqual(['next']);
	});
});

describe('templates', () => {
	const render = async (value: string, data: Record<string, unknown>) => {
		const { run, world } = studioWorld();
		const execution = await run(data, state('set', 'set-variables', { variables: [{ key: 'x', value }] }));
		return { execution, world, text: dig(execution.context, 'flow.variables.x') };
	};

	test('to_json keeps any value intact', async () => {
		const { text } = await render('{"a": {{flow.data.a | to_json}}}', { a: { b: HOSTILE, c: [1, null] } });
		expect(JSON.parse(String(text))).toEqual({ a: { b: HOSTILE, c: [1, null] } });
	});

	test('a value is not rendered again, and has no way to what it inherits', async () => {
		expect((await render('{{flow.data.a}}', { a: '{{flow.sid}}' })).text).toBe('{{flow.sid}}');
		expect((await render('[{{flow.data.a.constructor}}]', { a: {} })).text).toBe('[]');
	});

	test.each(['{{ a | nonsense }}', '{% if %}', '{{ a', '{% include "x" %}'])(
		'a broken template %j ends the execution with a reason',
		async (value) => {
			const { execution, world } = await render(value, {});
			expect(execution.status).toBe('ended');
			expect(world.journal.at(-1)?.what).toMatch(/ended with an error: set: \S/);
		},
	);
});

describe('split-based-on', () => {
	const decide = async (type: string, value: string, input: string) => {
		const { run } = studioWorld();
		const split = state('split', 'split-based-on', { input: '{{flow.data.input}}' }, { noMatch: undefined });
		split.transitions.push({
			event: 'match',
			conditions: [{ friendly_name: 'it', arguments: ['{{flow.data.input}}'], type, value }],
		});
		return events(await run({ input }, split));
	};

	test.each([
		['equal_to', 'Yes', ' yES ', 'no'],
		['not_equal_to', 'yes', 'no', 'Yes'],
		['matches_any_of', 'a, b ,C', 'c', 'd'],
		['does_not_match_any_of', 'a,b', 'c', 'B'],
		['is_blank', 'Is Blank', '  ', 'x'],
		['is_not_blank', 'Is Not Blank', 'x', ' '],
		['regex', 'C\\w\\d+', 'ch12', 'xch12'],
		['contains', 'ell', 'HELLO', 'help'],
		['does_not_contain', 'ell', 'help', 'hello'],
		['starts_with', 'he', 'Hello', 'oh'],
		['less_than', '5', '4.5', '5'],
		['greater_than', '5', '10', 'abc'],
	])('%s %j holds for %j, not for %j', async (type, value, yes, no) => {
		expect(await decide(type, value, yes)).toEqual(['match']);
		expect(await decide(type, value, no)).toEqual(['noMatch']);
	});

	test('an unknown condition ends the execution with a reason', async () => {
		expect(await decide('sounds_like', 'x', 'x')).toEqual([]);
	});
});

describe('Resume Conversation', () => {
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

	test('attaches the conversation, adds the webhook and fills flow.channel', async () => {
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
	});

	test.each([
		['a blank conversation SID', { conversationSid: ' ' }, /conversation SID is blank/],
		['a blank service SID', { serviceSid: '' }, /service SID is blank/],
		['an unknown conversation', { conversationSid: 'CHnone' }, /has no conversation CHnone/],
		['another service', { serviceSid: 'ISother' }, /service ISother has no conversation/],
		['a closed conversation', { closed: true }, /is closed/],
	])('fails for %s', async (_, change, reason) => {
		const { run, world } = studioWorld();
		const { classicConversation } = world.addMessagingConversation(customer);
		if ('closed' in change) classicConversation.state = 'closed';
		const sids = { conversationSid: classicConversation.sid, serviceSid: world.serviceSid, ...change };
		const execution = await run({}, resume('resume', sids.conversationSid, sids.serviceSid));
		expect(events(execution)).toEqual([RESUME_CONVERSATION.failed]);
		expect(dig(execution.context, 'widgets.resume.error')).toMatch(reason);
		expect(classicConversation.webhooks).toEqual([]);
	});

	test('fails when the execution already has a conversation', async () => {
		const { run, world } = studioWorld();
		const { classicConversation } = world.addMessagingConversation(customer);
		const execution = await run(
			{},
			resume('first', classicConversation.sid, world.serviceSid, 'second'),
			resume('second', classicConversation.sid, world.serviceSid),
		);
		expect(events(execution)).toEqual([RESUME_CONVERSATION.succeeded, RESUME_CONVERSATION.failed]);
	});
});

describe('send-message', () => {
	const send = (to: string, body = 'Hello {{flow.data.name}}') =>
		state('send', 'send-message', { from: '{{flow.channel.address}}', to, body }, { sent: undefined });

	test.each(['{{contact.channel.address}}', 'whatsapp:+15005550123', 'rcs:brand_agent'])(
		'sends to %s',
		async (to) => {
			const { run, world } = studioWorld();
			expect(events(await run({ name: 'Kim' }, send(to)))).toEqual(['sent']);
			expect(world.messages).toMatchObject([{ from: world.phoneNumber, body: 'Hello Kim' }]);
		},
	);

	test.each(['', 'web-chat-visitor', '5005550123'])('fails for %j, which no message reaches', async (to) => {
		const { run, world } = studioWorld();
		expect(events(await run({}, send(to)))).toEqual(['failed']);
		expect(world.messages).toEqual([]);
	});

	test('fails for a message without text', async () => {
		const { run } = studioWorld();
		expect(events(await run({}, send('+15005550123', ' ')))).toEqual(['failed']);
	});
});

test('an unknown widget ends the execution, and the journal says which', async () => {
	const { run, world } = studioWorld();
	const execution = await run({}, state('mystery', 'capture-payments', {}));
	expect(execution.status).toBe('ended');
	expect(world.journal.at(-1)?.what).toMatch(/mystery: the emulator knows no widget "capture-payments"/);
});

test.each(['say-play', 'connect-call-to'])('%s without a call ends the execution', async (type) => {
	const { run, world } = studioWorld();
	const properties = { say: 'hi', noun: 'number', to: '+15005550199' };
	expect((await run({}, state('voice', type, properties))).status).toBe('ended');
	expect(world.journal.at(-1)?.what).toMatch(/needs a call/);
});

test('a flow that goes in circles ends', async () => {
	const { run, world } = studioWorld();
	const execution = await run({}, state('loop', 'set-variables', { variables: [] }, { next: 'loop' }));
	expect(execution.status).toBe('ended');
	expect(world.journal.at(-1)?.what).toMatch(/more than 1000 steps/);
});
