/**
 * A ConversationRelay session: the WebSocket between Twilio and the virtual agent. Speech is typed here: what the caller
 * says goes out as `prompt`, what the agent sends comes in as `text`.
 * @see https://www.twilio.com/docs/voice/conversationrelay/websocket-messages
 * @module
 */
import { getExpectedTwilioSignature } from 'twilio/lib/webhooks/webhooks';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { sid } from '../../core/sids';
import type { Call, World } from '../../core/world';
import type { RelayError } from './relay-errors';
import { CONNECTION_FAILED, WEBSOCKET_ENDED } from './relay-errors';
import type { Verb } from './twiml';

const message = z.looseObject({
	type: z.string(),
	token: z.string().default(''),
	last: z.boolean().default(false),
	handoffData: z.string().exactOptional(),
});

/** How a session ended: by the agent, with or without a handoff, or by an error. */
export interface SessionEnd {
	readonly handoffData?: string;
	readonly error?: RelayError;
}

export class RelaySession {
	private ended = false;
	/** What the agent is saying, until its last token. */
	private saying: { at: Date; who: 'agent'; text: string } | undefined;

	private constructor(
		private readonly world: World,
		private readonly call: Call,
		private readonly socket: WebSocket,
		private readonly onEnd: (end: SessionEnd) => void,
	) {
		socket.on('message', (data) => this.receive(String(data)));
		socket.on('close', () => this.end({ error: WEBSOCKET_ENDED }));
		socket.on('error', () => this.end({ error: CONNECTION_FAILED }));
	}

	/**
	 * Connects to the agent and sends `setup`.
	 * @param relay the TwiML's `<ConversationRelay>`
	 * @param onEnd is called once, unless the caller hangs up first
	 * @throws Error when no server takes the connection
	 */
	static async open(
		world: World,
		call: Call,
		relay: Verb,
		onEnd: (end: SessionEnd) => void,
	): Promise<RelaySession> {
		const socket = await connect(world, relay.attributes.url ?? '');
		const session = new RelaySession(world, call, socket, onEnd);
		const parameters = relay.children.filter(({ name }) => name === 'Parameter');
		session.send({
			type: 'setup',
			sessionId: sid('VX'),
			accountSid: world.account.accountSid,
			callSid: call.sid,
			parentCallSid: '',
			from: call.from,
			to: call.to,
			forwardedFrom: '',
			callerName: '',
			direction: call.direction,
			callType: 'PSTN',
			callStatus: 'IN-PROGRESS',
			customParameters: Object.fromEntries(
				parameters.map(({ attributes }) => [attributes.name ?? '', attributes.value ?? '']),
			),
		});
		return session;
	}

	/** The caller said this. */
	prompt(text: string): void {
		this.send({ type: 'prompt', voicePrompt: text, lang: 'en-US', last: true });
	}

	/** The caller hung up. */
	close(): void {
		this.ended = true;
		this.socket.close();
	}

	private receive(text: string): void {
		const parsed = message.safeParse(parse(text));
		if (!parsed.success) {
			this.world.log('Phone', 'ConversationRelay ignored an invalid message');
			return;
		}
		const { type, token, last, handoffData } = parsed.data;
		if (type === 'text') this.say(token, last);
		else if (type === 'end') this.end(handoffData === undefined ? {} : { handoffData });
		else this.world.log('Phone', `ConversationRelay message "${type}" is not emulated`);
	}

	private say(token: string, last: boolean): void {
		if (!this.saying && token !== '') {
			this.saying = { at: new Date(), who: 'agent', text: '' };
			this.call.spoken = [...(this.call.spoken ?? []), this.saying];
		}
		if (this.saying) this.saying.text += token;
		if (!last || !this.saying) return;
		this.world.log('TAC', `said "${this.saying.text}"`);
		this.saying = undefined;
	}

	private end(end: SessionEnd): void {
		if (this.ended) return;
		this.close();
		this.onEnd(end);
	}

	private send(content: object): void {
		this.socket.send(JSON.stringify(content));
	}
}

/** The agent's server is on this machine, behind its public host; another host is refused. */
async function connect(world: World, relayUrl: string): Promise<WebSocket> {
	const url = new URL(relayUrl);
	const isAgent = url.hostname === world.agentDomain;
	const isLocal = /^(localhost|127(\.\d+){3})$/.test(url.hostname);
	const origins = isAgent ? world.agentOrigins : isLocal ? [url.origin] : [];
	// Twilio signs the URL without its query, whose fields count as a form's (tac/server/signature_validation.py).
	const signed = `${url.protocol}//${url.host}${url.pathname}`;
	const fields = Object.fromEntries(url.searchParams);
	const headers = {
		...(isAgent && { host: url.host, 'x-forwarded-proto': 'https', 'x-forwarded-host': url.host }),
		'x-twilio-signature': getExpectedTwilioSignature(world.account.authToken, signed, fields),
	};
	for (const origin of origins) {
		const target = `${origin.replace(/^http/, 'ws')}${url.pathname}${url.search}`;
		const socket = new WebSocket(target, { headers, perMessageDeflate: false });
		try {
			await opened(socket);
			return socket;
		} catch (error) {
			if (origin === origins.at(-1)) throw error;
		}
	}
	throw new Error(`no virtual agent listens at ${relayUrl}`);
}

function opened(socket: WebSocket): Promise<void> {
	return new Promise((resolve, reject) => {
		socket.once('open', resolve);
		socket.once('error', reject);
	});
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
