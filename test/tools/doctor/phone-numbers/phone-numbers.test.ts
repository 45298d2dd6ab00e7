/** Phone Numbers: whose they are, what they can do, and what answers on them. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { MessagingService, PhoneNumber } from '../../../../emulator/core/world';
import { Fixing } from '../../../support/fixing';

let emulator: Emulator;
let account: Fixing;
let number: PhoneNumber;
beforeAll(async () => {
	account = await Fixing.start();
	emulator = account.emulator;
});
beforeEach(() => {
	account.reset();
	const [first] = emulator.world.phoneNumbers.values();
	if (!first) throw new Error('The world has no number');
	number = first;
});
afterAll(() => account.stop());

const FLOW = `https://webhooks.twilio.com/v1/Accounts/AC${'0'.repeat(32)}/Flows/FW${'1'.repeat(32)}`;
const NO_DOMAIN = { TWILIO_VOICE_PUBLIC_DOMAIN: '' };

/** Another number, whose messages Conversations takes. */
function addNumber(more: Partial<PhoneNumber>): PhoneNumber {
	const other = { ...number, sid: `PN${'2'.repeat(32)}`, phoneNumber: '+15005550007', ...more };
	emulator.world.phoneNumbers.set(other.sid, other);
	account.addAddress('sms', other.phoneNumber);
	return other;
}

test('a healthy account has nothing wrong, and no number is shown in full', async () => {
	const findings = await account.findings();
	expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
	expect(JSON.stringify(findings)).not.toContain(number.phoneNumber);
});

test('number: one that the account does not have', async () => {
	account.options = { environment: { TWILIO_PHONE_NUMBERS: '+15005550199, +15005550006' } };
	const { found, fixes } = await account.onlyWrong('phone-numbers/number');
	expect(found).toBe('not in this account: TWILIO_PHONE_NUMBERS (+*********99)');
	expect(fixes).toEqual([]);
});

test('number: a part of another number is not that number', async () => {
	number.phoneNumber = '+150055500061';
	const findings = await account.findings();
	expect(findings.filter(({ status }) => status === 'wrong').map(({ check }) => check)).toEqual([
		'phone-numbers/number',
	]);
});

test('without a well-formed number nothing is wrong here', async () => {
	account.options = { environment: { TWILIO_PHONE_NUMBER: '5550006' } };
	const findings = (await account.findings()).filter(({ check }) => check.startsWith('phone-numbers/'));
	expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['skipped']));
});

test('capabilities: SMS counts unless calls alone are handed over', async () => {
	number.capabilities.sms = false;
	const { found } = await account.onlyWrong('phone-numbers/capabilities');
	expect(found).toBe('TWILIO_PHONE_NUMBER (+*********06) cannot receive SMS');
	account.options = { only: 'voice' };
	expect((await account.finding('phone-numbers/capabilities')).status).toBe('ok');
});

test.each([
	['nothing', { voiceUrl: '' }, 'nothing answers calls to'],
	['Twilio’s demo', { voiceUrl: 'https://demo.twilio.com/welcome/voice/' }, 'Twilio’s demo answers'],
	['a Studio flow', { voiceUrl: FLOW }, `the Studio flow FW${'1'.repeat(32)} (gone) answers`],
	['a TwiML app that is gone', { voiceApplicationSid: `AP${'0'.repeat(32)}` }, 'which is gone, answers'],
	['an address that is none', { voiceUrl: 'agent' }, 'no URL, and so nobody, answers'],
])('calls: %s answers', async (_what, settings, expected) => {
	Object.assign(number, settings);
	const finding = await account.onlyWrong('phone-numbers/calls');
	expect(finding.found).toContain(expected);
	await account.heal(finding);
	expect(number).toMatchObject({
		voiceUrl: 'https://agent.example.com/twiml',
		voiceMethod: 'POST',
		voiceApplicationSid: '',
		trunkSid: '',
	});
});

test.each([
	['another host', { voiceUrl: 'https://user:pw@menu.example.com/a?token=x' }, 'https://menu.example.com/a'],
	['a SIP trunk', { trunkSid: `TK${'0'.repeat(32)}` }, `the SIP trunk TK${'0'.repeat(32)}`],
])('calls: %s may lead to the agent, and is left alone', async (_what, settings, what) => {
	Object.assign(number, settings);
	const finding = await account.finding('phone-numbers/calls');
	expect(finding).toMatchObject({ status: 'note', fixes: [] });
	expect(finding.found).toBe(`${what} answers calls to TWILIO_PHONE_NUMBER (+*********06)`);
	expect(finding.advice).toMatch(/^If that leads to the virtual agent.*https:\/\/agent\.example\.com\/twiml/);
	expect(JSON.stringify(finding)).not.toMatch(/token|pw@/);
});

