/** The check phone-numbers/calls. */
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'phone-numbers/calls';
const AGENT = 'https://agent.example.com/twiml';
const APP = `AP${'0'.repeat(32)}`;
const FLOW_SID = `FW${'1'.repeat(32)}`;
const FLOW = `https://webhooks.twilio.com/v1/Accounts/AC${'0'.repeat(32)}/Flows/${FLOW_SID}`;
const account = useAccount();

test.each([
	['nothing', { voiceUrl: '' }],
	['Twilio’s demo', { voiceUrl: 'https://demo.twilio.com/welcome/voice/' }],
	['a Studio flow', { voiceUrl: FLOW }],
	['a deleted TwiML app', { voiceApplicationSid: APP }],
	['an invalid URL', { voiceUrl: 'agent' }],
])('when %s answers calls, the fix sends them to the virtual agent', async (_what, settings) => {
	const { number } = account;
	Object.assign(number, settings);
	await account.fix(await account.onlyWrong(CHECK));
	expect(number).toMatchObject({
		voiceUrl: AGENT,
		voiceMethod: 'POST',
		voiceApplicationSid: '',
		trunkSid: '',
	});
});

test.each([
	['the SID of a flow', { voiceUrl: FLOW }, FLOW_SID],
	['the SID of a TwiML app', { voiceApplicationSid: APP }, APP],
])('a number whose calls go elsewhere is shown with %s', async (_what, settings, shown) => {
	Object.assign(account.number, settings);
	expect((await account.finding(CHECK)).found).toContain(shown);
});

test.each([
	[
		'a URL on another host',
		{ voiceUrl: 'https://user:pw@menu.example.com/a?token=x' },
		'https://menu.example.com/a',
	],
	['a SIP trunk', { trunkSid: `TK${'0'.repeat(32)}` }, `TK${'0'.repeat(32)}`],
])(
	'%s may lead to the virtual agent: a note without a fix and without secrets',
	async (_what, settings, shown) => {
		menuAnswers();
		Object.assign(account.number, settings);
		const finding = await account.finding(CHECK);
		expect(finding).toMatchObject({ status: 'note', fixes: [] });
		expect(finding.found).toContain(`${shown} answers calls to TWILIO_PHONE_NUMBER (+*********06)`);
		expect(finding.advice).toContain(AGENT);
		expect(JSON.stringify(finding)).not.toMatch(/token|pw@/);
	},
);

/** A phone menu, on a server of its own. */
function menuAnswers(): void {
	account.emulator.faults.add({ match: { host: 'menu.example.com' }, fault: { status: 404 } });
}

describe('a server elsewhere', () => {
	const TUNNEL = 'https://1a2b3c4d.ngrok.example/twiml';
	const match = { host: '1a2b3c4d.ngrok.example' };
	test.each([
		['doesn’t respond', { reset: true } as const],
		['is a gateway with nothing behind it', { status: 502 }],
		['is a tunnel that ended', { status: 404, headers: { 'ngrok-error-code': 'ERR_NGROK_3200' } }],
	])('that %s is wrong, and the fix sends calls to the virtual agent', async (_how, fault) => {
		account.number.voiceUrl = TUNNEL;
		account.emulator.faults.add({ match, fault });
		const finding = await account.onlyWrong(CHECK);
		expect(finding.found).toContain('1a2b3c4d.ngrok.example');
		await account.fix(finding);
		expect(account.number.voiceUrl).toBe(AGENT);
	});

	test('that does not respond is wrong also while the virtual agent’s domain is not set', async () => {
		account.number.voiceUrl = TUNNEL;
		account.options = { environment: { TWILIO_VOICE_PUBLIC_DOMAIN: '' } };
		expect((await account.onlyWrong(CHECK)).fixes).toEqual([]);
	});
});

test('of two numbers, only the one that can’t reach the virtual agent is changed', async () => {
	menuAnswers();
	const other = account.addNumber({ voiceUrl: FLOW });
	account.number.voiceUrl = 'https://menu.example.com/a';
	account.options = { environment: { TWILIO_PHONE_NUMBERS: other.phoneNumber } };
	const finding = await account.onlyWrong(CHECK);
	expect(finding.found).toMatch(new RegExp(`${FLOW_SID}.*07\\); https://menu\\.example\\.com/a`));
	await account.fix(finding);
	expect(account.number.voiceUrl).toBe('https://menu.example.com/a');
	expect(other.voiceUrl).toBe(AGENT);
});

describe('the virtual agent’s server', () => {
	const match = { host: 'agent.example.com' };
	const failing = [
		['is down', { status: 502 }, '502'],
		['doesn’t have the path', { status: 404 }, '404'],
		['doesn’t respond', { reset: true }, 'doesn’t respond'],
	] as const;

	test.each(failing)('%s: calls from a flow are not sent to it', async (_how, fault, shown) => {
		account.number.voiceUrl = FLOW;
		account.emulator.faults.add({ match, fault });
		const { found, advice, fixes } = await account.onlyWrong(CHECK);
		expect(found).toContain(`; ${AGENT} `);
		expect(found).toContain(shown);
		expect(advice).toMatch(/^Start the virtual agent/);
		expect(fixes).toEqual([]);
	});

	test.each([403, 405, 302])('responds with %i to a request without credentials: it runs', async (status) => {
		account.number.voiceUrl = FLOW;
		account.emulator.faults.add({ match, fault: { status } });
		expect((await account.onlyWrong(CHECK)).fixes).toHaveLength(1);
		const requests = account.emulator.requests.filter(({ url }) =>
			url.startsWith('https://agent.example.com/twiml'),
		);
		expect(requests).toMatchObject([{ method: 'GET', url: AGENT, body: '' }]);
		expect(requests[0]?.headers).not.toHaveProperty('authorization');
	});

	test('is down, and calls go to it: wrong without a fix', async () => {
		account.world.agentDomain = '';
		expect(await account.onlyWrong(CHECK)).toMatchObject({
			fixes: [],
			found: expect.stringContaining('502'),
		});
	});
});

