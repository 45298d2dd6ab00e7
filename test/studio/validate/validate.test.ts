/**
 * What `npm run flow -- validate` says of flows that are no flows, or that leave a customer in silence.
 * @module
 */
import template from '../../../studio/agent-handoff.json';
import type { FlowDefinition } from '../../../studio/definition';
import { RESUME_CONVERSATION } from '../../../studio/resume-conversation';
import { validateFlow } from '../../../studio/validate/validate';
import { stamp } from '../../../studio/version';
import { WIDGET_TYPES } from '../../../studio/widget-types';
import { add, edited, rendered, rewire, VALUES, widget } from '../support/edits';

const functionsUrl = VALUES.FUNCTIONS_URL;

describe('fine', () => {
	test('the template', () => {
		expect(validateFlow(template)).toEqual([]);
	});

	test.each([VALUES.HANDOFF_FALLBACK_NUMBER, ''])(
		'the flow of an account whose fallback number is "%s"',
		(number) => {
			expect(validateFlow(rendered({ HANDOFF_FALLBACK_NUMBER: number }), { functionsUrl })).toEqual([]);
		},
	);

	test('a deployed flow, with the hash and the whole git revision in its description', () => {
		const { definition } = stamp(rendered(), 'f1ad99e8f1ad99e8f1ad99e8f1ad99e8f1ad99e8');
		expect(validateFlow(definition, { functionsUrl })).toEqual([]);
	});

	test('a flow on a laptop', () => {
		const functionsUrl = 'http://localhost:3000';
		expect(validateFlow(rendered({ FUNCTIONS_URL: functionsUrl }), { functionsUrl })).toEqual([]);
	});
});

describe('what is no flow', () => {
	const { states, ...rest } = template;
	test.each<[string, unknown, RegExp]>([
		['nothing', undefined, /^the definition: .*object/],
		['a text', '{}', /^the definition: .*object/],
		['no widgets', rest, /^states: .*array/],
		['an empty list of widgets', { ...rest, states: [] }, /^states: /],
		['no description', { ...template, description: undefined }, /^description: .*string/],
		[
			'a widget without offset',
			{ ...rest, states: [...states, { name: 'lost', type: 'say-play', properties: {}, transitions: [] }] },
			/^lost\.offset: .*object/,
		],
		[
			'a condition without a value',
			{
				...rest,
				states: states.map((state) => ({
					...state,
					transitions: state.transitions.map((transition) => ({
						...transition,
						conditions: [{ arguments: ['x'] }],
					})),
				})),
			},
			/^check_call_handoff, on match, conditions\[0\]\.value: .*string/,
		],
	])('%s: says where', (_, definition, problem) => {
		expect(validateFlow(definition)).toContainEqual(expect.stringMatching(problem));
	});

	test('keys that deploying would drop are named', () => {
		const [first, ...others] = states;
		const flow = { ...rest, theme: 'dark', states: [{ ...first, colour: 'red' }, ...others] };
		expect(validateFlow(flow)).toEqual([
			expect.stringMatching(/^theme: .*drop it/),
			expect.stringMatching(/^states\[0\]\.colour: .*drop it/),
		]);
	});
});

/** Every problem of an edited template. */
function problemsOf(edit: (flow: FlowDefinition) => void): string[] {
	return validateFlow(edited(edit));
}

describe('the graph', () => {
	test.each<[string, (flow: FlowDefinition) => void, string[]]>([
		[
			'a name taken twice',
			(flow) => flow.states.push(structuredClone(widget(flow, 'tell_customer'))),
			[expect.stringMatching(/^tell_customer\.name: "tell_customer" is taken/)],
		],
		[
			'a transition to nowhere',
			(flow) => rewire(flow, 'tell_customer', 'sent', 'goodbye'),
			['tell_customer, on sent: there is no widget "goodbye".'],
		],
		[
			'a widget nothing leads to',
			(flow) => rewire(flow, 'check_fallback_number', 'match', 'record_call_not_enqueued'),
			[
				'check_caller_number',
				'dial_fallback_number',
				'dial_fallback_with_our_number',
				'check_fallback_answered',
				'record_call_fallback',
			].map((name) => expect.stringMatching(`^${name}: nothing leads to this widget`)),
		],
		[
			'a trigger event Studio does not have',
			(flow) => widget(flow, 'Trigger').transitions.push({ event: 'incomingFax' }),
			['Trigger, on incomingFax: a trigger has no event "incomingFax".'],
		],
		[
			'an event twice',
			(flow) => widget(flow, 'tell_customer').transitions.push({ event: 'sent' }),
			[expect.stringMatching(/^tell_customer: "sent" is there more than once/)],
		],
		[
			'a match without a condition',
			(flow) => widget(flow, 'check_known_task').transitions.push({ event: 'match', conditions: [] }),
			[expect.stringMatching(/^check_known_task: a "match" has no condition/)],
		],
		[
			'no version',
			(flow) => Object.assign(flow, { description: 'AI-to-human handoff' }),
			[expect.stringMatching(/semantic version/)],
		],
	])('%s', (_, edit, expected) => {
		expect(problemsOf(edit)).toEqual(expected);
	});

	test.each<[string, (flow: FlowDefinition) => void, RegExp]>([
		[
			'a widget that leads to itself',
			(flow) => rewire(flow, 'tell_customer', 'failed', 'tell_customer'),
			/^tell_customer: these lead back.*waits for the customer/,
		],
		[
			'Send to Flex tried for ever',
			(flow) => {
				for (const event of ['failedToEnqueue', 'callFailure'])
					rewire(flow, 'send_essential_call_to_flex', event, 'send_call_to_flex');
			},
			/^send_call_to_flex, send_essential_call_to_flex: these lead back/,
		],
		[
			'saying the same again and again',
			(flow) => rewire(flow, 'apologize_to_caller', 'audioComplete', 'record_call_not_enqueued'),
			/^record_call_not_enqueued, apologize_to_caller: these lead back/,
		],
	])('an endless loop is named once: %s', (_, edit, problem) => {
		expect(problemsOf(edit).filter((each) => /lead back/.test(each))).toEqual([
			expect.stringMatching(problem),
		]);
	});

	test.each(['gather-input-on-call', 'send-and-wait-for-reply'])('a loop with a %s in it is fine', (type) => {
		const { normal = [], failing = [] } = WIDGET_TYPES.get(type) ?? {};
		const problems = problemsOf((flow) =>
			add(flow, {
				type,
				transitions: [
					...normal.map((event) => ({ event, next: 'added' })),
					...failing.map((event) => ({ event, next: 'tell_customer' })),
				],
			}),
		);
		expect(problems).toEqual([]);
	});

	test('an initial state that is not there is named, and leaves all unreached', () => {
		const problems = problemsOf((flow) => Object.assign(flow, { initial_state: 'Start' }));
		expect(problems[0]).toBe('initial_state: there is no widget "Start".');
		expect(problems).toContainEqual(expect.stringMatching(/^Trigger: nothing leads to this widget/));
	});

	test('an initial state that is no trigger is named', () => {
		const problems = problemsOf((flow) => Object.assign(flow, { initial_state: 'check_known_task' }));
		expect(problems[0]).toMatch(/^initial_state: .*check_known_task.*Start it at its trigger/);
	});
});

