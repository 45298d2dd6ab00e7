/**
 * Learning how Twilio spells Resume Conversation from flows as its template may look.
 * @module
 */
import template from '../../studio/agent-handoff.json';
import { flowDefinition } from '../../studio/definition';
import { learnResumeConversation, respell } from '../../studio/learn';
import { RESUME_CONVERSATION } from '../../studio/resume-conversation';
import { validateFlow } from '../../studio/validate/validate';
import { edited, widget } from '../support/flow-edits';

const flow = flowDefinition.parse(template);

const lookup = {
	name: 'fetch_conversation',
	type: 'make-http-request',
	properties: { offset: { x: 0, y: 0 }, url: 'https://example.twil.io/conversation-service' },
	transitions: [{ event: 'success', next: 'resume' }, { event: 'failed' }],
};
const flex = {
	name: 'flex',
	type: 'send-to-flex',
	properties: { attributes: '{"conversationSid":"x","serviceSid":"y"}' },
	transitions: [{ event: 'callComplete' }, { event: 'failedToEnqueue' }, { event: 'callFailure' }],
};

/** The parts of a flow that matter here, with one widget of unknown spelling. */
function made(type: string, properties: object, events: readonly string[]) {
	const transitions = events.map((event) => ({ event, next: 'flex' }));
	const resume = { name: 'resume', type, properties: { offset: { x: 1, y: 2 }, ...properties }, transitions };
	return {
		description: 'Twilio Agent Connect - Agent Handoff',
		states: [lookup, resume, flex],
		initial_state: 'x',
		flags: {},
	};
}

const CONVERSATION = '{{widgets.fetch_conversation.parsed.conversationSid}}';
const SERVICE = '{{widgets.fetch_service_sid.parsed.serviceSid | default: ""}}';

describe('learning finds Resume Conversation', () => {
	test.each<[string, ReturnType<typeof made>, object]>([
		[
			'with the spelling we expect',
			made('resume-conversation', { conversation_sid: CONVERSATION, service_sid: SERVICE }, [
				'success',
				'failed',
			]),
			{
				type: 'resume-conversation',
				conversationSid: 'conversation_sid',
				serviceSid: 'service_sid',
				succeeded: 'success',
				failed: 'failed',
			},
		],
		[
			'with other names',
			made('conversation-resume-v2', { conversationSid: CONVERSATION, conversationServiceSid: SERVICE }, [
				'resumeFailed',
				'resumed',
			]),
			{
				type: 'conversation-resume-v2',
				conversationSid: 'conversationSid',
				serviceSid: 'conversationServiceSid',
				succeeded: 'resumed',
				failed: 'resumeFailed',
			},
		],
		[
			'by the Liquid in its properties, when their names do not help',
			made('attach', { channel: CONVERSATION, instance: SERVICE }, ['next', 'failure']),
			{
				type: 'attach',
				conversationSid: 'channel',
				serviceSid: 'instance',
				succeeded: 'next',
				failed: 'failure',
			},
		],
		[
			'among other properties about the conversation',
			made('attach', { conversation_type: 'sms', conversation_sid: CONVERSATION, service_sid: SERVICE }, [
				'success',
				'failed',
			]),
			{ conversationSid: 'conversation_sid', serviceSid: 'service_sid', extra: { conversation_type: 'sms' } },
		],
	])('%s', (_, definition, learned) => {
		expect(learnResumeConversation(definition)).toMatchObject({ name: 'resume', ...learned });
	});

	test('in our own template', () => {
		const { source: _, ...spelling } = RESUME_CONVERSATION;
		expect(learnResumeConversation(template)).toEqual({
			name: 'resume_conversation',
			...spelling,
			extra: {},
		});
	});

	test('with its other properties, except those with variables of that flow', () => {
		const properties = {
			conversation_sid: 'x',
			service_sid: 'y',
			timeout: 30,
			note: '{{widgets.other.body}}',
		};
		const { extra } = learnResumeConversation(made('resume', properties, ['success', 'failed']));
		expect(extra).toEqual({ timeout: 30 });
	});
});

