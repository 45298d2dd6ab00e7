/** What a simulated line delays, and that it loses nothing. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Line } from '../../bench/line';

const RTT_MS = 60;

let line: Line;
beforeEach(async () => {
	line = await Line.start(RTT_MS, (socket) => socket.pipe(socket));
});
afterEach(() => line.stop());

async function open(): Promise<Socket> {
	const socket = connect({ port: line.port, host: '127.0.0.1', noDelay: true });
	await once(socket, 'connect');
	return socket;
}

/** Sends a text, which the server returns. @returns how long that took */
async function exchange(socket: Socket, text: string): Promise<number> {
	const start = performance.now();
	let received = '';
	const onData = (chunk: Buffer) => {
		received += chunk;
	};
	socket.on('data', onData);
	socket.write(text);
	while (received.length < text.length) await once(socket, 'data');
	socket.off('data', onData);
	expect(received).toBe(text);
	return performance.now() - start;
}

test('the first exchange on a connection takes two round trips, one of them for opening it', async () => {
	expect(await exchange(await open(), 'hello')).toBeGreaterThanOrEqual(2 * RTT_MS);
});

test('every later exchange takes one round trip', async () => {
	const socket = await open();
	await exchange(socket, 'hello');
	const times: number[] = [];
	for (let n = 0; n < 5; n++) times.push(await exchange(socket, `again ${n}`));
	expect(Math.min(...times)).toBeGreaterThanOrEqual(RTT_MS);
	// The quickest: what else the machine does counts little.
	expect(Math.min(...times)).toBeLessThan(1.5 * RTT_MS);
});

test('what is sent together takes one round trip together, in order', async () => {
	const socket = await open();
	await exchange(socket, 'hello');
	let received = '';
	socket.on('data', (chunk) => {
		received += chunk;
	});
	const start = performance.now();
	const sent = Array.from({ length: 100 }, (_, n) => `${n} `);
	for (const each of sent) socket.write(each);
	while (received !== sent.join('')) await once(socket, 'data');
	expect(performance.now() - start).toBeLessThan(10 * RTT_MS);
});

test('a connection that the server closes ends a half round trip later', async () => {
	const socket = await open();
	await exchange(socket, 'hello');
	const start = performance.now();
	line.closeAll();
	await once(socket.resume(), 'end');
	expect(performance.now() - start).toBeLessThan(10 * RTT_MS);
	expect(line.opened).toBe(1);
});

test('a connection that is closed on use is reset, and what was sent does not arrive', async () => {
	const socket = await open();
	await exchange(socket, 'hello');
	line.closeOnUse();
	socket.resume().write('lost');
	const [error] = await once(socket, 'error').catch((reason: unknown) => [reason]);
	expect(error).toMatchObject({ code: 'ECONNRESET' });
});
