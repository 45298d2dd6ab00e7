/** Where a workflow routes a handoff, by the workflow's document alone. */
import { queuesOf, routeOf } from '../../../../tools/doctor/flex/route';
import { parseWorkflow } from '../../../../tools/doctor/flex/workflow-document';

const sample = { what: 'a call', attributes: { channel: 'VOICE', reason: 'refund' } };

function route(filters: unknown, default_filter?: unknown) {
	const task_routing = { filters, ...(default_filter ? { default_filter } : {}) };
	return routeOf(parseWorkflow(JSON.stringify({ task_routing })), sample);
}

const toCalls = {
	filter_friendly_name: 'Calls',
	expression: 'channel == "VOICE"',
	targets: [{ queue: 'WQ1' }],
};
const toSms = { filter_friendly_name: 'SMS', expression: 'channel == "SMS"', targets: [{ queue: 'WQ2' }] };
const unevaluated = { friendly_name: 'Unclear', expression: 'skills =~ "x"', targets: [{ queue: 'WQ3' }] };

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
		'a filter’s queues are listed first to last, each once',
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
		'a filter without a queue ends the search',
		[{ ...toCalls, targets: [{ timeout: 20 }] }, toCalls],
		{ queue: 'WQ9' },
		'no-queue',
		[],
		[],
	],
	[
		'a filter without targets ends the search too',
		[{ ...toCalls, targets: null }],
		{ queue: 'WQ9' },
		'no-queue',
		[],
		[],
	],
	[
		'a filter that names one worker by an attribute leaves it unknown',
		[{ ...toCalls, targets: [{ known_worker_sid: 'task.agent' }] }],
		{ queue: 'WQ9' },
		'unknown',
		[],
		['Calls'],
	],
	['the default filter gets what no filter matches', [toSms], { queue: 'WQ9' }, 'default', ['WQ9'], []],
	[
		'the default filter gets everything when there are no filters',
		null,
		{ queue: 'WQ9' },
		'default',
		['WQ9'],
		[],
	],
	['nothing matches without a default filter', [toSms], undefined, 'unmatched', [], []],
	['a default filter without a queue gets nothing', [], {}, 'unmatched', [], []],
	[
		'a filter that is not evaluated leaves it unknown',
		[unevaluated, toSms],
		undefined,
		'unknown',
		[],
		['Unclear'],
	],
	[
		'a filter that is not evaluated is listed when a later one matches',
		[unevaluated, toCalls],
		undefined,
		'filter',
		['WQ1'],
		['Unclear'],
	],
	[
		'a filter that is not evaluated is not listed after one that matches',
		[toCalls, unevaluated],
		undefined,
		'filter',
		['WQ1'],
		[],
	],
])('%s', (_what, filters, default_filter, by, queues, unknown) => {
	const found = route(filters, default_filter);
	expect(found).toMatchObject({ by, unknown });
	expect(queuesOf(found)).toEqual(queues);
});