describe('on the virtual agent’s domain', () => {
	const at = (path: string, status: number) =>
		account.emulator.faults.add({ match: { host: 'agent.example.com', path }, fault: { status } });

	test('another path that takes calls is ok, also through a TwiML app', async () => {
		const { number, emulator } = account;
		number.voiceUrl = 'https://agent.example.com/voice/inbound';
		at('/voice/inbound', 405);
		expect((await account.finding(CHECK)).status).toBe('ok');
		Object.assign(number, { voiceUrl: '', voiceApplicationSid: APP });
		const body = { sid: APP, voice_url: AGENT, voice_method: 'POST' };
		emulator.faults.add({ match: { path: /Applications/ }, fault: { status: 200, body } });
		expect(await account.finding(CHECK)).toMatchObject({
			status: 'ok',
			found: expect.stringContaining(APP),
		});
	});

	test.each([
		['a path that it answers with 404', { voiceUrl: 'https://agent.example.com/voice' }],
		['no path', { voiceUrl: 'https://agent.example.com' }],
		['GET, which it refuses', { voiceMethod: 'GET' }],
	])('%s is wrong, and the fix sends calls to the usual URL by POST', async (_what, settings) => {
		Object.assign(account.number, settings);
		await account.fix(await account.onlyWrong(CHECK));
		expect(account.number).toMatchObject({ voiceUrl: AGENT, voiceMethod: 'POST' });
	});

	test('a TwiML app that sends GET is wrong', async () => {
		Object.assign(account.number, { voiceApplicationSid: APP });
		const body = { sid: APP, voice_url: AGENT, voice_method: 'GET' };
		account.emulator.faults.add({ match: { path: /Applications/ }, fault: { status: 200, body } });
		await account.fix(await account.onlyWrong(CHECK));
		expect(account.number.voiceApplicationSid).toBe('');
	});

	test('GET is ok where a server takes it', async () => {
		account.number.voiceMethod = 'GET';
		at('/twiml', 200);
		expect((await account.finding(CHECK)).status).toBe('ok');
	});

	test('404 everywhere is neither right nor wrong: a route may take POST only', async () => {
		account.number.voiceUrl = 'https://agent.example.com/voice';
		at('/voice', 404);
		at('/twiml', 404);
		expect(await account.finding(CHECK)).toMatchObject({ status: 'note', fixes: [] });
	});
});

test('without the virtual agent’s domain, only what is certainly not the virtual agent is wrong', async () => {
	account.options = { environment: { TWILIO_VOICE_PUBLIC_DOMAIN: '' } };
	expect((await account.finding(CHECK)).status).toBe('ok');
	account.number.voiceUrl = FLOW;
	const { fixes, advice } = await account.onlyWrong(CHECK);
	expect(fixes).toEqual([]);
	expect(advice).toContain('TWILIO_VOICE_PUBLIC_DOMAIN');
});

test('a URL with a token is replaced, and not shown', async () => {
	account.number.voiceUrl = `${FLOW}?token=hunter2`;
	const finding = await account.onlyWrong(CHECK);
	const { fixes: _, ...shown } = finding;
	expect(JSON.stringify(shown)).not.toContain('hunter2');
	await account.fix(finding);
});

test.each([
	['by http', 'http://agent.example.com/twiml', {}],
	['with a slash at its end, which is redirected', 'https://agent.example.com/twiml/', { status: 307 }],
	[
		'to a page of the same domain',
		'https://agent.example.com/welcome',
		{ status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<title>Hello</title>' },
	],
])(
	'calls that go to the virtual agent’s domain %s are sent to where it takes them',
	async (_what, voiceUrl, fault) => {
		const { pathname } = new URL(voiceUrl);
		if ('status' in fault) account.emulator.faults.add({ match: { path: pathname }, fault });
		const { number } = account;
		number.voiceUrl = voiceUrl;
		await account.fix(await account.onlyWrong(CHECK));
		expect(number.voiceUrl).toBe(AGENT);
	},
);

test('while a web page answers where the virtual agent should, no call is sent there', async () => {
	const { number, emulator } = account;
	const headers = { 'content-type': 'text/html' };
	emulator.faults.add({
		match: { path: '/twiml' },
		fault: { status: 200, headers, body: '<title>Parked</title>' },
	});
	number.voiceUrl = FLOW;
	const finding = await account.finding(CHECK);
	expect(finding).toMatchObject({ status: 'wrong', fixes: [] });
	expect(finding.found).toContain('a web page');
});
