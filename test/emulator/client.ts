/**
 * The real twilio-node against an emulator of this process. `NODE_EXTRA_CA_CERTS` is read when a process starts,
 * so here the proxy agent is told the certificate authority directly; `unmodified.test.ts` does without.
 * @module
 */
import { readFileSync } from 'node:fs';
import twilio from 'twilio';
import type { Emulator } from '../../emulator/emulator';

type Credentials = { username?: string; password?: string };

/** A client of the emulator's account, by API key unless told otherwise. */
export function clientOf(emulator: Emulator, { username, password }: Credentials = {}): twilio.Twilio {
	const { accountSid, apiKey, apiSecret } = emulator.world.account;
	const before = process.env.HTTP_PROXY;
	process.env.HTTP_PROXY = emulator.proxyUrl;
	const httpClient = new twilio.RequestClient({ timeout: 5_000 });
	if (before === undefined) delete process.env.HTTP_PROXY;
	else process.env.HTTP_PROXY = before;
	// The SDK makes its agent from HTTP_PROXY alone and passes no TLS options on to it.
	const ca = readFileSync(emulator.caPath);
	const agent: { callback(request: unknown, options: object): unknown } =
		httpClient.axios.defaults.httpsAgent;
	const connect = agent.callback.bind(agent);
	agent.callback = (request, options) => connect(request, { ...options, ca });
	return twilio(username ?? apiKey, password ?? apiSecret, { accountSid, httpClient });
}
