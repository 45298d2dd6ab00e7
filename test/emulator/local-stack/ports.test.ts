/** The ports of `handoff start`. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { Ports } from '../../../emulator/local-stack/ports';
import { freePorts } from '../../support/starting';

const ALL = ['the Functions', 'the console', 'the proxy', 'the Python agent'] as const;

test('the ports of a start follow each other', () => {
	const ports = new Ports(3000, ALL, '');
	expect(ALL.map((user) => ports.of(user))).toEqual([3000, 3001, 3002, 3003]);
});

test('a taken port that this start does not use is no reason to refuse', async () => {
	const first = await freePorts();
	const taker = createServer().listen(first + 3, '127.0.0.1');
	await once(taker, 'listening');
	await expect(new Ports(first, ALL.slice(0, 3), '').requireFree()).resolves.toBeUndefined();
	await expect(new Ports(first, ALL, '').requireFree()).rejects.toThrow(String(first + 3));
	taker.close();
});

test('of the suggested --port every port is free: a suggestion with a taken one is passed over', async () => {
	const first = await freePorts();
	const takers = [first, first + 11].map((port) => createServer().listen(port, '127.0.0.1'));
	await Promise.all(takers.map((taker) => once(taker, 'listening')));
	const refused = new Ports(first, ALL, 'npx handoff start').requireFree();
	await expect(refused).rejects.toThrow(`Run: npx handoff start --port ${first + 20}`);
	for (const taker of takers) taker.close();
});

test('EADDRINUSE after the check is explained as a taken port, also as a cause, and other errors stay as they are', async () => {
	const first = await freePorts();
	const ports = new Ports(first, ALL, 'npx handoff start');
	const taken = Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: first + 1 });
	for (const error of [taken, new Error('did not start', { cause: taken })]) {
		expect(await ports.explain(error)).toMatchObject({
			message: expect.stringContaining(`Port ${first + 1}`),
		});
	}
	const other = new Error('other');
	expect(await ports.explain(other)).toBe(other);
});
