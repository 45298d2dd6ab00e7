/**
 * A live flow comes home as a template: rendering it again gives what is live.
 * @module
 */
import template from '../../../studio/agent-handoff.json';
import { type FlowDefinition, type FlowState, flowDefinition } from '../../../studio/definition';
import { type FlowValues, renderFlow } from '../../../studio/render/render';
import { restorePlaceholders } from '../../../studio/render/restore';
import { validateFlow } from '../../../studio/validate/validate';
import { stamp } from '../../../studio/version';
import {
	add,
	chance,
	edited,
	editUnknown,
	placeholder,
	rendered,
	rewire,
	VALUES,
	widget,
} from '../support/edits';

const flow = flowDefinition.parse(template);
const NO_FALLBACK: FlowValues = { ...VALUES, HANDOFF_FALLBACK_NUMBER: '' };

const liveWith = (values: FlowValues, edit: (live: FlowDefinition) => void = () => {}) =>
	edited(edit, stamp(renderFlow(values, template), 'f1ad99e').definition);

describe.each([
	['a fallback number', VALUES],
	['no fallback number', NO_FALLBACK],
	[
		'one task channel for calls and chats',
		{ ...VALUES, TWILIO_FLEX_CHAT_CHANNEL_SID: VALUES.TWILIO_FLEX_VOICE_CHANNEL_SID },
	],
])('an account with %s', (_, values) => {
	test('a flow nobody edited is the template, to the letter', () => {
		const restored = restorePlaceholders(liveWith(values), values, template);
		expect(JSON.stringify(restored)).toBe(JSON.stringify(template));
	});

	test('an edit is all that differs', () => {
		const edit = (each: FlowDefinition) =>
			Object.assign(widget(each, 'tell_customer').properties, { body: 'Sorry.' });
		expect(restorePlaceholders(liveWith(values, edit), values, template)).toEqual(edited(edit));
	});

	test('edits by chance come home: rendered again, they are what is live', () => {
		for (let seed = 1; seed <= 100; seed++) {
			const live = edited((each) => editByChance(each, values, seed), renderFlow(values, template));
			const restored = restorePlaceholders(live, values, template);
			expect({ seed, live: renderFlow(values, restored) }).toEqual({ seed, live });
			for (const value of Object.values(values).filter((each) => each !== ''))
				expect(JSON.stringify(restored)).not.toContain(value);
		}
	});
});

