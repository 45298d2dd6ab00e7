/**
 * An emulator for a block of tests, and the real twilio-node against it. `NODE_EXTRA_CA_CERTS` is read when a process starts,
 * so here the proxy agent is given the certificate authority; `core/emulator.test.ts` has an unmodified client.
 * @module
 */
import { readFileSync } from 'node:fs';
import RequestClient from 'twilio/lib/base/RequestClient';
import Twilio from 'twilio/lib/rest/Twilio';
import { Emulator } from '../../emulator/core/emulator';
import { payload } from '../../emulator/core/http';
import { toRequest } from '../../emulator/core/proxy';

type Credentials = { username?: string; password?: string };

/** A client of the emulator's account, by API key unless given other credentials. */
export function clientOf(emulator: Emulator, { username, password }: Credentials = {}): Twilio {
	const { accountSid, apiKey, apiSecret } = emulator.world.account;
	const before = process.env.HTTP_PROXY;
	process.env.HTTP_PROXY = emulator.proxyUrl;
	const httpClient = new RequestClient({ timeout: 5_000 });
	if (before === undefined) delete process.env.HTTP_PROXY;
	else process.env.HTTP_PROXY = before;
	// The SDK makes its agent from HTTP_PROXY alone and passes no TLS options on to it.
	const ca = readFileSync(emulator.caPath);
	const agent: { callback(request: unknown, options: object): unknown } =
		httpClient.axios.defaults.httpsAgent;
	const connect = agent.callback.bind(agent);
	agent.callback = (request, options) => connect(request, { ...options, ca });
	return new Twilio(username ?? apiKey, password ?? apiSecret, { accountSid, httpClient });
}

/**
 * Starts an emulator for the tests of the enclosing block, and expects afterwards that no handler crashed.
 * @param begin receives the emulator, and may seed it
 * @param options.each starts one for every test
 */
export function useEmulator(
	begin: (emulator: Emulator) => void | Promise<void>,
	{ each = false }: { readonly each?: boolean } = {},
): void {
	let emulator: Emulator | undefined;
	(each ? beforeEach : beforeAll)(async () => {
		emulator = await Emulator.start();
		await begin(emulator);
	});
	(each ? afterEach : afterAll)(async () => {
		await emulator?.stop();
		expect(emulator?.crashes).toEqual([]);
	});
}

/** Connects a client to its emulator in process: the real SDK without a network, for tests with many requests. */
export function withoutNetwork({ httpClient }: Twilio, emulator: Emulator): void {
	httpClient.axios.defaults.adapter = async (config) => {
		const { host, pathname: path, search } = new URL(httpClient.axios.getUri(config));
		const headers = Object.fromEntries(
			Object.entries(config.headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
		);
		const body: string = config.data ?? '';
		const method = (config.method ?? 'get').toUpperCase();
		const request = toRequest({ method, host, path, query: search.slice(1), headers, body });
		const response = await emulator.handle(request);
		const { status, headers: answered = {} } = response;
		return { status, statusText: '', headers: answered, data: payload(response).toString(), config };
	};
}
