/** Which definitions Studio rejects, as twilio-node sees it. */
import type twilio from 'twilio';
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';
import { definition, state } from '../../../support/flows';

let emulator: Emulator;
let flows: twilio.Twilio['studio']['v2']['flows'];
let validate: twilio.Twilio['studio']['v2']['flowValidate'];

useEmulator((started) => {
	emulator = started;
	({ flows, flowValidate: validate } = clientOf(emulator).studio.v2);
});

const set = (name: string, next?: string) => state(name, 'set-variables', { variables: [] }, { next });
const GOOD = definition(set('one', 'two'), set('two'));
const { states, ...rest } = GOOD;
const [trigger, one, two] = states;
const bad: [string, unknown, string, RegExp][] = [
	['invalid JSON', '{', '#', /not valid JSON/],
	['a missing list of states', rest, '#/states', /./],
	['an unknown initial state', { ...GOOD, initial_state: 'nowhere' }, '#/initial_state', /"nowhere"/],
	['a name that two widgets have', { ...GOOD, states: [trigger, one, two, two] }, '#/states/3/name', /"two"/],
	[
		'a transition to a missing widget',
		{ ...GOOD, states: [trigger, one] },
		'#/states/1/transitions/0/next',
		/"two"/,
	],
	[
		'an unknown trigger event',
		{ ...GOOD, states: [{ ...trigger, transitions: [{ event: 'incomingFax' }] }, one, two] },
		'#/states/0/transitions/0/event',
		/"incomingFax"/,
	],
];

const widget = (type: string, properties: Record<string, unknown>) =>
	definition(state('w', type, properties));
const flex = { workflow: 'WW1', channel: 'TC1' };
const fetch = { url: 'https://example.com' };
const misfits: [string, Record<string, unknown>, string][] = [
	['send-to-flex', { channel: 'TC1' }, 'workflow'],
	['send-to-flex', { workflow: 'WW1' }, 'channel'],
	['send-to-flex', { ...flex, priority: 5 }, 'priority'],
	['send-to-flex', { ...flex, timeout: 60 }, 'timeout'],
	['send-to-flex', { ...flex, waitUrl: null }, 'waitUrl'],
	['make-http-request', {}, 'url'],
	['make-http-request', { ...fetch, add_twilio_auth: 'true' }, 'add_twilio_auth'],
	['make-http-request', { ...fetch, parameters: [{ key: 'a' }] }, 'parameters/0/value'],
	['send-message', { to: '+15005550123' }, 'from'],
	['split-based-on', {}, 'input'],
	['say-play', { say: 'Hi', loop: '1' }, 'loop'],
	['connect-call-to', { to: '+15005550123' }, 'noun'],
	['connect-call-to', { noun: 'number', timeout: '30' }, 'timeout'],
	['set-variables', { variables: [{ key: 'a', value: 1 }] }, 'variables/0/value'],
];
test.each(misfits)('%s with %j is rejected, as its JSON Schema requires', async (type, properties, path) => {
	await expect(
		validate.update({ friendlyName: 'x', status: 'draft', definition: widget(type, properties) }),
	).rejects.toMatchObject({
		code: 81022,
		details: { errors: [expect.objectContaining({ property_path: `#/states/1/properties/${path}` })] },
	});
});

test('a flow may have a thousand widgets, not more', async () => {
	const many = (count: number) => {
		const names = Array.from({ length: count }, (_, index) => `set_${index}`);
		return definition(...names.map((name) => state(name, 'set-variables', { variables: [] })));
	};
	const request = (count: number) => ({
		friendlyName: 'x',
		status: 'draft' as const,
		definition: many(count),
	});
	expect((await validate.update(request(999))).valid).toBe(true);
	await expect(validate.update(request(1000))).rejects.toMatchObject({ code: 81022 });
});

test.each(bad)('%s is rejected with its path', async (_, flow, path, message) => {
	const request = { friendlyName: 'bad', status: 'published' as const, definition: flow };
	const refusal = {
		status: 400,
		code: 81022,
		details: {
			errors: expect.arrayContaining([{ property_path: path, message: expect.stringMatching(message) }]),
		},
	};
	await expect(flows.create(request)).rejects.toMatchObject(refusal);
	await expect(validate.update(request)).rejects.toMatchObject(refusal);
});

test('validating a definition creates no flow', async () => {
	const before = emulator.world.flows.size;
	const { valid } = await validate.update({ friendlyName: 'x', status: 'draft', definition: GOOD });
	expect(valid).toBe(true);
	expect(emulator.world.flows.size).toBe(before);
});