test('calls: of two numbers, only the one that cannot reach the agent is sent to it', async () => {
	const other = addNumber({ voiceUrl: FLOW });
	number.voiceUrl = 'https://menu.example.com/a';
	account.options = { environment: { TWILIO_PHONE_NUMBERS: other.phoneNumber } };
	const finding = await account.onlyWrong('phone-numbers/calls');
	expect(finding.found).toMatch(/flow FW1+ \(gone\) answers .*07\); https:\/\/menu.* may lead to the agent$/);
	await account.heal(finding);
	expect(number.voiceUrl).toBe('https://menu.example.com/a');
});

describe('calls are sent to an agent that is there alone', () => {
	const agent = { host: 'agent.example.com' };

	test.each([
		['down', () => Object.assign(emulator.world, { agentDomain: '' }), 'answers 502'],
		['elsewhere', () => emulator.faults.add({ match: agent, fault: { status: 404 } }), 'answers 404'],
		['silent', () => emulator.faults.add({ match: agent, fault: { reset: true } }), 'does not answer'],
	])('%s', async (_how, arrange, what) => {
		number.voiceUrl = FLOW;
		arrange();
		const { found, advice, fixes } = await account.onlyWrong('phone-numbers/calls');
		expect(found).toMatch(new RegExp(`; https://agent\\.example\\.com/twiml ${what}$`));
		expect(advice).toContain('Start it first');
		expect(fixes).toEqual([]);
	});

	test.each([403, 405, 302])('%i is an answer, and no credentials went out for it', async (status) => {
		number.voiceUrl = FLOW;
		emulator.faults.add({ match: agent, fault: { status } });
		expect((await account.onlyWrong('phone-numbers/calls')).fixes).toHaveLength(1);
		const asked = emulator.requests.filter(({ url }) => url.startsWith('https://agent.example.com'));
		expect(asked).toMatchObject([{ method: 'GET', url: 'https://agent.example.com/twiml', body: '' }]);
		expect(asked[0]?.headers).not.toHaveProperty('authorization');
	});

	test('calls that are sent to an agent which is not there are lost', async () => {
		emulator.world.agentDomain = '';
		const finding = await account.onlyWrong('phone-numbers/calls');
		expect(finding).toMatchObject({ fixes: [], found: expect.stringContaining('twiml answers 502') });
		emulator.world.agentDomain = 'agent.example.com';
	});
});

test('calls: any path of the agent’s domain is the agent, also through a TwiML app', async () => {
	number.voiceUrl = 'https://agent.example.com/voice/inbound';
	expect((await account.finding('phone-numbers/calls')).status).toBe('ok');
	Object.assign(number, { voiceUrl: '', voiceApplicationSid: `AP${'0'.repeat(32)}` });
	const body = { sid: `AP${'0'.repeat(32)}`, voice_url: 'https://agent.example.com/twiml' };
	emulator.faults.add({ match: { path: /Applications/ }, fault: { status: 200, body } });
	expect(await account.finding('phone-numbers/calls')).toMatchObject({
		status: 'ok',
		found: expect.stringContaining('the TwiML app'),
	});
});

test('calls: without the agent’s domain, only what cannot be the agent is wrong', async () => {
	account.options = { environment: NO_DOMAIN };
	expect((await account.finding('phone-numbers/calls')).status).toBe('ok');
	number.voiceUrl = FLOW;
	const finding = await account.onlyWrong('phone-numbers/calls');
	expect(finding.fixes).toEqual([]);
	expect(finding.advice).toContain('TWILIO_VOICE_PUBLIC_DOMAIN');
});

test.each([
	['Twilio’s demo', { smsUrl: 'https://demo.twilio.com/welcome/sms/reply' }, 'demo text'],
	['a Studio flow', { smsUrl: FLOW }, 'straight to that flow'],
	['the agent', { smsUrl: 'https://agent.example.com/webhook' }, 'every message twice'],
])('messages: %s answers', async (_what, settings, impact) => {
	Object.assign(number, settings);
	const finding = await account.onlyWrong('phone-numbers/messages');
	expect(finding.impact).toContain(impact);
	await account.heal(finding);
	expect(number.smsUrl).toBe('');
});

test('messages: a TwiML app that replies as the demo does goes, and so does the URL behind it', async () => {
	Object.assign(number, { smsUrl: FLOW, smsApplicationSid: `AP${'0'.repeat(32)}` });
	const body = { sid: `AP${'0'.repeat(32)}`, sms_url: 'https://demo.twilio.com/welcome/sms/reply' };
	emulator.faults.add({ match: { path: /Applications/ }, fault: { status: 200, body } });
	await account.heal(await account.onlyWrong('phone-numbers/messages'));
	expect(number).toMatchObject({ smsUrl: '', smsApplicationSid: '' });
});

