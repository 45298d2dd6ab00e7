/**
 * Transitions that leave a customer without an answer, or that never end.
 * @module
 */
import type { FlowDefinition } from '../../../studio/definition';
import { RESUME_CONVERSATION } from '../../../studio/resume-conversation';
import { validateFlow } from '../../../studio/validate/validate';
import { WIDGET_TYPES } from '../../../studio/widget-types';
import { add, edited, rewire, widget } from '../../support/flow-edits';

/** Every problem of an edited template. */
function problemsOf(edit: (flow: FlowDefinition) => void): string[] {
	return validateFlow(edited(edit));
}

test('widgets that no transition leads to are named', () => {
	const problems = problemsOf((flow) =>
		rewire(flow, 'check_fallback_number', 'match', 'record_call_not_enqueued'),
	);
	expect(problems).toEqual(
		[
			'check_caller_number',
			'dial_fallback_number',
			'dial_fallback_with_our_number',
			'check_fallback_answered',
			'record_call_fallback',
		].map((name) => expect.stringMatching(`^${name}: unreachable`)),
	);
});

test('with a missing initial state, no transition leads to any widget', () => {
	const problems = problemsOf((flow) => Object.assign(flow, { initial_state: 'Start' }));
	expect(problems).toContainEqual(expect.stringMatching(/^Trigger: unreachable/));
});

test('an initial state that is not a trigger is a problem', () => {
	const problems = problemsOf((flow) => Object.assign(flow, { initial_state: 'check_known_task' }));
	expect(problems[0]).toMatch(/^initial_state: check_known_task is not a trigger/);
});

test('two transitions for one event are a problem', () => {
	const problems = problemsOf((flow) => widget(flow, 'tell_customer').transitions.push({ event: 'sent' }));
	expect(problems).toEqual([expect.stringMatching(/^tell_customer: several transitions for "sent"/)]);
});

test('a match without a condition is a problem', () => {
	const problems = problemsOf((flow) =>
		widget(flow, 'check_known_task').transitions.push({ event: 'match', conditions: [] }),
	);
	expect(problems).toEqual([expect.stringMatching(/^check_known_task: a "match" without a condition/)]);
});

test.each<[string, (flow: FlowDefinition) => void, RegExp]>([
	[
		'a widget that leads to itself',
		(flow) => rewire(flow, 'tell_customer', 'failed', 'tell_customer'),
		/^tell_customer: infinite loop/,
	],
	[
		'a Send to Flex that is retried forever',
		(flow) => {
			for (const event of ['failedToEnqueue', 'callFailure'])
				rewire(flow, 'send_essential_call_to_flex', event, 'send_call_to_flex');
		},
		/^send_call_to_flex, send_essential_call_to_flex: infinite loop/,
	],
	[
		'an apology that repeats',
		(flow) => rewire(flow, 'apologize_to_caller', 'audioComplete', 'record_call_not_enqueued'),
		/^record_call_not_enqueued, apologize_to_caller: infinite loop/,
	],
])('the endless loop of %s is named once', (_, edit, problem) => {
	expect(problemsOf(edit).filter((each) => each.includes('infinite loop'))).toEqual([
		expect.stringMatching(problem),
	]);
});

test.each(['gather-input-on-call', 'send-and-wait-for-reply'])('a loop with a %s is not endless', (type) => {
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

describe('failures', () => {
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
	test.each(failing)('%s must have a transition to a widget for %s', (name, event) => {
		const problem = expect.stringMatching(`^${name}: "${event}" isn’t connected`);
		expect(problemsOf((flow) => rewire(flow, name, event))).toContainEqual(problem);
	});

	test.each(failing)('%s must have a transition for %s', (name, event) => {
		const problems = problemsOf((flow) => {
			const state = widget(flow, name);
			state.transitions = state.transitions.filter((transition) => transition.event !== event);
		});
		expect(problems).toContainEqual(expect.stringMatching(`^${name}: no transition for "${event}"`));
	});

	test.each([...WIDGET_TYPES.keys()].filter((type) => type !== 'trigger'))(
		'a %s without transitions lacks one for each of its events',
		(type) => {
			const { normal, failing } = WIDGET_TYPES.get(type) ?? { normal: [], failing: [] };
			const problems = problemsOf((flow) => add(flow, { type })).filter((each) =>
				each.includes(': no transition for '),
			);
			expect(problems).toHaveLength(normal.length + failing.length);
		},
	);

	test.each(['run-function', 'add-twiml-redirect'])('the failure of a %s must lead to a widget', (type) => {
		const problems = problemsOf((flow) => add(flow, { type, transitions: [{ event: 'fail' }] }));
		expect(problems).toContainEqual(expect.stringMatching(/^added: "fail" isn’t connected/));
	});

	test.each(['failed', 'onTimeout', 'providerError'])(
		'%s of a widget of unknown type must lead to a widget',
		(event) => {
			const next = 'tell_customer';
			const problems = (transition: object) =>
				problemsOf((flow) =>
					add(flow, { type: 'new-widget', transitions: [{ event, ...transition }, { event: 'done' }] }),
				);
			expect(problems({})).toEqual([expect.stringMatching(`^added: "${event}" isn’t connected`)]);
			expect(problems({ next })).toEqual([]);
		},
	);
});