describe('learning fails, and lists what it found, in', () => {
	const sids = { conversation_sid: CONVERSATION, service_sid: SERVICE };
	test.each<[string, unknown, RegExp]>([
		['a value that is not a flow', 'FW0123', /Not a flow definition/],
		[
			'a flow of well-known widgets',
			{ states: [lookup, flex] },
			/No widget .*well-known types only \(2 widgets\)/,
		],
		[
			'an unrelated unknown widget',
			made('ai-reply', { prompt: 'hi' }, ['done']),
			/No widget .*resume \(type ai-reply; properties prompt; events done\)/,
		],
		[
			'a widget with only one SID',
			made('resume', { conversation_sid: CONVERSATION }, ['success', 'failed']),
			/No widget .*properties conversation_sid;/,
		],
		[
			'two matching widgets',
			{
				states: [
					...made('resume', sids, ['success', 'failed']).states,
					...made('attach', sids, ['success', 'failed']).states,
				],
			},
			/2 widgets .*type resume;.*type attach;/,
		],
		['a widget without a failure event', made('resume', sids, ['success']), /Found: success/],
		[
			'two failure events',
			made('resume', sids, ['success', 'failed', 'failedToAttach']),
			/Found: success, failed, failedToAttach/,
		],
		[
			'two success events',
			made('resume', sids, ['success', 'timeout', 'failed']),
			/Found: success, timeout, failed/,
		],
		[
			'two conversation SIDs',
			made('resume', { conversation_sid: 'a', other_conversation_sid: 'b', service_sid: 'c' }, [
				'success',
				'failed',
			]),
			/No widget/,
		],
	])('%s', (_, definition, message) => {
		expect(() => learnResumeConversation(definition)).toThrow(message);
	});
});

describe('respelling Resume Conversation', () => {
	const learned = learnResumeConversation(
		made(
			'conversation-resume-v2',
			{ conversationSid: CONVERSATION, conversationServiceSid: SERVICE, mode: 'x' },
			['resumed', 'resumeFailed'],
		),
	);
	const respelled = respell(flow, RESUME_CONVERSATION, learned);
	const ours = widget(flow, 'resume_conversation').properties;

	test('changes the names and keeps the values', () => {
		expect(widget(respelled, 'resume_conversation')).toEqual({
			name: 'resume_conversation',
			type: 'conversation-resume-v2',
			properties: {
				conversationSid: ours.conversation_sid,
				conversationServiceSid: ours.conversation_service_sid,
				mode: 'x',
				offset: widget(flow, 'resume_conversation').properties.offset,
			},
			transitions: [
				{ event: 'resumed', next: 'send_conversation_to_flex' },
				{ event: 'resumeFailed', next: 'record_not_handed_over' },
			],
		});
	});

	test('changes no other widget, and not its argument', () => {
		const others = (each: typeof flow) => each.states.filter(({ name }) => name !== 'resume_conversation');
		expect(others(respelled)).toEqual(others(flow));
		expect(flow).toEqual(flowDefinition.parse(template));
	});

	test('gives a flow that can be learned from, and can be reversed', () => {
		expect(learnResumeConversation(respelled)).toEqual({ ...learned, name: 'resume_conversation' });
		const { extra: _, ...spelling } = learned;
		const plain = respell(respell(flow, RESUME_CONVERSATION, spelling), spelling, RESUME_CONVERSATION);
		expect(plain).toEqual(flow);
	});

	test('can swap two names', () => {
		const { conversationSid, serviceSid } = RESUME_CONVERSATION;
		const swapped = respell(flow, RESUME_CONVERSATION, {
			...RESUME_CONVERSATION,
			conversationSid: serviceSid,
			serviceSid: conversationSid,
		});
		expect(widget(swapped, 'resume_conversation').properties).toMatchObject({
			[serviceSid]: ours[conversationSid],
			[conversationSid]: ours[serviceSid],
		});
	});

	test('is a problem in validation until the JSON file has the new spelling', () => {
		expect(validateFlow(respelled)).toEqual([expect.stringMatching(/^resume_conversation: .*learn/)]);
		expect(validateFlow(edited(() => {}, flow))).toEqual([]);
	});
});