describe('nothing ends in silence', () => {
	const failing = [
		['fetch_conversation_sid', 'failed'],
		['fetch_service_sid', 'failed'],
		['send_call_to_flex', 'failedToEnqueue'],
		['send_call_to_flex', 'callFailure'],
		['send_conversation_to_flex', 'failedToEnqueue'],
		['send_conversation_to_flex', 'callFailure'],
		['resume_conversation', RESUME_CONVERSATION.failed],
		['tell_customer', 'failed'],
		['dial_fallback_number', 'hangup'],
		['check_fallback_number', 'noMatch'],
		['check_known_task', 'noMatch'],
	] as const;
	test.each(failing)('%s must lead somewhere on %s', (name, event) => {
		const problem = expect.stringMatching(`^${name}: "${event}" leads nowhere`);
		expect(problemsOf((flow) => rewire(flow, name, event))).toContainEqual(problem);
	});

	test.each(failing)('%s must have the event %s', (name, event) => {
		const problems = problemsOf((flow) => {
			const state = widget(flow, name);
			state.transitions = state.transitions.filter((transition) => transition.event !== event);
		});
		expect(problems).toContainEqual(expect.stringMatching(`^${name}: a .* can come to "${event}"`));
	});

	test.each([...WIDGET_TYPES.keys()].filter((type) => type !== 'trigger'))(
		'a bare %s lacks all of its events',
		(type) => {
			const { normal, failing } = WIDGET_TYPES.get(type) ?? { normal: [], failing: [] };
			const problems = problemsOf((flow) => add(flow, { type })).filter((each) =>
				each.includes(' can come to '),
			);
			expect(problems).toHaveLength(normal.length + failing.length);
		},
	);

	test.each(['run-function', 'add-twiml-redirect'])('a %s that fails must lead somewhere', (type) => {
		const problems = problemsOf((flow) => add(flow, { type, transitions: [{ event: 'fail' }] }));
		expect(problems).toContainEqual(expect.stringMatching(/^added: "fail" leads nowhere/));
	});

	test.each(['failed', 'onTimeout', 'providerError'])(
		'so must %s of a widget nobody has told us about',
		(event) => {
			const next = 'tell_customer';
			const problems = (transition: object) =>
				problemsOf((flow) =>
					add(flow, { type: 'new-widget', transitions: [{ event, ...transition }, { event: 'done' }] }),
				);
			expect(problems({})).toEqual([expect.stringMatching(`^added: "${event}" leads nowhere`)]);
			expect(problems({ next })).toEqual([]);
		},
	);
});

describe('Resume Conversation', () => {
	test.each([RESUME_CONVERSATION.conversationSid, RESUME_CONVERSATION.serviceSid])('needs its %s', (key) => {
		const problems = problemsOf((flow) =>
			Reflect.deleteProperty(widget(flow, 'resume_conversation').properties, key),
		);
		expect(problems).toEqual([expect.stringMatching(`^resume_conversation: .*needs the property "${key}"`)]);
	});

	test.each(['resumeConversation', 'attach-channel'])(
		'is not spelled %s, and learn would find out',
		(type) => {
			const problems = problemsOf((flow) => Object.assign(widget(flow, 'resume_conversation'), { type }));
			expect(problems).toEqual([expect.stringMatching(`^resume_conversation: .*not "${type}".*learn`)]);
		},
	);
});
