/**
 * How Split Based On decides.
 * @module
 */
import type { FlowState } from '../../../studio/definition';
import type { Lab } from '../lab';
import { judge, open, type Probe } from '../probe';
import { runFlow, setVariables } from '../studio';

const MAKES = ['one published Studio flow for each question about Split Based On, and one execution of each'];

interface Condition {
	readonly type: string;
	readonly value: string;
}

/** @returns which transition a split takes; `undefined` when the execution ends at it */
async function splits(lab: Lab, suffix: string, input: string, conditions: readonly Condition[]) {
	const split: FlowState = {
		name: 'split',
		type: 'split-based-on',
		properties: { offset: { x: 0, y: 0 }, input },
		transitions: [
			{ event: 'noMatch', next: 'different' },
			{
				event: 'match',
				next: 'same',
				conditions: conditions.map(({ type, value }) => ({
					friendly_name: type,
					arguments: [input],
					type,
					value,
				})),
			},
		],
	};
	const ends = (['same', 'different'] as const).map((name) =>
		setVariables(name, [{ key: 'went', value: name }]),
	);
	const run = await runFlow(lab, suffix, [split, ...ends], { text: 'one two three', word: 'never' });
	const went = run.at('flow.variables.went');
	return went === 'same' || went === 'different' ? went : undefined;
}

/** The guess is that the split does not match. */
function probe(id: string, input: string, conditions: readonly Condition[]): Probe {
	return {
		id,
		makes: MAKES,
		run: async (lab) => {
			const went = await splits(lab, id, input, conditions);
			if (went === undefined) return open('the execution ended at the split');
			return judge(
				went === 'different',
				went === 'same' ? 'the condition is true' : 'the condition is false',
			);
		},
	};
}

export const SPLIT: readonly Probe[] = [
	probe('split-whole-string', '{{flow.data.text}}', [{ type: 'regex', value: 'two' }]),
	probe('split-all-conditions', '{{flow.data.word}}', [
		{ type: 'equal_to', value: 'never' },
		{ type: 'equal_to', value: 'always' },
	]),
];
