/**
 * What stands in for the Functions where a test decides what they respond.
 * @module
 */
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { respondToFlow } from '../../src/handoff/flow-request';
import { HandoffError } from '../../src/http/errors';
import type { Settings } from '../../src/settings';
import { textFor } from '../../src/texts';
import { listen } from './flows';

export interface Received {
	readonly path: string;
	readonly url: string;
	readonly form: Readonly<Record<string, string>>;
	readonly signature: string;
	readonly authorization: string | undefined;
}

export type Responder = (response: ServerResponse) => unknown;
/** What responds unless a test sets something else; `undefined` for a path that has no Function. */
export type Own = (received: Received, settings: Settings) => Responder | undefined;

/** A JSON response of a Function. */
export function json(body: unknown, status = 200): Responder {
	return (response) =>
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** `/task-attributes`, by the product's own code. */
function taskAttributes({ path, form }: Received, settings: Settings): Responder | undefined {
	if (path !== '/task-attributes') return undefined;
	try {
		const { answer, handedOver } = respondToFlow(form, settings);
		const greeting = textFor(settings, 'HANDOFF_CALL_GREETING');
		return json({ ...answer, ...(handedOver?.isCall && { greeting }) });
	} catch (error) {
		if (!(error instanceof HandoffError)) throw error;
		return json({ error: { code: error.code } }, error.status);
	}
}

/** A server in place of the Functions that records the requests of the flow, and responds as a test sets it. */
export class CannedFunctions {
	readonly received: Received[] = [];
	url = '';
	/** What the Functions are deployed with. */
	settings: Settings = {};
	private readonly responders = new Map<string, Responder>();
	private readonly server = createServer(async (request, response) => {
		const path = request.url ?? '';
		const received = {
			path,
			url: this.url + path,
			form: Object.fromEntries(new URLSearchParams(await text(request))),
			signature: String(request.headers['x-twilio-signature']),
			authorization: request.headers.authorization,
		};
		this.received.push(received);
		const [resource = ''] = path.split('?');
		const set = this.responders.get(resource) ?? this.responders.get('*');
		const respond = set ?? this.own(received, this.settings) ?? json({ error: { code: 'not_found' } }, 404);
		await respond(response);
	});

	/** @param own by default only `/task-attributes` responds by itself */
	constructor(private readonly own: Own = taskAttributes) {}

	async start(): Promise<void> {
		this.url = await listen(this.server);
	}

	/** @param path `*` for every one that has no response of its own */
	on(path: '/participant-lookup' | '/service-sid' | '/task-attributes' | '*', respond: Responder): void {
		this.responders.set(path, respond);
	}

	reset(): void {
		this.received.length = 0;
		this.settings = {};
		this.responders.clear();
	}

	stop(): void {
		this.server.closeAllConnections();
		this.server.close();
	}
}

/** Starts them for the tests of a file; what a test set ends with it. */
export function useCannedFunctions(): CannedFunctions {
	const functions = new CannedFunctions();
	beforeAll(() => functions.start());
	beforeEach(() => functions.reset());
	afterAll(() => functions.stop());
	return functions;
}
