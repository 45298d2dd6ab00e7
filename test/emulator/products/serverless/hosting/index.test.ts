/** Requests over TLS to deployed code: the gateway's rules, and running Functions. */
import { existsSync } from 'node:fs';
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import type { Emulator } from '../../../../../emulator/core/emulator';
import { addFlow } from '../../../../../emulator/products/studio/flows';
import { clientOf, useEmulator } from '../../../../support/client';
import { ask, publish } from '../../../../support/deploying';
import { ASSETS, dependencies, EVERY_BYTE, FUNCTIONS, handler, variables } from './hosted-code';

const FORM = 'application/x-www-form-urlencoded;charset=utf-8';

describe('deployed code', () => {
	let emulator: Emulator;
	/** Most tests use one deployment, since a runtime takes a second to start. */
	let site: Awaited<ReturnType<typeof publish>>;
	useEmulator(async (started) => {
		emulator = started;
		site = await publish(emulator, { functions: FUNCTIONS, assets: ASSETS, dependencies, variables });
	});
	const sign = (url: string, fields: Record<string, string> = {}) => ({
		'x-twilio-signature': getExpectedTwilioSignature(emulator.world.account.authToken, url, fields),
	});
	const get = (path: string, headers: Record<string, string> = {}) =>
		ask(emulator, `${site.origin}${path}`, { headers });

	test('an asset is served byte for byte, without starting a runtime', async () => {
		expect((await get('/all.bin')).bytes).toEqual(EVERY_BYTE);
		expect(emulator.world.serverless.output).toEqual([]);
		expect((await get('/other.bin')).status).toBe(404);
	});

	test('a Function gets its request, its variables and Twilio’s context', async () => {
		const { host } = new URL(site.origin);
		const answer = await ask(emulator, `${site.origin}/deep/echo?a=1%20%26&b=2`, {
			method: 'POST',
			headers: { 'content-type': FORM, 'x-custom': 'yes' },
			body: 'b=3&c=%F0%9F%98%80',
		});
		const { accountSid, authToken } = emulator.world.account;
		expect(answer.status).toBe(200);
		expect(JSON.parse(answer.text)).toMatchObject({
			event: { a: '1 &', b: '3', c: '😀', request: { headers: { host, 'x-custom': 'yes' } } },
			...variables,
			ACCOUNT_SID: accountSid,
			AUTH_TOKEN: authToken,
			DOMAIN_NAME: host,
			PATH: '/deep/echo',
			SERVICE_SID: site.serviceSid,
			ENVIRONMENT_SID: site.sid,
			HTTP_PROXY: emulator.proxyUrl,
		});
	});

	test('status, headers and cookies are those that the Function set', async () => {
		const answer = await get('/teapot');
		expect(answer).toMatchObject({ status: 418, text: '<Tea/>' });
		expect(answer.headers['content-type']).toMatch('text/xml');
		expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2']);
	});

	test('a Function can require the dependencies of its build, and nothing else', async () => {
		const found = { twilio: true, zod: false, 'not-there': false, './teapot': false, 'node:fs': true };
		expect(JSON.parse((await get('/has')).text)).toEqual(found);
	});

	test('protected code needs a signature, and private code cannot be requested', async () => {
		for (const path of ['/guarded', '/guarded.txt']) {
			const signed = `${path}?name=a%20b`;
			expect((await get(signed)).status).toBe(403);
			expect((await get(signed, sign(`${site.origin}${signed}c`))).status).toBe(403);
			expect((await get(signed, sign(`${site.origin}${signed}`))).status).toBe(200);
		}
		for (const path of ['/library', '/secret.txt']) {
			expect((await get(path, sign(`${site.origin}${path}`))).status).toBe(403);
		}
		const url = `${site.origin}/guarded`;
		const headers = { ...sign(url, { From: '+1' }), 'content-type': FORM };
		const posted = await ask(emulator, url, { method: 'POST', headers, body: 'From=%2B1' });
		expect(posted.text).toBe('42!');
	});

	test('a Function that takes too long, ends its process or throws gets an error response', async () => {
		const { serverless } = emulator.world;
		expect((await get('/throws')).status).toBe(500);
		const before = serverless.timeLimitMs;
		serverless.timeLimitMs = 500;
		const [forever, exits] = await Promise.all([get('/forever'), get('/exits')]);
		serverless.timeLimitMs = before;
		expect([forever.status, exits.status]).toEqual([504, 504]);
	});

	test('the logs of an environment have what each of its Functions printed, the newest first', async () => {
		const print = (path: string) =>
			handler(`console.log('${path}', { a: 1 }); console.error('oh'); callback(null, '');`);
		const { origin, serviceSid, sid } = await publish(emulator, {
			functions: ['/one', '/two'].map((path) => ({ path, content: print(path) })),
		});
		const environment = clientOf(emulator).serverless.v1.services(serviceSid).environments(sid);
		for (const [index, path] of ['/one', '/two'].entries()) {
			await ask(emulator, `${origin}${path}`);
			// The lines take a way of their own.
			while ((await environment.logs.list()).length < 2 * (index + 1)) {
				await new Promise((done) => setTimeout(done, 20));
			}
		}
		const { functions } = emulator.world.serverless;
		const named = (path: string) => [...functions.values()].find(({ friendlyName }) => friendlyName === path);
		const logs = await environment.logs.list();
		const levels = logs.map(({ level, message }) => `${level} ${message}`);
		expect(levels.sort()).toEqual(['error oh', 'error oh', 'info /one { a: 1 }', 'info /two { a: 1 }']);
		const ofOne = await environment.logs.list({ functionSid: named('/one')?.sid ?? '' });
		expect(ofOne.map(({ message }) => message).sort()).toEqual(['/one { a: 1 }', 'oh']);
		expect(new Set(ofOne.map(({ requestSid }) => requestSid)).size).toBe(1);
		expect(await environment.logs.list({ startDate: new Date(Date.now() + 60_000) })).toEqual([]);
		expect(await environment.logs.list({ endDate: new Date(Date.now() - 60_000) })).toEqual([]);
	});

	test('Studio and the phone can request it in process', async () => {
		const { world, runner, phone } = emulator;
		const flow = addFlow(world, {
			description: '',
			initial_state: 'Trigger',
			flags: { allow_concurrent_calls: true },
			states: [
				{
					name: 'Trigger',
					type: 'trigger',
					properties: { offset: { x: 0, y: 0 } },
					transitions: [{ event: 'incomingRequest', next: 'fetch' }],
				},
				{
					name: 'fetch',
					type: 'make-http-request',
					properties: {
						offset: { x: 0, y: 0 },
						method: 'GET',
						url: `${site.origin}/greet`,
						content_type: FORM,
						parameters: [{ key: 'name', value: 'Kim & Lee' }],
					},
					transitions: [{ event: 'success' }, { event: 'failed' }],
				},
			],
		});
		const start = { event: 'incomingRequest', to: '+1', from: '+2', parameters: {} } as const;
		const execution = runner.start(flow, start);
		await runner.settled(execution.sid);
		expect(execution.context).toMatchObject({
			widgets: { fetch: { status_code: 200, parsed: { name: 'Kim & Lee' } } },
		});
		const { call } = world.addVoiceConversation({ from: '+15005550123' });
		await phone.endConversationRelay(call, { actionUrl: `${site.origin}/twiml` });
		expect(call.events).toEqual(['Say "Hello"', 'Hangup']);
	});

	test('an environment without a deployment responds with 404, and an unknown domain with 502', async () => {
		const other = `${site.origin.replace('.twil.io', '-dev.twil.io')}/all.bin`;
		const refused = await ask(emulator, other);
		expect(refused).toMatchObject({ status: 502, text: expect.stringContaining('deployed to it') });
		const { environments } = clientOf(emulator).serverless.v1.services(site.serviceSid);
		await environments.create({ uniqueName: 'dev', domainSuffix: 'dev' });
		expect((await ask(emulator, other)).status).toBe(404);
	});

	test('a new deployment takes over and lets requests to the old one finish, and a variable changes at once', async () => {
		const { serverless } = emulator.world;
		const { origin, ...to } = await publish(emulator, {
			functions: [{ path: '/who', content: handler(`setTimeout(() => callback(null, 'old'), 1000);`) }],
			variables: { NAME: 'Kim' },
		});
		const who = async () => (await ask(emulator, `${origin}/who`)).text;
		const old = who();
		const next = { path: '/who', content: handler('callback(null, context.NAME);') };
		await publish(emulator, { functions: [next], to });
		expect(await Promise.all([old, who()])).toEqual(['old', 'Kim']);
		for (const variable of serverless.variables.values()) {
			if (variable.key === 'NAME' && variable.environmentSid === to.sid) variable.value = 'Lee';
		}
		expect(await who()).toBe('Lee');
	});

	test.each([
		['a process for each request', false, 2],
		['one process for all of them, while it is warm', true, 1],
	])('a deployment runs in %s', async (_what, isWarm, processes) => {
		const content = handler('callback(null, process.pid + "");');
		const { origin } = await publish(emulator, { functions: [{ path: '/pid', content }] });
		emulator.hosting.isWarm = isWarm;
		const pids = [await ask(emulator, `${origin}/pid`), await ask(emulator, `${origin}/pid`)];
		emulator.hosting.isWarm = false;
		expect(new Set(pids.map(({ text }) => text)).size).toBe(processes);
		for (const { text } of pids) expect(text).toMatch(/^\d+$/);
	});

	test('a Function with a context over 3 kB is not run', async () => {
		const many = Object.fromEntries(Array.from({ length: 7 }, (_, n) => [`V${n}`, 'x'.repeat(450)]));
		const { origin } = await publish(emulator, {
			functions: [{ path: '/hello', content: handler('callback(null, 1);') }],
			variables: many,
		});
		expect(await ask(emulator, `${origin}/hello`)).toMatchObject({
			status: 500,
			text: expect.stringContaining('82006'),
		});
	});

	test('stopping the emulator removes files and processes, even with a request in progress', async () => {
		const { cwd, pid } = JSON.parse((await get('/where')).text);
		expect(existsSync(cwd)).toBe(true);
		expect(() => process.kill(pid, 0)).not.toThrow();
		const earlier = emulator.requests.length;
		const hanging = get('/forever').catch((error: Error) => error);
		while (emulator.requests.length === earlier) await new Promise((done) => setTimeout(done, 20));
		await emulator.stop();
		expect(await hanging).toHaveProperty('message');
		expect(existsSync(cwd)).toBe(false);
		// It is killed at once, but the system needs a moment to remove it.
		for (let tries = 0; isThere(pid) && tries < 100; tries++)
			await new Promise((done) => setTimeout(done, 50));
		expect(isThere(pid)).toBe(false);
	});
});

function isThere(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}
