/** Phone Numbers: whose they are, what they can do, and what answers on them. */
import type { Emulator } from '../../../emulator/emulator';
import type { PhoneNumber } from '../../../emulator/world';
import { Mending } from '../mending';

let emulator: Emulator;
let account: Mending;
let number: PhoneNumber;
beforeAll(async () => {
	account = await Mending.start();
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

test('a healthy account has nothing wrong, and no number is shown in full', async () => {
	const findings = await account.findings();
	expect(findings.filter(({ status }) => status !== 'ok')).toEqual([]);
	expect(JSON.stringify(findings)).not.toContain(number.phoneNumber);
});

test('number: one that the account does not have', async () => {
	account.options = { environment: { TWILIO_PHONE_NUMBERS: '+15005550199, +15005550006' } };
	const { found, mends } = await account.onlyWrong('phone-numbers/number');
	expect(found).toBe('not in this account: TWILIO_PHONE_NUMBERS (+*********99)');
	expect(mends).toEqual([]);
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
	account.options = { voiceOnly: true };
	expect((await account.finding('phone-numbers/capabilities')).status).toBe('ok');
});

test.each([
	['nothing', { voiceUrl: '' }, 'nothing answers calls to'],
	['Twilio’s demo', { voiceUrl: 'https://demo.twilio.com/welcome/voice/' }, 'Twilio’s demo answers'],
	['a Studio flow', { voiceUrl: FLOW }, `the Studio flow FW${'1'.repeat(32)} answers`],
	[
		'another host',
		{ voiceUrl: 'https://user:pw@old.example.com/a?token=x' },
		'https://old.example.com/a answers',
	],
	['a SIP trunk', { trunkSid: `TK${'0'.repeat(32)}` }, `the SIP trunk TK${'0'.repeat(32)} answers`],
	['a TwiML app that is gone', { voiceApplicationSid: `AP${'0'.repeat(32)}` }, 'which is gone, answers'],
])('calls: %s answers', async (_what, settings, expected) => {
	Object.assign(number, settings);
	const finding = await account.onlyWrong('phone-numbers/calls');
	expect(finding.found).toContain(expected);
	expect(JSON.stringify(finding.found)).not.toMatch(/token|pw/);
	if ('voiceUrl' in settings && settings.voiceUrl.includes('token')) {
		expect(finding.mends).toEqual([]);
		expect(finding.remedy).toContain('By hand');
		return;
	}
	await account.heal(finding);
	expect(number).toMatchObject({
		voiceUrl: 'https://agent.example.com/twiml',
		voiceMethod: 'POST',
		voiceApplicationSid: '',
		trunkSid: '',
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
	expect(finding.mends).toEqual([]);
	expect(finding.remedy).toContain('TWILIO_VOICE_PUBLIC_DOMAIN');
});

test.each([
	['Twilio’s demo', { smsUrl: 'https://demo.twilio.com/welcome/sms/reply' }, 'demo text'],
	['a Studio flow', { smsUrl: FLOW }, 'straight to that flow'],
])('messages: %s answers', async (_what, settings, consequence) => {
	Object.assign(number, settings);
	const finding = await account.onlyWrong('phone-numbers/messages');
	expect(finding.consequence).toContain(consequence);
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

test('Twilio not answering is no finding of ours', async () => {
	emulator.faults.add({ match: { path: /IncomingPhoneNumbers/ }, fault: { status: 500 } });
	const findings = (await account.findings()).filter(({ check }) => check.startsWith('phone-numbers/'));
	expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['unreadable']));
});
