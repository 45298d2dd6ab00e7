/** Set Variables. */
import { dig, events, HOSTILE, state, studioWorld } from '../../../../support/flows';

test('Set Variables sets a rendered text for later widgets', async () => {
	const { run } = studioWorld();
	const variables = [{ key: 'greeting', value: 'Hi {{flow.data.name}}{{flow.data.missing}}' }];
	const execution = await run({ name: 'Kim' }, state('set', 'set-variables', { variables }));
	expect(dig(execution.context, 'flow.variables')).toEqual({ greeting: 'Hi Kim' });
	expect(dig(execution.context, 'widgets.set')).toEqual({ greeting: 'Hi Kim' });
	expect(events(execution)).toEqual(['next']);
});

test('Set Variables parses a json_object with hostile values', async () => {
	const { run } = studioWorld();
	const variables = [{ key: 'handoff', type: 'json_object', value: '{{flow.data.text}}' }];
	const execution = await run(
		{ text: JSON.stringify({ reason: HOSTILE }) },
		state('set', 'set-variables', { variables }),
	);
	expect(dig(execution.context, 'flow.variables.handoff.reason')).toBe(HOSTILE);
});

test.each(['{broken', '[1]', '"text"', ''])(
	'Set Variables keeps the invalid json_object %j as a text, with the reason in the journal',
	async (text) => {
		const { run, world } = studioWorld();
		const variables = [{ key: 'handoff', type: 'json_object', value: '{{flow.data.text}}' }];
		const execution = await run({ text }, state('set', 'set-variables', { variables }));
		expect(dig(execution.context, 'flow.variables.handoff')).toBe(text);
		expect(dig(execution.context, 'widgets.set')).toEqual({ handoff: text });
		expect(world.journal.at(-1)?.what).toContain('Invalid handoff');
		expect(events(execution)).toEqual(['next']);
	},
);
