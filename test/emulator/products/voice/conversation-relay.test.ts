/** A ConversationRelay session, with a virtual agent that this test plays. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { validateRequest } from 'twilio';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Emulator } from '../../../../emulator/core/emulator';
import { useEmulator } from '../../../support/client';
import { listen } from '../../../support/flows';

let emulator: Emulator;
let socket: WebSocket | undefined;
let messages: Record<string, unknown>[] = [];
let actions: Record<string, string>[] = [];
let signature = '';
const server = createServer(async (request, response) => {
	const form = Object.fromEntries(new URLSearchParams(await text(request)));
	response.setHeader('content-type', 'text/xml');
	if (request.url === '/action') actions.push(form);
	const id = emulator.world.configurationId;
	const relay = `<ConversationRelay url="wss://agent.example.com/ws" welcomeGreeting="Hi" conversationConfiguration="${id}"><Parameter name="a" value="b"/></ConversationRelay>`;
	const connect = `<Response><Connect action="https://agent.example.com/action">${relay}</Connect></Response>`;
	response.end(request.url === '/twiml' ? connect : '<Response><Say>Bye</Say></Response>');
});
const sockets = new WebSocketServer({ server });
sockets.on('connection', (opened, request) => {
	socket = opened;
	signature = String(request.headers['x-twilio-signature']);
	opened.on('message', (data) => messages.push(JSON.parse(String(data))));
});
useEmulator(async (started) => {
	emulator = started;
	emulator.world.agentOrigins.push('http://127.0.0.1:1', await listen(server));
});
beforeEach(() => {
	[socket, messages, actions] = [undefined, [], []];
});
afterAll(() => {
	sockets.close();
	server.closeAllConnections();
	server.close();
});

async function until(condition: () => boolean): Promise<void> {
	for (let tries = 0; !condition() && tries < 300; tries++) await wait(10);
	expect(condition()).toBe(true);
}

test('a call goes through /twiml and the WebSocket to the action URL, with what was said', async () => {
	const { phone, world } = emulator;
	const call = await phone.dialIn('+15005550123');
	phone.hear(call, 'Hello');
	await until(() => messages.length === 2);
	expect(messages).toMatchObject([
		{
			type: 'setup',
			callSid: call.sid,
			from: '+15005550123',
			direction: 'inbound',
			customParameters: { a: 'b' },
		},
		{ type: 'prompt', voicePrompt: 'Hello', last: true },
	]);
	expect(validateRequest(world.account.authToken, signature, 'wss://agent.example.com/ws', {})).toBe(true);
	const [conversation] = world.conversations.values();
	expect(conversation?.participants.map(({ type }) => type).sort()).toEqual(['AI_AGENT', 'CUSTOMER']);

	for (const token of ['Good ', 'day']) socket?.send(JSON.stringify({ type: 'text', token, last: false }));
	socket?.send(JSON.stringify({ type: 'text', token: '', last: true }));
	socket?.send(JSON.stringify({ type: 'end', handoffData: '{"reason":"asked"}' }));
	await until(() => call.status === 'completed');
	expect(actions).toMatchObject([
		{ CallSid: call.sid, SessionStatus: 'ended', HandoffData: '{"reason":"asked"}' },
	]);
	expect(call.spoken?.map(({ who, text }) => `${who}: ${text}`)).toEqual([
		'agent: Hi',
		'caller: Hello',
		'agent: Good day',
		'twilio: Bye',
	]);
});

test('a dropped connection is reported as a failed session', async () => {
	const call = await emulator.phone.dialIn('+15005550124');
	await until(() => socket !== undefined && messages.length === 1);
	socket?.terminate();
	await until(() => call.status === 'completed');
	expect(actions).toMatchObject([{ SessionStatus: 'failed', CallStatus: 'in-progress', ErrorCode: '64105' }]);
});

test('a caller who hangs up ends the session without a handoff', async () => {
	const call = await emulator.phone.dialIn('+15005550125');
	await until(() => messages.length === 1);
	await emulator.phone.hangUp(call);
	expect(actions).toMatchObject([{ SessionStatus: 'completed', CallStatus: 'completed' }]);
	expect(actions[0]).not.toHaveProperty('HandoffData');
});

test('a call that is sent to other TwiML leaves the agent, without the action', async () => {
	const call = await emulator.phone.dialIn('+15005550126');
	await until(() => messages.length === 1);
	emulator.phone.redirect(call, '<Response><Say>Moved</Say></Response>');
	await emulator.phone.idle();
	await until(() => socket?.readyState === 3);
	expect(call.events).toEqual(['Connect ConversationRelay', 'Say "Moved"', 'Hangup']);
	expect(actions).toEqual([]);
});
