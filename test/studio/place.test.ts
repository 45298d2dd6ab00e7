/**
 * Places in a definition, by the widget's name.
 * @module
 */
import type { Path } from '../../studio/json';
import { placeOf } from '../../studio/place';
import { rendered } from '../support/flow-edits';

const flow = rendered();
const index = flow.states.findIndex(({ name }) => name === 'tell_customer');
const position = flow.states[index]?.transitions.findIndex(({ event }) => event === 'failed') ?? -1;

test.each<[Path, string]>([
	[['states', index], 'tell_customer'],
	[['states', index, 'name'], 'tell_customer.name'],
	[['states', index, 'properties', 'parameters', 0, 'value'], 'tell_customer.parameters[0].value'],
	[['states', index, 'transitions', position, 'next'], 'tell_customer, on failed'],
	[
		['states', index, 'transitions', position, 'conditions', 0, 'value'],
		'tell_customer, on failed, conditions[0].value',
	],
	[['states', index, 'transitions', 99], 'tell_customer.transitions[99]'],
	[['states', 999, 'type'], 'states[999].type'],
	[['flags', 'allow_concurrent_calls'], 'flags.allow_concurrent_calls'],
])('the place of %j is "%s"', (path, place) => {
	expect(placeOf(flow, path)).toBe(place);
});

test('in a value that is not a flow, the place is the path', () => {
	expect(placeOf({ states: 'none' }, ['states', 0, 'name'])).toBe('states[0].name');
	expect(placeOf(undefined, [])).toBe('');
});
