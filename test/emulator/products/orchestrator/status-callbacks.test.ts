/** Orchestrator's callbacks, as the virtual agent's server receives them. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { validateRequestWithBody } from 'twilio';
import type { Emulator } from '../../../../emulator/core/emulator';
import { useEmulator } from '../../../support/client';
import { listen } from '../../../support/flows';

let emulator: Emulator;
let received: { url: string; headers: NodeJS.Dict<string | string[]>; body: string }[] = [];
const server = createServer(async (request, response) => {
	received.push({ url: String(request.url), headers: request.headers, body: await text(request) });
	response.end('{}');
});
useEmulator(async (started) => {
	emulator = started;
	emulator.world.agentOrigins.push(await listen(server));
});
beforeEach(() => {
	received = [];
});
afterAll(() => {
	server.closeAllConnections();
	server.close();
});

async function untilReceived(count: number): Promise<void> {
	for (let tries = 0; received.length < count && tries < 200; tries++) await wait(10);
	expect(received).toHaveLength(count);
}

test('a message is reported to the public host of the agent, signed as Twilio signs JSON', async () => {
	const { conversation } = emulator.capture.receive({
		channel: 'SMS',
		address: '+15005550123',
		text: 'Hello',
	});
	await untilReceived(1);
	const [{ url, headers, body } = { url: '', headers: {}, body: '' }] = received;
	const { agentDomain, account } = emulator.world;
	expect(headers).toMatchObject({ 'x-forwarded-proto': 'https', 'x-forwarded-host': agentDomain });
	expect(headers['i-twilio-idempotency-token']).toMatch(/^[0-9a-f-]{36}$/);
	const signature = String(headers['x-twilio-signature']);
	expect(validateRequestWithBody(account.authToken, signature, `https://${agentDomain}${url}`, body)).toBe(
		true,
	);
	expect(JSON.parse(body)).toMatchObject({
		eventType: 'COMMUNICATION_CREATED',
		data: {
			conversationId: conversation.id,
			accountId: account.accountSid,
			author: { address: '+15005550123', channel: 'SMS' },
			content: { type: 'TEXT', text: 'Hello' },
		},
	});
});

test('a conversation without status callbacks reports nothing', async () => {
	const message = { channel: 'SMS', address: '+15005550124' } as const;
	const { conversation } = emulator.capture.receive({ ...message, text: 'Hello' });
	await untilReceived(1);
	conversation.configuration = { ...conversation.configuration, statusCallbacks: [] };
	emulator.capture.receive({ ...message, text: 'Are you there?' });
	// A report would come within milliseconds; the next customer's shows that the way is open.
	emulator.capture.receive({ channel: 'SMS', address: '+15005550125', text: 'Other' });
	await untilReceived(2);
	expect(received.map(({ body }) => JSON.parse(body).data.content.text)).toEqual(['Hello', 'Other']);
});
