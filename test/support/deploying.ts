/**
 * Requests over TLS through the emulator's proxy, and a short way to deploy a few files.
 * @module
 */
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { buffer } from 'node:stream/consumers';
import { connect } from 'node:tls';
import type { Emulator } from '../../emulator/core/emulator';
import type { Visibility } from '../../emulator/products/serverless/model';

export interface Asked {
	readonly status: number;
	readonly headers: http.IncomingHttpHeaders;
	readonly bytes: Buffer;
	readonly text: string;
}

interface Ask {
	readonly method?: string;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body?: string | Buffer;
}

/** Requests a URL like a browser behind the proxy. */
export async function ask(
	emulator: Emulator,
	url: string,
	{ method, headers, body }: Ask = {},
): Promise<Asked> {
	const { hostname, pathname, search } = new URL(url);
	const { port } = new URL(emulator.proxyUrl);
	const tunnel = await new Promise<import('node:stream').Duplex>((resolve, reject) => {
		const asking = http.request({ host: '127.0.0.1', port, method: 'CONNECT', path: `${hostname}:443` });
		asking.on('connect', (_response, socket) => resolve(socket)).on('error', reject);
		asking.end();
	});
	const socket = connect({ socket: tunnel, servername: hostname, ca: readFileSync(emulator.caPath) });
	try {
		const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
			const request = http.request({
				createConnection: () => socket,
				host: hostname,
				path: pathname + search,
				method: method ?? 'GET',
				headers: { ...headers },
			});
			request.on('response', resolve).on('error', reject).end(body);
		});
		const bytes = await buffer(response);
		return { status: response.statusCode ?? 0, headers: response.headers, bytes, text: bytes.toString() };
	} finally {
		socket.destroy();
	}
}

interface File {
	readonly path: string;
	readonly content: string | Buffer;
	readonly visibility?: Visibility;
}

/** Without a handler, a deployment gets an older one, whose events have no headers. */
const USUAL = { '@twilio/runtime-handler': '2.0.3', twilio: '6.2.0' };

/** What to deploy, and where: by default to a new service. */
interface Publication {
	readonly functions?: readonly File[];
	readonly assets?: readonly File[];
	readonly dependencies?: Readonly<Record<string, string>>;
	readonly variables?: Readonly<Record<string, string>>;
	readonly to?: { readonly serviceSid: string; readonly sid: string };
}

/** Deploys a few files with the Serverless API. @returns the origin, and the SIDs of service and environment */
export async function publish(
	emulator: Emulator,
	{ functions = [], assets = [], dependencies = USUAL, variables = {}, to }: Publication,
): Promise<{ origin: string; serviceSid: string; sid: string }> {
	const { accountSid, authToken } = emulator.world.account;
	const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
	const post = async (url: string, body: FormData | Record<string, string> | [string, string][]) => {
		const encoded = new Response(body instanceof FormData ? body : new URLSearchParams(body));
		const headers = { authorization, 'content-type': encoded.headers.get('content-type') ?? '' };
		const answer = await ask(emulator, url, {
			method: 'POST',
			headers,
			body: Buffer.from(await encoded.arrayBuffer()),
		});
		const result: { sid: string; domain_name: string; message?: string } = JSON.parse(answer.text);
		if (answer.status !== 201) throw new Error(`${url}: ${answer.text}`);
		return result;
	};
	const api = 'https://serverless.twilio.com/v1/Services';
	const serviceSid =
		to?.serviceSid ??
		(await post(api, { UniqueName: `try-${emulator.world.serverless.services.size}`, FriendlyName: 'A try' }))
			.sid;
	const service = `${api}/${serviceSid}`;
	const environment = to?.sid ?? (await post(`${service}/Environments`, { UniqueName: 'production' })).sid;
	const upload = async (kind: 'Functions' | 'Assets', { path, content, visibility = 'public' }: File) => {
		const { sid } = await post(`${service}/${kind}`, { FriendlyName: path });
		const form = new FormData();
		form.set('Path', path);
		form.set('Visibility', visibility);
		form.set('Content', new Blob([content]), 'file');
		const uploads = service.replace('serverless.', 'serverless-upload.');
		return (await post(`${uploads}/${kind}/${sid}/Versions`, form)).sid;
	};
	const form: [string, string][] = [
		[
			'Dependencies',
			JSON.stringify(Object.entries(dependencies).map(([name, version]) => ({ name, version }))),
		],
	];
	for (const file of functions) form.push(['FunctionVersions', await upload('Functions', file)]);
	for (const file of assets) form.push(['AssetVersions', await upload('Assets', file)]);
	const build = await post(`${service}/Builds`, form);
	for (let status = 'building'; status === 'building'; ) {
		const poll = await ask(emulator, `${service}/Builds/${build.sid}/Status`, { headers: { authorization } });
		status = JSON.parse(poll.text).status;
	}
	for (const [Key, Value] of Object.entries(variables)) {
		await post(`${service}/Environments/${environment}/Variables`, { Key, Value });
	}
	await post(`${service}/Environments/${environment}/Deployments`, { BuildSid: build.sid });
	const domain = emulator.world.serverless.environments.get(environment)?.domainName;
	return { origin: `https://${domain}`, serviceSid, sid: environment };
}
