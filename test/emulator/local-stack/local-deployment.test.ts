/** A project that is already deployed, with its Functions in a server on this machine. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Emulator } from '../../../emulator/core/emulator';
import { addLocalDeployment } from '../../../emulator/local-stack/local-deployment';
import { readDeployment } from '../../../tools/account/deployed';
import { localBundle } from '../../../tools/deploy/bundle';
import { planFunctions } from '../../../tools/deploy/functions-plan';
import { clientOf } from '../../support/client';
import { ask, publish } from '../../support/deploying';
import { listen } from '../../support/flows';

const FILES = {
	'.twilioserverlessrc': '{ "functionsFolder": "dist/functions", "assetsFolder": "assets" }',
	'package.json': '{ "name": "a-project", "dependencies": { "twilio": "6.2.0" } }',
	'dist/functions/greet.js': 'exports.handler = 1;',
	'dist/functions/deep/hidden.protected.js': '',
	'assets/version.json': '{"version":"1.0.0"}',
};

describe('a project that is already deployed', () => {
	let emulator: Emulator;
	let root: string;
	let environment: Awaited<ReturnType<typeof addLocalDeployment>>['environment'];
	let printed: ReturnType<Emulator['hosting']['leaveTo']>;
	const received: { host: string | undefined; url: string | undefined; body: string }[] = [];
	const server = createServer(async (request, response) => {
		received.push({ host: request.headers.host, url: request.url, body: await text(request) });
		if (request.url === '/greet?silent') request.socket.destroy();
		else response.setHeader('content-type', 'text/plain').end('hello');
	});
	beforeAll(async () => {
		emulator = await Emulator.start();
		root = await mkdtemp(join(tmpdir(), 'a-project-'));
		for (const [name, content] of Object.entries(FILES)) {
			await mkdir(dirname(join(root, name)), { recursive: true });
			await writeFile(join(root, name), content);
		}
		const added = await addLocalDeployment(emulator.world.serverless, {
			root,
			name: 'a-project',
			suffix: 'dev',
			variables: { TWILIO_PHONE_NUMBER: '+15005550006' },
		});
		environment = added.environment;
		printed = emulator.hosting.leaveTo(added.build.sid, await listen(server));
	});
	afterAll(async () => {
		server.close();
		await emulator.stop();
		await rm(root, { recursive: true });
		expect(emulator.crashes).toEqual([]);
	});
	const get = (path: string) => ask(emulator, `https://${environment.domainName}${path}`);

	test('needs no deployment until its code changes', async () => {
		const live = await readDeployment(clientOf(emulator), 'a-project', 'dev');
		expect(live?.domain).toMatch(/^a-project-\d{4}-dev\.twil\.io$/);
		const variables = { TWILIO_PHONE_NUMBER: '+15005550006' };
		expect(planFunctions(await localBundle(root), live, variables).nothingToDo).toBe(true);
		await writeFile(join(root, 'dist/functions/greet.js'), 'exports.handler = 2;');
		expect(planFunctions(await localBundle(root), live, variables).build).toBe('changed');
	});

	test('has a domain whose requests go to that server, with the public host', async () => {
		const url = `https://${environment.domainName}/greet?a=1`;
		expect(await ask(emulator, url, { method: 'POST', body: 'b=2' })).toMatchObject({
			status: 200,
			text: 'hello',
		});
		expect(received).toEqual([{ host: environment.domainName, url: '/greet?a=1', body: 'b=2' }]);
		expect((await get('/greet?silent')).status).toBe(502);
		expect(emulator.requests.map(({ url }) => url)).toContain(url);
	});

	test('has logs of what that server prints', async () => {
		await get('/greet');
		printed('200 GET /greet │ Response Type text/plain', 'stdout');
		printed('hello', 'stdout');
		const [greet] = emulator.world.serverless.functions.values();
		expect(emulator.world.serverless.logs).toMatchObject([
			{ environmentSid: environment.sid, functionSid: greet?.sid, level: 'info', message: 'hello' },
		]);
	});

	test('has assets, protected code and unknown paths like any deployment', async () => {
		expect(await get('/version.json')).toMatchObject({ status: 200, text: FILES['assets/version.json'] });
		expect((await get('/deep/hidden')).status).toBe(403);
		expect((await get('/other')).status).toBe(404);
	});

	test('loses its domain to a later deployment', async () => {
		const before = received.length;
		await publish(emulator, { assets: [{ path: '/greet', content: 'new' }], to: environment });
		expect((await get('/greet')).text).toBe('new');
		expect(received).toHaveLength(before);
	});
});
