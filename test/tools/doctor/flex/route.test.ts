/** Where a workflow takes a handoff, by the workflow's document alone. */
import { routeOf } from '../../../../tools/doctor/flex/route';
import { parseWorkflow } from '../../../../tools/doctor/flex/workflow';

const sample = { what: 'a call', attributes: { channel: 'VOICE', reason: 'refund' } };

function route(filters: unknown, default_filter?: unknown) {
	const { sample: _, ...rest } = routeOf(
		parseWorkflow(
			JSON.stringify({ task_routing: { filters, ...(default_filter ? { default_filter } : {}) } }),
		),
		sample,
	);
	return rest;
}

const toCalls = {
	filter_friendly_name: 'Calls',
	expression: 'channel == "VOICE"',
	targets: [{ queue: 'WQ1' }],
};
const toSms = { filter_friendly_name: 'SMS', expression: 'channel == "SMS"', targets: [{ queue: 'WQ2' }] };
const unreadable = { friendly_name: 'Odd', expression: 'channel =~ "V.*"', targets: [{ queue: 'WQ3' }] };

test.each([
	[
		'the first filter that fits decides',
		[toSms, toCalls, { ...toCalls, targets: [] }],
		undefined,
		'filter',
		['WQ1'],
		[],
	],
	[
		'a filter’s queues, first to last, each once',
		[
			{
				...toCalls,
				targets: [{ queue: 'WQ1', timeout: 10 }, { timeout: 20 }, { queue: 'WQ2' }, { queue: 'WQ1' }],
			},
		],
		undefined,
		'filter',
		['WQ1', 'WQ2'],
		[],
	],
	[
		'a filter without a queue is a dead end, whatever comes after it',
		[{ ...toCalls, targets: [{ timeout: 20 }] }, toCalls],
		{ queue: 'WQ9' },
		'dead-end',
		[],
		[],
	],
	['without any target as well', [{ ...toCalls, targets: null }], { queue: 'WQ9' }, 'dead-end', [], []],
	['without a fitting one the default', [toSms], { queue: 'WQ9' }, 'default', ['WQ9'], []],
	['no filters at all', null, { queue: 'WQ9' }, 'default', ['WQ9'], []],
	['nothing', [toSms], undefined, 'nothing', [], []],
	['a default without a queue is none', [], {}, 'nothing', [], []],
	['a filter that cannot be read leaves it open', [unreadable, toSms], undefined, 'unclear', [], ['Odd']],
	['and is told of when another fits', [unreadable, toCalls], undefined, 'filter', ['WQ1'], ['Odd']],
	['but not when it comes later', [toCalls, unreadable], undefined, 'filter', ['WQ1'], []],
])('%s', (_what, filters, default_filter, by, queues, unjudged) => {
	expect(route(filters, default_filter)).toMatchObject({ by, queues, unjudged });
});

test('what is no workflow is refused', () => {
	expect(() => parseWorkflow('{')).toThrow('not JSON');
	expect(() => parseWorkflow('{"task_routing": []}')).toThrow('task_routing');
});
