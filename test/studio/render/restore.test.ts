/**
 * From a live flow back to the template: rendering the result gives the live flow.
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
	edited,
	editUnknown,
	placeholder,
	randomNumbers,
	rendered,
	rewire,
	VALUES,
	widget,
} from '../../support/flow-edits';

const flow = flowDefinition.parse(template);
const NO_FALLBACK: FlowValues = { ...VALUES, HANDOFF_FALLBACK_NUMBER: '' };
const ADAPTED: FlowValues = {
	...NO_FALLBACK,
	HANDOFF_FALLBACK_SIP: 'sip:desk@example.com',
	HANDOFF_FALLBACK_NOUN: 'sip',
	HANDOFF_VOICE: 'Polly.Vicki',
	HANDOFF_LANGUAGE: 'de-DE',
	HANDOFF_HOLD_MUSIC: 'https://example.com/music.mp3',
	HANDOFF_HOLD_MUSIC_METHOD: 'GET',
	HANDOFF_CALL_GREETING: 'Einen Moment, bitte.',
};
const DISTINCT = /^(https:|sip:|\+|WW|TC)/;

const liveWith = (values: FlowValues, edit: (live: FlowDefinition) => void = () => {}) =>
	edited(edit, stamp(renderFlow(values, template), 'f1ad99e').definition);

describe.each([
	['a fallback number', VALUES],
	['no fallback number', NO_FALLBACK],
	['a SIP fallback, a voice and hold music', ADAPTED],
	[
		'one task channel for calls and chats',
		{ ...VALUES, TWILIO_FLEX_CHAT_CHANNEL_SID: VALUES.TWILIO_FLEX_VOICE_CHANNEL_SID },
	],
])('an account with %s', (_, values) => {
	test('an unedited flow gives exactly the template', () => {
		const restored = restorePlaceholders(liveWith(values), values, template);
		expect(JSON.stringify(restored)).toBe(JSON.stringify(template));
	});

	test('an edited flow gives the template with that edit', () => {
		const edit = (each: FlowDefinition) =>
			Object.assign(widget(each, 'tell_customer').properties, { body: 'Sorry.' });
		expect(restorePlaceholders(liveWith(values, edit), values, template)).toEqual(edited(edit));
	});

	test('random edits survive: rendering the result gives the live flow', () => {
		for (let seed = 1; seed <= 100; seed++) {
			const live = edited((each) => editRandomly(each, values, seed), renderFlow(values, template));
			const restored = restorePlaceholders(live, values, template);
			expect({ seed, live: renderFlow(values, restored) }).toEqual({ seed, live });
			// A number of seconds, or a word, may stand in any text for something else.
			for (const value of Object.values(values).filter((each) => DISTINCT.test(each)))
				expect(JSON.stringify(restored)).not.toContain(value);
		}
	});
});

describe('placeholders are restored', () => {
	const restoredWith = (edit: (live: FlowDefinition) => void, values: FlowValues = VALUES) =>
		flowDefinition.parse(restorePlaceholders(liveWith(values, edit), values, template));

	test('in an added widget, inside a text, several at once', () => {
		const say = `${VALUES.FUNCTIONS_URL}/x, ${VALUES.HANDOFF_FALLBACK_NUMBER} and ${VALUES.HANDOFF_FALLBACK_NUMBER}`;
		const restored = restoredWith((each) =>
			add(each, { type: 'say-play', properties: { offset: { x: 0, y: 0 }, say } }),
		);
		const number = placeholder('HANDOFF_FALLBACK_NUMBER');
		expect(widget(restored, 'added').properties.say).toBe(
			`${placeholder('FUNCTIONS_URL')}/x, ${number} and ${number}`,
		);
	});

	test('the longer of two values first', () => {
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
			'another condition is added before it',
			(each) => {
				const conditions = [
					{ friendly_name: 'Night', arguments: ['{{flow.data.hour}}'], type: 'less_than', value: '6' },
				];
				const { transitions } = widget(each, 'check_fallback_number');
				transitions.splice(1, 0, { event: 'match', next: 'record_call_not_enqueued', conditions });
			},
		],
		['its transitions are reordered', (each) => widget(each, 'check_fallback_number').transitions.reverse()],
		[
			'its transition leads elsewhere',
			(each) => rewire(each, 'check_fallback_number', 'match', 'apologize_to_caller'),
		],
		['the widgets are reordered', (each) => each.states.reverse()],
		[
			'its widget is renamed',
			(each) => {
				widget(each, 'check_fallback_number').name = 'check_number';
				for (const event of ['failedToEnqueue', 'callFailure'])
					rewire(each, 'send_essential_call_to_flex', event, 'check_number');
			},
		],
	])('even with an empty value when %s', (_, edit) => {
		const restored = restoredWith(edit, NO_FALLBACK);
		const split = restored.states.find(({ name }) => /^check_(fallback_)?number$/.test(name));
		const fallback = `${placeholder('HANDOFF_FALLBACK_NUMBER')}${placeholder('HANDOFF_FALLBACK_SIP')}`;
		expect(split?.properties.input).toBe(fallback);
		const match = split?.transitions.find(({ conditions }) =>
			conditions?.[0]?.friendly_name.startsWith('There is'),
		);
		expect(match?.conditions?.[0]?.arguments).toEqual([fallback]);
	});

	test('but not over an edit that replaced an empty value', () => {
		const restored = restoredWith(
			(each) => Object.assign(widget(each, 'dial_fallback_number').properties, { to: '+15005550100' }),
			NO_FALLBACK,
		);
		expect(widget(restored, 'dial_fallback_number').properties.to).toBe('+15005550100');
	});

	test('in keys that our schema lacks', () => {
		const edit = (each: FlowDefinition) => editUnknown(each, VALUES.FUNCTIONS_URL);
		const wanted = edited((each) => editUnknown(each, placeholder('FUNCTIONS_URL')));
		expect(restorePlaceholders(liveWith(VALUES, edit), VALUES, template)).toEqual(wanted);
		expect(validateFlow(wanted)).toHaveLength(5);
	});

	test('the stamp is removed, a new version is kept', () => {
		const live = stamp({ ...rendered(), description: 'AI-to-human handoff 9.9.9' }, 'f1ad99e').definition;
		expect(restorePlaceholders(live, VALUES, template).description).toBe('AI-to-human handoff 9.9.9');
	});

	test('for a workflow and a task channel that were chosen in the Console, which are settings', () => {
		const [workflow, channel] = [`WW${'a'.repeat(32)}`, `TC${'b'.repeat(32)}`];
		const restored = restoredWith((each) => {
			Object.assign(widget(each, 'send_call_to_flex').properties, { workflow, channel });
			add(each, {
				type: 'send-to-flex',
				transitions: [{ event: 'callComplete' }],
				properties: { offset: { x: 0, y: 0 }, workflow, channel: VALUES.TWILIO_FLEX_CHAT_CHANNEL_SID },
			});
		});
		const chosen = placeholder('TWILIO_FLEX_WORKFLOW_SID');
		expect(widget(restored, 'send_call_to_flex').properties).toMatchObject({
			workflow: chosen,
			channel: placeholder('TWILIO_FLEX_VOICE_CHANNEL_SID'),
		});
		expect(widget(restored, 'added').properties.workflow).toBe(chosen);
		expect(validateFlow(restored).filter((problem) => /SID/.test(problem))).toEqual([]);
	});

	test('in a flow without what our schema requires', () => {
		const live = liveWith(VALUES);
		const odd = {
			initial_state: live.initial_state,
			description: null,
			states: live.states.map(({ properties: { offset: _, ...properties }, ...each }) => ({
				...each,
				properties,
			})),
		};
		const text = JSON.stringify(restorePlaceholders(odd, VALUES, template));
		expect(text).toContain(`${placeholder('FUNCTIONS_URL')}/task-attributes`);
		expect(text).not.toMatch(/[A-Z]{2}[0-9a-f]{32}/);
	});

	test('in another template', () => {
		const theirs = edited((each) =>
			add(each, {
				type: 'say-play',
				transitions: [{ event: 'audioComplete' }],
				properties: { offset: { x: 0, y: 0 }, say: `Call ${placeholder('HANDOFF_FALLBACK_NUMBER')}` },
			}),
		);
		expect(restorePlaceholders(renderFlow(NO_FALLBACK, theirs), NO_FALLBACK, theirs)).toEqual(theirs);
	});

	test('and the result can be deployed', () => {
		expect(
			validateFlow(
				restoredWith((each) => add(each, { type: 'say-play', transitions: [{ event: 'audioComplete' }] })),
			),
		).toEqual([]);
	});

	test.each(['FUNCTIONS_URL', 'OTHER'])('a live flow that contains a placeholder %s is rejected', (name) => {
		const edit = (each: FlowDefinition) =>
			Object.assign(widget(each, 'tell_customer').properties, { body: placeholder(name) });
		expect(() => restoredWith(edit)).toThrow(/^tell_customer\.body: .*\$\{(FUNCTIONS_URL|OTHER)\}/);
	});

	test('the live flow and the template stay unchanged', () => {
		const live = liveWith(VALUES);
		const before = JSON.stringify([live, template]);
		restorePlaceholders(live, VALUES, template);
		expect(JSON.stringify([live, template])).toBe(before);
	});
});

/** Makes one to four random edits, some with the account's values in a text. */
function editRandomly(live: FlowDefinition, values: FlowValues, seed: number): void {
	const below = randomNumbers(seed);
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
