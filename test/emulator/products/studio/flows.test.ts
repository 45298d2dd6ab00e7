/** Studio's REST API as twilio-node sees it. */
import type twilio from 'twilio';
import type { Emulator } from '../../../../emulator/core/emulator';
import type { StudioRunner } from '../../../../emulator/products/studio/runner';
import { clientOf, useEmulator } from '../../client';
import { definition, state } from '../../flows';

let emulator: Emulator;
let runner: StudioRunner;
let flows: twilio.Twilio['studio']['v2']['flows'];
let validate: twilio.Twilio['studio']['v2']['flowValidate'];

useEmulator((started) => {
	emulator = started;
	runner = emulator.runner;
	({ flows, flowValidate: validate } = clientOf(emulator).studio.v2);
});

const set = (name: string, next?: string) =>
	state(name, 'set-variables', { variables: [{ key: name, value: '{{flow.data.x}}' }] }, { next });
const GOOD = definition(set('one', 'two'), set('two'));
const publish = (status: 'draft' | 'published' = 'published', flow = GOOD) =>
	flows.create({ friendlyName: 'handoff', status, definition: flow, commitMessage: 'first' });
const ADDRESSES = { to: '+15005550123', from: '+15005550006' };

describe('flows', () => {
	test('create, fetch, update, list, delete', async () => {
		const flow = await publish();
		expect(flow).toMatchObject({ friendlyName: 'handoff', revision: 1, valid: true, commitMessage: 'first' });
		expect(flow.webhookUrl).toBe(
			`https://webhooks.twilio.com/v1/Accounts/${emulator.world.account.accountSid}/Flows/${flow.sid}`,
		);
		const next = await flows(flow.sid).update({ status: 'published', definition: definition(set('three')) });
		expect(next).toMatchObject({ sid: flow.sid, friendlyName: 'handoff', revision: 2 });
		expect((await flows(flow.sid).fetch()).definition).toEqual(definition(set('three')));
		expect((await flows.list()).map(({ sid }) => sid)).toContain(flow.sid);
		expect(await flows(flow.sid).remove()).toBe(true);
		await expect(flows(flow.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
	});

	test('revisions stay readable', async () => {
		const { sid } = await publish();
		await flows(sid).update({ status: 'draft', commitMessage: 'second' });
		// Not `revisions.list()`: twilio-node 6.2 throws on any revision in a list, whatever the answer.
		const uri = `https://studio.twilio.com/v2/Flows/${sid}/Revisions`;
		const { body } = await clientOf(emulator).request({ method: 'get', uri });
		expect(body).toMatchObject({
			meta: { key: 'revisions' },
			revisions: [
				{ revision: 2, status: 'draft' },
				{ revision: 1, status: 'published' },
			],
		});
		expect((await flows(sid).revisions('1').fetch()).commitMessage).toBe('first');
		expect((await flows(sid).revisions('LatestPublished').fetch()).revision).toBe(1);
		await expect(flows(sid).revisions('3').fetch()).rejects.toMatchObject({ status: 404 });
	});

	test('a list has pages', async () => {
		for (let count = 0; count < 3; count++) await publish();
		expect((await flows.list({ pageSize: 2 })).length).toBe(emulator.world.flows.size);
	});
});

describe('validation', () => {
	const { states, ...rest } = GOOD;
	const [trigger, one, two] = states;
	const bad: [string, unknown, string, RegExp][] = [
		['no JSON', '{', '#', /not valid JSON/],
		['no states', rest, '#/states', /./],
		['an unknown initial state', { ...GOOD, initial_state: 'nowhere' }, '#/initial_state', /"nowhere"/],
		[
			'a name taken twice',
			{ ...GOOD, states: [trigger, one, two, two] },
			'#/states/3/name',
			/"two" is taken/,
		],
		[
			'a transition to nowhere',
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
	test.each(misfits)('%s with %j is refused, as its JSON Schema has it', async (type, properties, path) => {
		await expect(
			validate.update({ friendlyName: 'x', status: 'draft', definition: widget(type, properties) }),
		).rejects.toMatchObject({
			code: 81022,
			details: { errors: [expect.objectContaining({ property_path: `#/states/1/properties/${path}` })] },
		});
	});

	test('a thousand widgets are a flow, one more is not', async () => {
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

	test.each(bad)('%s is refused, and the fault is named', async (_, flow, path, message) => {
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

	test('a good definition is valid, and no flow comes of it', async () => {
		const before = emulator.world.flows.size;
		const { valid } = await validate.update({ friendlyName: 'x', status: 'draft', definition: GOOD });
		expect(valid).toBe(true);
		expect(emulator.world.flows.size).toBe(before);
	});
});

describe('executions', () => {
	test('run after the 201, and leave context and steps', async () => {
		const { sid } = await publish();
		const { executions } = flows(sid);
		const created = await executions.create({ ...ADDRESSES, parameters: { x: 'y' } });
		expect(created).toMatchObject({ flowSid: sid, status: 'active', contactChannelAddress: ADDRESSES.to });
		await runner.settled(created.sid);

		const execution = executions(created.sid);
		expect((await execution.fetch()).status).toBe('ended');
		const { context } = await execution.executionContext().fetch();
		expect(context).toMatchObject({
			flow: { sid: created.sid, flow_sid: sid, data: { x: 'y' }, channel: { address: ADDRESSES.from } },
			contact: { channel: { address: ADDRESSES.to } },
			trigger: { request: { parameters: { x: 'y' } } },
		});
		const steps = await execution.steps.list();
		expect(
			steps.map(({ name, transitionedFrom, transitionedTo }) => [transitionedFrom, name, transitionedTo]),
		).toEqual([
			['two', 'next', 'Ended'],
			['one', 'next', 'two'],
			['Trigger', 'incomingRequest', 'one'],
		]);
		const [, first] = steps;
		const snapshot = await execution
			.steps(first?.sid ?? '')
			.stepContext()
			.fetch();
		expect(snapshot.context).toMatchObject({ flow: { variables: { one: 'y' } } });
		expect(snapshot.context.flow.variables).not.toHaveProperty('two');
		expect((await execution.steps(first?.sid ?? '').fetch()).executionSid).toBe(created.sid);
		expect((await executions.list()).length).toBe(1);
		const now = Date.now();
		const [before, after] = [new Date(now - 60_000), new Date(now + 60_000)];
		expect(await executions.list({ dateCreatedFrom: before, dateCreatedTo: after })).toHaveLength(1);
		expect(await executions.list({ dateCreatedFrom: after })).toEqual([]);
		expect(await executions.list({ dateCreatedTo: before })).toEqual([]);
		expect(await execution.remove()).toBe(true);
		await expect(execution.fetch()).rejects.toMatchObject({ status: 404 });
	});

	test.each([
		['an empty To', { to: '', from: '+15005550006' }, /To/],
		['an empty From', { to: '+15005550123', from: '' }, /From/],
		['Parameters that are no JSON', { ...ADDRESSES, parameters: '{' }, /Parameters/],
		['Parameters that are no object', { ...ADDRESSES, parameters: '[1]' }, /Parameters/],
	])('%s is refused, and named', async (_, request, message) => {
		const { sid } = await publish();
		await expect(flows(sid).executions.create(request)).rejects.toMatchObject({
			status: 400,
			code: 20001,
			message: expect.stringMatching(message),
		});
	});

	test('an unknown flow and a draft are not found', async () => {
		const { sid } = await publish('draft');
		await expect(flows(sid).executions.create(ADDRESSES)).rejects.toMatchObject({ status: 404 });
		await expect(flows('FWnone').executions.create(ADDRESSES)).rejects.toMatchObject({ status: 404 });
	});

	test('only one is active for the same To and From; ending it makes room', async () => {
		const { sid } = await publish(
			'published',
			definition(
				state('hang', 'make-http-request', { method: 'GET', url: 'https://api.twilio.com/2010-04-01' }),
			),
		);
		emulator.faults.add({ match: { host: 'api.twilio.com' }, fault: { hang: true } });
		const { executions } = flows(sid);
		const first = await executions.create(ADDRESSES);
		await expect(executions.create(ADDRESSES)).rejects.toMatchObject({ status: 409, code: 20409 });
		await executions.create({ ...ADDRESSES, to: '+15005550124' });
		expect((await executions(first.sid).update({ status: 'ended' })).status).toBe('ended');
		await executions.create(ADDRESSES);
		await expect(executions(first.sid).update({ status: 'active' })).rejects.toMatchObject({ status: 400 });
	});
});