test.each([
	['somebody else', 'https://crm.example.com/sms?key=secret', {}],
	['who may be the agent', 'https://agent.example.com/webhook', NO_DOMAIN],
])('messages: a webhook may answer a second time: %s', async (_who, smsUrl, environment) => {
	number.smsUrl = smsUrl;
	account.options = { environment };
	const finding = await account.finding('phone-numbers/messages');
	expect(finding).toMatchObject({ status: 'note', fixes: [] });
	expect(finding.found).toMatch(/^https:\/\/\w+\.example\.com\/\w+ answers messages to TWILIO_PHONE_NUMBER/);
	expect(finding.impact).toContain('in parallel to Conversations');
	expect(finding.advice).toMatch(/^If it answers nobody, all is well\..*empty "A message comes in"/);
});

test('messages: a webhook with a token in it is for people to remove', async () => {
	number.smsUrl = 'https://agent.example.com/webhook?token=x';
	const { advice, fixes } = await account.onlyWrong('phone-numbers/messages');
	expect(fixes).toEqual([]);
	expect(advice).toMatch(/^What is set now may hold a credential/);
});

describe('messages to a number in a Messaging Service', () => {
	const DEMO = 'https://demo.twilio.com/welcome/sms/reply';

	function addService(more: Partial<MessagingService> = {}): MessagingService {
		const sid = `MG${String(emulator.world.messagingServices.size).padStart(32, '0')}`;
		const service: MessagingService = {
			sid,
			friendlyName: 'A2P',
			inboundRequestUrl: null,
			inboundMethod: 'POST',
			useInboundWebhookOnNumber: false,
			phoneNumberSids: [number.sid],
			...more,
		};
		emulator.world.messagingServices.set(sid, service);
		return service;
	}

	test.each([
		['the demo', DEMO, 'demo text'],
		['a flow', FLOW, 'straight to that flow'],
		['the agent', 'https://agent.example.com/webhook', 'every message twice'],
	])('%s answers in the number’s place: a person fixes it', async (_what, inboundRequestUrl, impact) => {
		const { sid } = addService({ inboundRequestUrl });
		const finding = await account.onlyWrong('phone-numbers/messages');
		expect(finding.found).toContain(`by the Messaging Service "A2P" (${sid})`);
		expect(finding.impact).toContain(impact);
		expect(finding.advice).toMatch(/^Console, Messaging > Services .*all numbers of that service/);
		expect(finding.fixes).toEqual([]);
	});

	test('what the number itself is set to does not matter then', async () => {
		number.smsUrl = DEMO;
		addService({ inboundRequestUrl: 'https://crm.example.com/sms?key=secret' });
		expect(await account.finding('phone-numbers/messages')).toMatchObject({
			status: 'note',
			found: expect.stringMatching(/^https:\/\/crm\.example\.com\/sms answers messages/),
			advice: expect.stringContaining('Defer to sender'),
		});
	});

	test('a service that leaves it to the number: the number is fixed', async () => {
		number.smsUrl = DEMO;
		addService({ inboundRequestUrl: FLOW, useInboundWebhookOnNumber: true });
		await account.heal(await account.onlyWrong('phone-numbers/messages'));
		expect(number.smsUrl).toBe('');
	});

	test('one without an address may drop messages or not: a person looks', async () => {
		addService();
		const { status, found, advice } = await account.finding('phone-numbers/messages');
		expect([status, found]).toEqual(['note', expect.stringMatching(/^no address is set for messages/)]);
		expect(advice).toContain('Integration');
	});

	test('another service’s address is nothing to this number', async () => {
		addService({ inboundRequestUrl: DEMO, phoneNumberSids: [] });
		expect((await account.finding('phone-numbers/messages')).status).toBe('ok');
	});

	test('setup fixes a number, and a service is left to a person', async () => {
		const other = addNumber({ smsUrl: DEMO });
		account.options = { environment: { TWILIO_PHONE_NUMBERS: other.phoneNumber } };
		addService({ inboundRequestUrl: FLOW });
		const { advice, fixes } = await account.onlyWrong('phone-numbers/messages');
		expect(fixes.flatMap(({ edits }) => edits)).toMatchObject([{ id: other.sid, path: ['smsUrl'] }]);
		expect(advice).toMatch(/Active numbers.*Messaging > Services/);
	});

	test('in some dozens of services it is found, in very many it is not looked for', async () => {
		for (let count = 0; count < 44; count++) addService({ phoneNumberSids: [] });
		addService({ inboundRequestUrl: FLOW });
		await account.onlyWrong('phone-numbers/messages');
		while (emulator.world.messagingServices.size <= 100) addService({ phoneNumberSids: [] });
		emulator.requests.splice(0);
		const { status, found } = await account.finding('phone-numbers/messages');
		expect([status, found]).toEqual(['note', expect.stringContaining('more than 100 Messaging Services')]);
		const asked = emulator.requests.filter(({ url }) => url.startsWith('https://messaging.twilio.com'));
		expect(asked).toHaveLength(1);
	});
});

test('Twilio not answering is no finding of ours', async () => {
	emulator.faults.add({ match: { path: /IncomingPhoneNumbers/ }, fault: { status: 500 } });
	const findings = (await account.findings()).filter(({ check }) => check.startsWith('phone-numbers/'));
	expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['unreadable']));
});
