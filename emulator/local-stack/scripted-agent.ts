/**
 * A virtual agent without an LLM, for a machine without Python: it has the server of TAC 2.5 (`/webhook`, `/twiml` and a
 * WebSocket at `/ws`, all signed), answers plainly, and hands over when the customer asks for a person.
 * @module
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text as bodyOf } from 'node:stream/consumers';
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { validateRequest, validateRequestWithBody } from 'twilio/lib/webhooks/webhooks';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Conversation } from '../core/world';
import type { Laptop } from './laptop';
import { attributesFor, replyTo, wantsPerson } from './script';
import { VirtualAgent } from './virtual-agent';

const webhook = z.object({
	eventType: z.string(),
	data: z.looseObject({
		conversationId: z.string().exactOptional(),
		channelId: z.string().exactOptional(),
		author: z
			.looseObject({ address: z.string(), channel: z.string(), participantId: z.string() })
			.exactOptional(),
		content: z.object({ text: z.string() }).exactOptional(),
	}),
});
const relayMessage = z.looseObject({
	type: z.string(),
	callSid: z.string().exactOptional(),
	voicePrompt: z.string().exactOptional(),
});
const created = z.object({ id: z.string() });
const GREETING = 'Hello! I am a scripted virtual agent. How can I help?';

export class ScriptedAgent {
	private readonly agent: VirtualAgent;
	/** The agent's participant, by conversation. */
	private readonly participants = new Map<string, string>();

	private constructor(
		private readonly laptop: Laptop,
		private readonly server: ReturnType<typeof createServer>,
	) {
		this.agent = new VirtualAgent(laptop.emulator);
	}

	/** Starts it on a free port, behind the ports where other agents may listen. */
	static async start(laptop: Laptop): Promise<ScriptedAgent> {
		const server = createServer();
		const agent = new ScriptedAgent(laptop, server);
		server.on('request', (request, response) => {
			agent.answer(request, response).catch((error) => {
				laptop.emulator.world.log('TAC', `failed: ${error instanceof Error ? error.message : error}`);
				if (!response.headersSent) response.writeHead(500).end();
			});
		});
		const sockets = new WebSocketServer({ noServer: true });
		server.on('upgrade', (request, socket, head) => {
			if (!agent.isSigned(request, 'wss', {})) return socket.destroy();
			sockets.handleUpgrade(request, socket, head, (webSocket) => agent.talk(webSocket));
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error('The scripted agent has no port');
		laptop.emulator.world.agentOrigins.push(`http://127.0.0.1:${address.port}`);
		return agent;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private get world() {
		return this.laptop.emulator.world;
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await bodyOf(request);
		if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
		if (request.url?.startsWith('/webhook')) {
			if (!this.isSigned(request, 'https', body)) return void response.writeHead(403).end();
			// As TAC: the response first, the work in the background.
			response.writeHead(200, { 'content-type': 'application/json' }).end('{"status":"ok"}');
			return this.receive(webhook.parse(JSON.parse(body)));
		}
		if (request.url !== '/twiml') return void response.writeHead(404).end();
		if (!this.isSigned(request, 'https', Object.fromEntries(new URLSearchParams(body)))) {
			return void response.writeHead(403).end();
		}
		response.writeHead(200, { 'content-type': 'application/xml' }).end(this.twiml());
	}

	private isSigned(
		{ url = '', headers }: IncomingMessage,
		protocol: 'https' | 'wss',
		body: string | Record<string, string>,
	): boolean {
		const { authToken, agentDomain } = { ...this.world.account, ...this.world };
		const signature = String(headers['x-twilio-signature'] ?? '');
		const full = `${protocol}://${agentDomain}${url}`;
		if (typeof body !== 'string') return validateRequest(authToken, signature, full, body);
		return validateRequestWithBody(authToken, signature, full, body);
	}

	private twiml(): string {
		const response = new VoiceResponse();
		// The SDK's type has no `conversationConfiguration` yet; TAC sets it (tac/channels/voice/conversation_relay/twiml.py).
		const relay = {
			url: `wss://${this.world.agentDomain}/ws`,
			welcomeGreeting: GREETING,
			conversationConfiguration: this.world.configurationId,
		};
		response.connect({ action: this.laptop.voiceWebhookUrl }).conversationRelay(relay);
		return response.toString();
	}

	private async receive({ eventType, data }: z.output<typeof webhook>): Promise<void> {
		const { conversationId = '', channelId, author, content } = data;
		const conversation = this.world.conversations.get(conversationId);
		if (eventType !== 'COMMUNICATION_CREATED' || !conversation || !author || !content) return;
		const own = await this.join(conversation, author);
		if (author.participantId === own) return;
		const say = (text: string) => this.say(conversation, own, author, channelId, text);
		if (!wantsPerson(content.text)) return say(replyTo(content.text));
		const { status } = await this.agent.handOffOrGiveBack(
			conversation,
			attributesFor(content.text),
			this.laptop.functionsUrl,
			author.address,
		);
		await say(
			status === 'handoff_initiated'
				? "I'm transferring you to an agent. They can see our conversation."
				: "I couldn't reach an agent just now. Please ask me again in a moment.",
		);
	}

	/** As TAC's `_reconcile_participants`: adds the agent, and makes an UNKNOWN customer a CUSTOMER. @returns its id */
	private async join(
		conversation: Conversation,
		author: { address: string; channel: string; participantId: string },
	): Promise<string> {
		const known = this.participants.get(conversation.id);
		if (known !== undefined) return known;
		const url = `https://conversations.twilio.com/v2/Conversations/${conversation.id}/Participants`;
		const json = (method: string, at: string, body: object) =>
			this.agent.request(method, at, 'application/json', JSON.stringify(body));
		const address =
			author.channel === 'CHAT' ? 'ai-assistant' : addressOn(author.channel, this.world.phoneNumber);
		const { text } = await json('POST', url, {
			type: 'AI_AGENT',
			name: 'Scripted agent',
			addresses: [{ channel: author.channel, address }],
		});
		const own = created.parse(JSON.parse(text)).id;
		this.participants.set(conversation.id, own);
		const customer = conversation.participants.find(({ id }) => id === author.participantId);
		if (customer?.type === 'UNKNOWN') {
			const { name, addresses } = customer;
			await json('PUT', `${url}/${customer.id}`, { type: 'CUSTOMER', name, addresses });
		}
		return own;
	}

	private async say(
		{ id }: Conversation,
		own: string,
		author: { channel: string; participantId: string },
		channelId: string | undefined,
		text: string,
	): Promise<void> {
		const { channel, participantId } = author;
		const payload = {
			from: { channel, participantId: own },
			to: [{ channel, participantId }],
			content: { text },
			...(channelId !== undefined && { channelSettings: { channelId } }),
		};
		const url = `https://conversations.twilio.com/v2/Conversations/${id}/Actions`;
		await this.agent.request(
			'POST',
			url,
			'application/json',
			JSON.stringify({ type: 'SEND_MESSAGE', payload }),
		);
	}

	private talk(socket: WebSocket): void {
		let callSid = '';
		socket.on('message', async (data) => {
			const { type, callSid: sid, voicePrompt = '' } = relayMessage.parse(JSON.parse(String(data)));
			if (type === 'setup') callSid = sid ?? '';
			if (type !== 'prompt') return;
			const conversation = [...this.world.conversations.values()].find(({ participants }) =>
				participants.some(({ addresses }) => addresses.some(({ channelId }) => channelId === callSid)),
			);
			const handsOver = conversation && wantsPerson(voicePrompt);
			stream(
				socket,
				handsOver ? "I'm transferring you to an agent. One moment, please." : replyTo(voicePrompt),
			);
			if (!handsOver) return;
			const handoffData = await this.agent.handoffDataOf(conversation, attributesFor(voicePrompt));
			socket.send(JSON.stringify({ type: 'end', handoffData }));
		});
	}
}

/** Word by word, as an LLM's answer comes. */
function stream(socket: WebSocket, text: string): void {
	for (const token of text.split(/(?<= )/)) socket.send(JSON.stringify({ type: 'text', token, last: false }));
	socket.send(JSON.stringify({ type: 'text', token: '', last: true }));
}

function addressOn(channel: string, phoneNumber: string): string {
	return channel === 'WHATSAPP' ? `whatsapp:${phoneNumber}` : phoneNumber;
}