describe('placeholders come back', () => {
	const restoredWith = (edit: (live: FlowDefinition) => void, values: FlowValues = VALUES) =>
		restorePlaceholders(liveWith(values, edit), values, template);

	test('in a widget somebody added, in the middle of a text, several at once', () => {
		const say = `${VALUES.FUNCTIONS_URL}/x, ${VALUES.HANDOFF_FALLBACK_NUMBER} and ${VALUES.HANDOFF_FALLBACK_NUMBER}`;
		const restored = restoredWith((each) =>
			add(each, { type: 'say-play', properties: { offset: { x: 0, y: 0 }, say } }),
		);
		const number = placeholder('HANDOFF_FALLBACK_NUMBER');
		expect(widget(restored, 'added').properties.say).toBe(
			`${placeholder('FUNCTIONS_URL')}/x, ${number} and ${number}`,
		);
	});

	test('of two values, the longer one first', () => {
		const values = { ...VALUES, HANDOFF_FALLBACK_NUMBER: 'https://handoff' };
		const restored = restoredWith(
			(each) =>
				Object.assign(widget(each, 'tell_customer').properties, { body: `At ${values.FUNCTIONS_URL}.` }),
			values,
		);
		expect(widget(restored, 'tell_customer').properties.body).toBe(`At ${placeholder('FUNCTIONS_URL')}.`);
	});

	test.each<[string, (live: FlowDefinition) => void]>([
		[
			'another condition comes before it',
			(each) => {
				const conditions = [
					{ friendly_name: 'Night', arguments: ['{{flow.data.hour}}'], type: 'less_than', value: '6' },
				];
				const { transitions } = widget(each, 'check_fallback_number');
				transitions.splice(1, 0, { event: 'match', next: 'record_call_not_enqueued', conditions });
			},
		],
		['its transitions change places', (each) => widget(each, 'check_fallback_number').transitions.reverse()],
		[
			'its transition is rewired',
			(each) => rewire(each, 'check_fallback_number', 'match', 'apologize_to_caller'),
		],
		['the widgets come in another order', (each) => each.states.reverse()],
		[
			'the widget gets another name',
			(each) => {
				widget(each, 'check_fallback_number').name = 'check_number';
				for (const event of ['failedToEnqueue', 'callFailure'])
					rewire(each, 'send_essential_call_to_flex', event, 'check_number');
			},
		],
	])('one without a value is not lost when %s', (_, edit) => {
		const restored = restoredWith(edit, NO_FALLBACK);
		const split = restored.states.find(({ name }) => /^check_(fallback_)?number$/.test(name));
		const number = placeholder('HANDOFF_FALLBACK_NUMBER');
		expect(split?.properties.input).toBe(number);
		const match = split?.transitions.find(({ conditions }) =>
			conditions?.[0]?.friendly_name.startsWith('There is'),
		);
		expect(match?.conditions?.[0]?.arguments).toEqual([number]);
	});

	test('an edit that filled in what was empty stays', () => {
		const restored = restoredWith(
			(each) => Object.assign(widget(each, 'dial_fallback_number').properties, { to: '+15005550100' }),
			NO_FALLBACK,
		);
		expect(widget(restored, 'dial_fallback_number').properties.to).toBe('+15005550100');
	});

	test('what our schema does not know is not lost, wherever it is', () => {
		const edit = (each: FlowDefinition) => editUnknown(each, VALUES.FUNCTIONS_URL);
		const wanted = edited((each) => editUnknown(each, placeholder('FUNCTIONS_URL')));
		expect(restoredWith(edit)).toEqual(wanted);
		expect(validateFlow(wanted)).toHaveLength(5);
	});

	test('the stamp comes off, a new version stays', () => {
		const live = stamp({ ...rendered(), description: 'AI-to-human handoff 9.9.9' }, 'f1ad99e').definition;
		expect(restorePlaceholders(live, VALUES, template).description).toBe('AI-to-human handoff 9.9.9');
	});

	test('of another team’s template', () => {
		const theirs = edited((each) =>
			add(each, {
				type: 'say-play',
				transitions: [{ event: 'audioComplete' }],
				properties: { offset: { x: 0, y: 0 }, say: `Call ${placeholder('HANDOFF_FALLBACK_NUMBER')}` },
			}),
		);
		expect(restorePlaceholders(renderFlow(NO_FALLBACK, theirs), NO_FALLBACK, theirs)).toEqual(theirs);
	});

	test('and the template stays fit to be deployed', () => {
		expect(
			validateFlow(
				restoredWith((each) => add(each, { type: 'say-play', transitions: [{ event: 'audioComplete' }] })),
			),
		).toEqual([]);
	});

	test.each(['FUNCTIONS_URL', 'OTHER'])('the live flow may not say a placeholder %s itself', (name) => {
		const edit = (each: FlowDefinition) =>
			Object.assign(widget(each, 'tell_customer').properties, { body: placeholder(name) });
		expect(() => restoredWith(edit)).toThrow(/^tell_customer\.body: .*\$\{(FUNCTIONS_URL|OTHER)\}/);
	});

	test('neither the live flow nor the template changes', () => {
		const live = liveWith(VALUES);
		const before = JSON.stringify([live, template]);
		restorePlaceholders(live, VALUES, template);
		expect(JSON.stringify([live, template])).toBe(before);
	});
});

/** One to four edits of any kind, with an account's values among the texts. */
function editByChance(live: FlowDefinition, values: FlowValues, seed: number): void {
	const below = chance(seed);
	const texts = ['', 'text', '$', '${', '$&', "$'", '{{ flow.data.x }}', '\\', ...Object.values(values)];
	const text = () =>
		Array.from({ length: below(4) }, () => texts[below(texts.length)] ?? '').join(['', ' '][below(2)]);
	const one = (): FlowState => live.states[below(live.states.length)] ?? widget(live, 'Trigger');
	const edits: (() => void)[] = [
		() =>
			Object.assign(one().properties, {
				[['say', 'to', 'input', 'url', 'workflow'][below(5)] ?? 'x']: text(),
			}),
		() =>
			Object.assign(one().properties, {
				parameters: [
					{ key: text(), value: text() },
					{ key: 'b', value: text() },
				],
			}),
		() => one().transitions.reverse(),
		() =>
			one().transitions.push({
				event: 'match',
				conditions: [{ friendly_name: text(), arguments: [text()], type: 'equal_to', value: text() }],
			}),
		() => live.states.splice(below(live.states.length), 1),
		() => live.states.reverse(),
		() => Object.assign(one(), { name: `renamed_${below(1_000)}` }),
		() => live.states.push({ ...structuredClone(one()), name: `copy_${below(1_000)}` }),
		() => Object.assign(live, { description: `${text()} 2.0.0` }),
		() => Object.assign(one().properties.offset, { x: below(100) }),
	];
	for (let count = 1 + below(4); count > 0; count--) edits[below(edits.length)]?.();
	if (live.states.length === 0) live.states.push(...flow.states);
}
