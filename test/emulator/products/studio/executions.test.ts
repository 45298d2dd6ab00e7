/** Executions with their context and steps, as twilio-node sees them. */
import type twilio from 'twilio';
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';
import { definition, state } from '../../../support/flows';

let emulator: Emulator;
let flows: twilio.Twilio['studio']['v2']['flows'];

useEmulator((started) => {
	emulator = started;
	({ flows } = clientOf(emulator).studio.v2);
});

const set = (name: string, next?: string) =>
	state(name, 'set-variables', { variables: [{ key: name, value: '{{flow.data.x}}' }] }, { next });
const GOOD = definition(set('one', 'two'), set('two'));
const publish = (status: 'draft' | 'published' = 'published', flow = GOOD) =>
	flows.create({ friendlyName: 'handoff', status, definition: flow });
const ADDRESSES = { to: '+15005550123', from: '+15005550006' };

test('an execution runs after the 201, and records its context and steps', async () => {
	const { sid } = await publish();
	const { executions } = flows(sid);
	const created = await executions.create({ ...ADDRESSES, parameters: { x: 'y' } });
	expect(created).toMatchObject({ flowSid: sid, status: 'active', contactChannelAddress: ADDRESSES.to });
	await emulator.runner.settled(created.sid);

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
	const contexts = steps.map(({ context: { flow } }) => Object.keys(flow.variables));
	expect(contexts).toEqual([['one', 'two'], ['one'], []]);
	expect((await executions.list()).length).toBe(1);
	const now = Date.now();
	const [before, after] = [new Date(now - 60_000), new Date(now + 60_000)];
	expect(await executions.list({ dateCreatedFrom: before, dateCreatedTo: after })).toHaveLength(1);
	expect(await executions.list({ dateCreatedFrom: after })).toEqual([]);
	expect(await executions.list({ dateCreatedTo: before })).toEqual([]);
	await expect(executions('FNnone').fetch()).rejects.toMatchObject({ status: 404 });
});

test.each([
	['an empty To', { to: '', from: '+15005550006' }, /To/],
	['an empty From', { to: '+15005550123', from: '' }, /From/],
	['Parameters that are not JSON', { ...ADDRESSES, parameters: '{' }, /Parameters/],
	['Parameters that are not an object', { ...ADDRESSES, parameters: '[1]' }, /Parameters/],
])('an execution with %s is rejected, and the parameter named', async (_, request, message) => {
	const { sid } = await publish();
	await expect(flows(sid).executions.create(request)).rejects.toMatchObject({
		status: 400,
		code: 20001,
		message: expect.stringMatching(message),
	});
});

test('an unknown flow or a draft cannot be executed', async () => {
	const { sid } = await publish('draft');
	await expect(flows(sid).executions.create(ADDRESSES)).rejects.toMatchObject({ status: 404 });
	await expect(flows('FWnone').executions.create(ADDRESSES)).rejects.toMatchObject({ status: 404 });
});

test('only one execution can be active for the same To and From', async () => {
	const { sid } = await publish(
		'published',
		definition(
			state('hang', 'make-http-request', { method: 'GET', url: 'https://api.twilio.com/2010-04-01' }),
		),
	);
	emulator.faults.add({ match: { host: 'api.twilio.com' }, fault: { hang: true } });
	const { executions } = flows(sid);
	await executions.create(ADDRESSES);
	await expect(executions.create(ADDRESSES)).rejects.toMatchObject({ status: 409, code: 20409 });
	await executions.create({ ...ADDRESSES, to: '+15005550124' });
});

test('after an execution ended, another one can start for the same To and From', async () => {
	const { sid } = await publish();
	const { executions } = flows(sid);
	for (const _ of [1, 2]) {
		const { sid: executionSid } = await executions.create(ADDRESSES);
		await emulator.runner.settled(executionSid);
	}
	expect(await executions.list()).toHaveLength(2);
});

test('a stuck execution refuses the next one of its contact until it is ended', async () => {
	const { sid } = await publish();
	const { executions } = flows(sid);
	const flow = emulator.world.flows.get(sid);
	if (!flow) throw new Error('the flow is missing');
	const trigger = { event: 'incomingRequest', ...ADDRESSES, parameters: { x: 'y' } } as const;
	const started = new Date(Date.now() - 600_000);
	const stuck = emulator.runner.startStuck(flow, trigger, started);
	await expect(executions.create(ADDRESSES)).rejects.toMatchObject({ status: 409, code: 20409 });
	const before = new Date(Date.now() - 300_000);
	const [found, ...others] = await executions.list({ status: 'active', dateCreatedTo: before });
	expect(others).toEqual([]);
	expect(found).toMatchObject({ sid: stuck.sid, contactChannelAddress: ADDRESSES.to });
	const { context } = await executions(stuck.sid).executionContext().fetch();
	expect(context.flow.data).toEqual({ x: 'y' });

	expect(await executions(stuck.sid).update({ status: 'ended' })).toMatchObject({ status: 'ended' });
	expect(await executions(stuck.sid).update({ status: 'ended' })).toMatchObject({ status: 'ended' });
	await emulator.runner.settled((await executions.create(ADDRESSES)).sid);
	const reopen = executions(stuck.sid).update({ status: 'active' });
	await expect(reopen).rejects.toMatchObject({ status: 400 });
});

test('an execution that is ended during a widget stops after it', async () => {
	const wait = { method: 'GET', url: 'https://taskrouter.twilio.com/v1/Workspaces' };
	const slow = state('slow', 'make-http-request', wait, { success: 'then', failed: 'then' });
	const { sid } = await publish('published', definition(slow, set('then')));
	emulator.faults.add({ match: { host: 'taskrouter.twilio.com' }, fault: { delay: 2000 } });
	const { executions } = flows(sid);
	const created = await executions.create(ADDRESSES);
	await executions(created.sid).update({ status: 'ended' });
	const { steps } = await emulator.runner.settled(created.sid);
	expect(steps.map(({ transitionedFrom }) => transitionedFrom)).toEqual(['Trigger']);
});
