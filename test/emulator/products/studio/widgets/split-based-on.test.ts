/** Split Based On. */
import { events, state, studioWorld } from '../../../../support/flows';

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
	['does_not_start_with', 'he', 'oh', 'Hello'],
	['less_than', '5', '4.5', '5'],
	['greater_than', '5', '10', 'abc'],
])('%s %j is true for %j, not for %j', async (type, value, yes, no) => {
	expect(await decide(type, value, yes)).toEqual(['match']);
	expect(await decide(type, value, no)).toEqual(['noMatch']);
});

test.each(['sounds_like', 'is_before_date'])(
	'the condition type %s, not emulated, ends the execution',
	async (type) => {
		expect(await decide(type, 'x', 'x')).toEqual([]);
	},
);
