/** Calls: the action callback, and the TwiML they follow. */
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { twiml, validateRequest } from 'twilio';
import { CONNECTION_FAILED, WEBSOCKET_ENDED } from '../../../../emulator/products/voice/relay-errors';
import { CUSTOMER, HOSTILE, inbound, listen } from '../../../support/flows';

describe('the action callback of a call', () => {
	let origin: string;
	let answer: (response: ServerResponse) => void;
	let requests: { url: string; form: Record<string, string>; signature: string }[];
	const server = createServer(async (request, response) => {
		requests.push({
			url: `${origin}${request.url}`,
			form: Object.fromEntries(new URLSearchParams(await text(request))),
			signature: String(request.headers['x-twilio-signature']),
		});
		answer(response);
	});
	const say = (xml: string) => (response: ServerResponse) =>
		response.setHeader('content-type', 'text/xml').end(xml);

	beforeAll(async () => {
		origin = await listen(server);
	});
	beforeEach(() => {
		requests = [];
		answer = say('<Response><Hangup/></Response>');
	});
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});

	test('has Twilio’s fields, signed, with HandoffData only on a handoff', async () => {
		const { phone, call, world } = inbound();
		await phone.endConversationRelay(call, { actionUrl: `${origin}/handoff?x=1`, handoffData: HOSTILE });
		const other = phone.startCall({ from: world.phoneNumber, to: CUSTOMER, direction: 'outbound-api' });
		await phone.endConversationRelay(other, { actionUrl: `${origin}/handoff` });

		const [handoff, ended] = requests;
		expect(handoff?.form).toEqual({
			AccountSid: world.account.accountSid,
			CallSid: call.sid,
			CallStatus: 'in-progress',
			From: CUSTOMER,
			To: world.phoneNumber,
			Direction: 'inbound',
			SessionId: expect.stringMatching(/^VX/),
			SessionStatus: 'ended',
			SessionDuration: expect.stringMatching(/^\d+$/),
			HandoffData: HOSTILE,
		});
		expect(ended?.form).toMatchObject({ From: world.phoneNumber, To: CUSTOMER, Direction: 'outbound-api' });
		expect(ended?.form).not.toHaveProperty('HandoffData');
		for (const { signature, url, form } of requests) {
			expect(validateRequest(world.account.authToken, signature, url, form)).toBe(true);
		}
	});

	test('Enqueue creates a voice task with hostile attributes, and those that TaskRouter adds', async () => {
		const { phone, call, world } = inbound();
		const response = new twiml.VoiceResponse();
		response
			.enqueue({ workflowSid: world.workflowSid })
			.task({ priority: 50, timeout: 60 }, JSON.stringify({ reason: HOSTILE }));
		answer = say(response.toString());
		await phone.endConversationRelay(call, { actionUrl: origin, handoffData: '{}' });

		expect(call).toMatchObject({ status: 'in-progress', events: [`Enqueue ${world.workflowSid}`] });
		const [task] = world.tasks.values();
		expect(task).toMatchObject({
			priority: 50,
			timeout: 60,
			taskChannelUniqueName: 'voice',
			callSid: call.sid,
		});
		expect(task?.attributes).toMatchObject({
			reason: HOSTILE,
			call_sid: call.sid,
			call_status: 'in-progress',
			from: CUSTOMER,
			from_country: 'US',
			caller_city: 'SAN FRANCISCO',
			to: world.phoneNumber,
			called_zip: '94105',
			direction: 'inbound',
		});
		await phone.hangUp(call);
		expect(task?.assignmentStatus).toBe('canceled');
		expect(call).toMatchObject({ status: 'completed', events: [expect.anything(), 'Hangup'] });
	});

	test('Enqueue refuses a task that is too large only with the attributes that TaskRouter adds', async () => {
		const { phone, call, world } = inbound();
		const reason = 'x'.repeat(4000);
		answer = say(
			`<Response><Enqueue workflowSid="${world.workflowSid}"><Task>{"reason":"${reason}"}</Task></Enqueue><Say>Sorry</Say></Response>`,
		);
		await phone.endConversationRelay(call, { actionUrl: origin, handoffData: '{}' });
		expect(world.tasks.size).toBe(0);
		expect(call.events).toEqual([`Enqueue ${world.workflowSid}`, 'Say "Sorry"', 'Hangup']);
	});

	test('a refused Enqueue requests its action URL', async () => {
		const { phone, call } = inbound();
		answer = (response) =>
			say(
				requests.length === 1
					? '<Response><Enqueue workflowSid="WWnone" action="/after?a=1&amp;b=2"><Task>{}</Task></Enqueue></Response>'
					: '<Response><Say>Sorry</Say></Response>',
			)(response);
		await phone.endConversationRelay(call, { actionUrl: `${origin}/handoff`, handoffData: '{}' });
		expect(requests[1]).toMatchObject({
			url: `${origin}/after?a=1&b=2`,
			form: { QueueResult: 'system-error', CallSid: call.sid },
		});
		expect(call.events).toEqual(['Enqueue WWnone', 'Say "Sorry"', 'Hangup']);
	});

	test.each([
		[
			'<Enqueue workflowSid="WWnone"><Task>{}</Task></Enqueue><Say>Bye</Say>',
			['Enqueue WWnone', 'Say "Bye"', 'Hangup'],
		],
		['<Say> a &amp; b </Say><Pause/><Play>x.mp3</Play>', ['Say " a & b "', 'Play x.mp3', 'Hangup']],
		['<Hangup/><Say>never</Say>', ['Hangup']],
		['<Dial>+15005550199</Dial><Say>later</Say>', ['Dial +15005550199']],
		['<Dial><Number>+15005550199</Number></Dial>', ['Dial +15005550199']],
		['<Dial></Dial><Say>later</Say>', ['Dial ', 'Say "later"', 'Hangup']],
		['<Gather/>', ['<Gather> is not emulated', 'Hangup']],
		['', ['Hangup']],
	])('a call follows the TwiML %s', async (xml, expected) => {
		const { phone, call } = inbound();
		answer = say(`<?xml version="1.0"?><!-- c --><Response>${xml}</Response>`);
		await phone.endConversationRelay(call, { actionUrl: origin });
		expect(call.events).toEqual(expected);
	});

	const OURS = '+15005550006';
	const dial = (callerId: string | undefined) =>
		`<Dial${callerId === undefined ? '' : ` callerId="${callerId}"`} action="/after">+15005550199</Dial>`;
	test.each([
		[CUSTOMER, undefined],
		[CUSTOMER, CUSTOMER],
		[CUSTOMER, OURS],
		[CUSTOMER, '+15005550188'],
		['client:robin', OURS],
		['sip:robin@example.com', OURS],
		['anonymous', OURS],
		['+266696687', OURS],
	])('%s may dial with the caller ID %s', async (from, callerId) => {
		const { phone, world } = inbound();
		world.outgoingCallerIds.add('+15005550188');
		const call = phone.startCall({ from, to: world.phoneNumber, direction: 'inbound' });
		answer = say(`<Response>${dial(callerId)}</Response>`);
		await phone.endConversationRelay(call, { actionUrl: origin });
		expect(requests).toHaveLength(1);
		expect(requests[0]?.form.From).toBe(from);
		expect(call.status).toBe('in-progress');
	});

	test.each([
		[CUSTOMER, '+15005550177'],
		[CUSTOMER, 'client:robin'],
		['client:robin', undefined],
		['client:robin', 'client:robin'],
		['sip:robin@example.com', undefined],
		['anonymous', undefined],
		['anonymous', 'anonymous'],
		['+266696687', undefined],
		['+7378742833', undefined],
		['+2562533', undefined],
		['+8656696', '+8656696'],
		['+86282452253', undefined],
	])('%s may not dial with the caller ID %s: the dial fails and the call goes on', async (from, callerId) => {
		const { phone, world } = inbound();
		const call = phone.startCall({ from, to: world.phoneNumber, direction: 'inbound' });
		answer = (response) =>
			say(`<Response>${requests.length === 1 ? dial(callerId) : '<Say>Sorry</Say>'}</Response>`)(response);
		await phone.endConversationRelay(call, { actionUrl: origin });
		expect(requests[1]?.form.DialCallStatus).toBe('failed');
		expect(call.events).toEqual(['Dial +15005550199', 'Say "Sorry"', 'Hangup']);
	});

	test('a call follows a Redirect, and gives up on an endless loop of them', async () => {
		const { phone, call } = inbound();
		answer = say('<Response><Redirect method="GET">/again</Redirect></Response>');
		await phone.endConversationRelay(call, { actionUrl: origin });
		expect(requests).toHaveLength(50);
		expect(requests[1]?.url).toContain(`/again?AccountSid=`);
		expect(call.events).toEqual(['Say "an application error has occurred"', 'Hangup']);
	});

	const broken: [string, (response: ServerResponse) => void][] = [
		['a 500', (response) => response.writeHead(500).end()],
		['JSON', (response) => response.setHeader('content-type', 'application/json').end('{}')],
		['another root element', (response) => say('<html></html>')(response)],
		['broken XML', (response) => say('<Response><Say>')(response)],
		['nothing', (response) => say('')(response)],
		['a reset', (response) => response.destroy()],
		['silence', () => {}],
	];
	test.each(broken)(
		'a call whose webhook returns %s plays an application error and ends',
		async (_, reply) => {
			const { phone, call } = inbound();
			answer = reply;
			await phone.endConversationRelay(call, { actionUrl: origin });
			expect(call).toMatchObject({
				status: 'completed',
				events: ['Say "an application error has occurred"', 'Hangup'],
			});
		},
	);

	test.each([CONNECTION_FAILED, WEBSOCKET_ENDED])(
		'a session that fails with $code reports it while the call is in progress',
		async (error) => {
			const { phone, call } = inbound();
			await phone.endConversationRelay(call, { actionUrl: origin, error });
			expect(requests[0]?.form).toMatchObject({
				CallStatus: 'in-progress',
				SessionStatus: 'failed',
				ErrorCode: error.code,
				ErrorMessage: error.message,
			});
			expect(requests[0]?.form).not.toHaveProperty('HandoffData');
		},
	);

	test('a call that has ended follows no TwiML', async () => {
		const { phone, call, world } = inbound();
		await phone.hangUp(call);
		answer = say(`<Response><Enqueue workflowSid="${world.workflowSid}"/></Response>`);
		await phone.endConversationRelay(call, { actionUrl: origin });
		expect(requests[0]?.form).toMatchObject({ CallStatus: 'completed', SessionStatus: 'completed' });
		expect(world.tasks.size).toBe(0);
	});
});
