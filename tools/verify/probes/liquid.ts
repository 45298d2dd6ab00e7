/**
 * How Studio renders Liquid, what Set Variables keeps, and what an execution's context has.
 * @module
 */
import { isRecord, isSame } from '../../../studio/json';
import { type Answer, experiment, judge, open, type Probe } from '../probe';
import { fromOf, quoted, type Run, runFlow, setVariables, TO } from '../studio';

const VALUES = 'a published Studio flow of Set Variables, and one execution of it';
const SMALL = 'one more such flow for each question that may end an execution';

const TRICKY = 'a "quoted" \\ back\nslash é';
const NESTED = { text: TRICKY, list: [1, true, null] };

/** Templates that no engine of Liquid is known to fail at. */
export const values = experiment((lab) =>
	runFlow(
		lab,
		'values',
		[
			setVariables('first', [
				{ key: 'missing', value: '[{{flow.data.no.such.thing}}]' },
				{ key: 'default_missing', value: '{{flow.data.nothing | default: flow.data.address}}' },
				{ key: 'default_empty', value: '{{flow.data.empty | default: flow.data.address}}' },
				{ key: 'split', value: "{{flow.data.address | split: ':' | last}}" },
				{ key: 'replaced', value: "{{flow.data.address | replace: flow.data.number_text, ''}}" },
				{ key: 'text', value: '{{flow.data.nested.text | to_json}}' },
				{ key: 'object', value: '{{flow.data.nested | to_json}}' },
				{ key: 'space', value: ' {{flow.data.number}}  {{flow.data.address}} ' },
				{ key: 'number', value: '{{flow.data.number}}' },
				{ key: 'boolean', value: '{{flow.data.yes}}' },
				{ key: 'sid', value: '{{flow.sid}}' },
				{ key: 'contact', value: '{{contact.channel.address}}' },
				{ key: 'channel', value: '{{flow.channel.address}}' },
				{ key: 'same_widget', value: '[{{flow.variables.number}}]' },
			]),
		],
		{ nested: NESTED, empty: '', number: 20, yes: true, address: `whatsapp:${TO}`, number_text: TO },
	),
);

/** A probe of the execution of `values`. */
function ofValues(id: string, answer: (run: Run, from: string) => Answer): Probe {
	return {
		id,
		makes: [VALUES],
		run: async (lab) => {
			const run = await values(lab);
			if (run.at('flow.variables.number') === undefined) return open('the execution set no variables');
			return answer(run, fromOf(lab));
		},
	};
}

/** Whether variables are these strings. */
function areTexts(expected: Readonly<Record<string, string>>): (run: Run) => Answer {
	return (run) => {
		const names = Object.keys(expected);
		const found = names.map((name) => `${name}: ${quoted(run.at(`flow.variables.${name}`))}`).join(', ');
		return judge(
			names.every((name) => run.at(`flow.variables.${name}`) === expected[name]),
			found,
		);
	};
}

function parses(text: unknown, expected: unknown): boolean {
	try {
		return isSame(JSON.parse(String(text)), expected);
	} catch {
		return false;
	}
}

/** One Set Variables that may fail, and one after it. */
function risky(suffix: string, value: string, type?: string) {
	return experiment((lab) =>
		runFlow(
			lab,
			suffix,
			[
				setVariables('first', [{ key: 'result', value, ...(type !== undefined && { type }) }], 'second'),
				setVariables('second', [{ key: 'reached', value: 'yes' }]),
			],
			{ text: 'text', yes: true },
		),
	);
}

const hasContinued = (run: Run) => run.at('flow.variables.reached') === 'yes';

const jsonOfMissing = risky('to-json', '[{{flow.data.nothing | to_json}}]');
const unknownFilter = risky('filter', '{{flow.data.text | no_such_filter}}');
const invalidTemplate = risky('template', '{% if flow.data.yes %}not closed');
const notJson = risky('not-json', 'not JSON', 'json_object');

export const LIQUID: readonly Probe[] = [
	ofValues('liquid-missing', areTexts({ missing: '[]' })),
	ofValues(
		'liquid-default',
		areTexts({ default_missing: `whatsapp:${TO}`, default_empty: `whatsapp:${TO}` }),
	),
	ofValues('liquid-split-replace', areTexts({ split: TO, replaced: 'whatsapp:' })),
	ofValues('liquid-to-json', (run) => {
		const [text, object] = ['text', 'object'].map((name) => run.at(`flow.variables.${name}`));
		return judge(parses(text, TRICKY) && parses(object, NESTED), `${quoted(text)} and ${quoted(object)}`);
	}),
	ofValues('liquid-white-space', areTexts({ space: ` 20  whatsapp:${TO} ` })),
	ofValues('variables-are-text', areTexts({ number: '20', boolean: 'true' })),
	ofValues('variables-same-widget', areTexts({ same_widget: '[]' })),
	ofValues('flow-sid', (run) =>
		judge(run.at('flow.variables.sid') === run.sid, `flow.sid is ${quoted(run.at('flow.variables.sid'))}`),
	),
	ofValues('flow-contact-address', areTexts({ contact: TO })),
	ofValues('flow-channel-address', (run, from) => areTexts({ channel: from })(run)),
	{
		id: 'to-json-missing',
		makes: [SMALL],
		run: async (lab) => {
			const run = await jsonOfMissing(lab);
			const result = run.at('flow.variables.result');
			if (result === undefined) return open('the execution ended at the template');
			return judge(result === '[]', `it renders ${quoted(result)}`);
		},
	},
	{
		id: 'unknown-filter',
		makes: [SMALL],
		run: async (lab) => {
			const run = await unknownFilter(lab);
			const result = run.at('flow.variables.result');
			return judge(result === undefined || result === '', `the variable is ${quoted(result)}`);
		},
	},
	{
		id: 'invalid-template',
		makes: [SMALL],
		run: async (lab) => {
			const run = await invalidTemplate(lab);
			return judge(
				!hasContinued(run),
				hasContinued(run) ? 'the execution continues' : 'the execution ends there',
			);
		},
	},
	{
		id: 'variables-not-json',
		makes: [SMALL],
		run: async (lab) => {
			const run = await notJson(lab);
			const result = run.at('flow.variables.result');
			const what = hasContinued(run) ? 'the execution continues' : 'the execution ends there';
			return judge(
				result === 'not JSON',
				`the variable is ${quoted(isRecord(result) ? {} : result)}, and ${what}`,
			);
		},
	},
];
