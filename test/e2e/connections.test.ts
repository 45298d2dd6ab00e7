/** Warm processes of `/handoff` over TLS and no proxy, and what happens when Twilio closes their connections. */
import { setTimeout as wait } from 'node:timers/promises';
import { BenchStage } from '../../bench/stage';
import type { WarmFunction } from '../../bench/warm-function';

let stage: BenchStage;
let warm: WarmFunction;

beforeAll(async () => {
	stage = await BenchStage.start(0);
});
afterAll(() => stage?.stop());

beforeEach(async () => {
	stage.laptop.emulator.faults.clear();
	warm = await stage.warmFunction();
});

function ask(params: ReturnType<BenchStage['chat']>) {
	return stage.measure(warm, { way: 'function', params, times: 1 });
}

/** Executions of the flow for the customer of a chat. */
function executionsOf({ To }: ReturnType<BenchStage['chat']>): number {
	const executions = [...stage.laptop.emulator.world.executions.values()];
	return executions.filter(({ contactChannelAddress }) => contactChannelAddress === To).length;
}

test('the first handoff opens a connection for each of its requests, and later ones open none', async () => {
	const first = await stage.handOff(warm);
	expect(first.connections).toBe(first.requests);
	for (let n = 0; n < 3; n++) expect(await stage.handOff(warm)).toMatchObject({ connections: 0 });
});

test('a handoff after Twilio has closed the connections opens new ones', async () => {
	const first = await stage.handOff(warm);
	stage.line.closeAll();
	await wait(100);
	expect(await stage.handOff(warm)).toMatchObject({ connections: first.connections });
});

test('a process that was frozen while Twilio closed its connections hands over once', async () => {
	await stage.handOff(warm);
	for (let n = 0; n < 3; n++) {
		warm.signal('SIGSTOP');
		stage.line.closeAll();
		await wait(50);
		const chat = stage.chat();
		const answer = ask(chat);
		await wait(50);
		warm.signal('SIGCONT');
		expect(await answer).toMatchObject({ status: 201 });
		expect(executionsOf(chat)).toBe(1);
	}
});

test('a lookup on a connection that Twilio closes just then is made again', async () => {
	await stage.handOff(warm);
	const chat = stage.chat();
	const match = { method: 'GET', host: 'conversations.twilio.com' };
	stage.laptop.emulator.faults.add({ match, times: 2, fault: { reset: true } });
	expect(await ask(chat)).toMatchObject({ status: 201 });
	expect(executionsOf(chat)).toBe(1);
});

test('a handoff whose connections all turn out closed opens new ones, for its write too', async () => {
	await stage.handOff(warm);
	const chat = stage.chat();
	stage.line.closeOnUse();
	expect(await ask(chat)).toMatchObject({ status: 201 });
	expect(executionsOf(chat)).toBe(1);
});

test('the start of the flow on a connection that Twilio closes just then is not made again, and can be asked for', async () => {
	await stage.handOff(warm);
	const chat = stage.chat();
	const match = { method: 'POST', host: 'studio.twilio.com' };
	stage.laptop.emulator.faults.add({ match, times: 1, fault: { reset: true } });
	const { status, body } = await ask(chat);
	expect({ status, body, executions: executionsOf(chat) }).toMatchObject({
		status: 502,
		body: { error: { code: 'twilio_error', retryable: true } },
		executions: 0,
	});
	expect(await ask(chat)).toMatchObject({ status: 201 });
	expect(executionsOf(chat)).toBe(1);
});
