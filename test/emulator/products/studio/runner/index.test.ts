/** Templates, and how an execution ends after an error. */
import { dig, HOSTILE, state, studioWorld } from '../../../../support/flows';

describe('templates', () => {
	const render = async (value: string, data: Record<string, unknown>) => {
		const { run, world } = studioWorld();
		const execution = await run(data, state('set', 'set-variables', { variables: [{ key: 'x', value }] }));
		return { execution, world, text: dig(execution.context, 'flow.variables.x') };
	};

	test('keep any value intact with to_json', async () => {
		const { text } = await render('{"a": {{flow.data.a | to_json}}}', { a: { b: HOSTILE, c: [1, null] } });
		expect(JSON.parse(String(text))).toEqual({ a: { b: HOSTILE, c: [1, null] } });
	});

	test('do not render values again, nor inherited properties', async () => {
		expect((await render('{{flow.data.a}}', { a: '{{flow.sid}}' })).text).toBe('{{flow.sid}}');
		expect((await render('[{{flow.data.a.constructor}}]', { a: {} })).text).toBe('[]');
	});

	test.each(['{{ a | nonsense }}', '{% if %}', '{{ a', '{% include "x" %}'])(
		'end the execution with a reason when they are invalid: %j',
		async (value) => {
			const { execution, world } = await render(value, {});
			expect(execution.status).toBe('ended');
			expect(world.journal.at(-1)?.what).toMatch(/ended with an error: set: \S/);
		},
	);
});

test('an unknown widget ends the execution, and the journal names it', async () => {
	const { run, world } = studioWorld();
	const execution = await run({}, state('mystery', 'capture-payments', {}));
	expect(execution.status).toBe('ended');
	expect(world.journal.at(-1)?.what).toMatch(/mystery: .*"capture-payments"/);
});

test.each(['say-play', 'connect-call-to'])('a %s without a call ends the execution', async (type) => {
	const { run, world } = studioWorld();
	const properties = { say: 'hi', noun: 'number', to: '+15005550199' };
	expect((await run({}, state('voice', type, properties))).status).toBe('ended');
	expect(world.journal.at(-1)?.what).toMatch(/needs a call/);
});

test('an endless loop ends the execution', async () => {
	const { run, world } = studioWorld();
	const execution = await run({}, state('loop', 'set-variables', { variables: [] }, { next: 'loop' }));
	expect(execution.status).toBe('ended');
	expect(world.journal.at(-1)?.what).toMatch(/more than 1000 steps/);
});
