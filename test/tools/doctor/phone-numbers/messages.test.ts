/** The check phone-numbers/messages. */
import type { MessagingService } from '../../../../emulator/core/world';
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'phone-numbers/messages';
const DEMO = 'https://demo.twilio.com/welcome/sms/reply';
const AGENT = 'https://agent.example.com/webhook';
const CRM = 'https://crm.example.com/sms?key=secret';
const FLOW = `https://webhooks.twilio.com/v1/Accounts/AC${'0'.repeat(32)}/Flows/FW${'1'.repeat(32)}`;
const account = useAccount();

const wrongAnswers = [
	['Twilio’s demo', DEMO],
	['a Studio flow', FLOW],
	['the virtual agent’s own server', AGENT],
	['the virtual agent’s own server, by a URL with a token,', `${AGENT}?token=hunter2`],
];

test.each(wrongAnswers)('when %s answers messages, the fix removes it', async (_what, smsUrl) => {
	const { number } = account;
	Object.assign(number, { smsUrl });
	const finding = await account.onlyWrong(CHECK);
	const { fixes: _, ...shown } = finding;
	expect(JSON.stringify(shown)).not.toContain('hunter2');
	await account.fix(finding);
	expect(number.smsUrl).toBe('');
});

test('each kind of wrong answer has its own impact', async () => {
	const impacts = new Set<string>();
	for (const smsUrl of [DEMO, FLOW, AGENT]) {
		account.number.smsUrl = smsUrl;
		impacts.add((await account.onlyWrong(CHECK)).impact);
	}
	expect(impacts.size).toBe(3);
});

test('a wrong TwiML app is removed, and so is the wrong URL that would apply without it', async () => {
	const { number, emulator } = account;
	const sid = `AP${'0'.repeat(32)}`;
	Object.assign(number, { smsUrl: FLOW, smsApplicationSid: sid });
	const body = { sid, sms_url: DEMO };
	emulator.faults.add({ match: { path: /Applications/ }, fault: { status: 200, body } });
	await account.fix(await account.onlyWrong(CHECK));
	expect(number).toMatchObject({ smsUrl: '', smsApplicationSid: '' });
});

test.each([
	['a webhook on another host', CRM, {}],
	['a webhook, without the virtual agent’s domain in .env,', AGENT, { TWILIO_VOICE_PUBLIC_DOMAIN: '' }],
])('%s may reply a second time: a note without a fix', async (_what, smsUrl, environment) => {
	account.number.smsUrl = smsUrl;
	account.options = { environment };
	const finding = await account.finding(CHECK);
	expect(finding).toMatchObject({ status: 'note', fixes: [] });
	expect(finding.found).toMatch(/^https:\/\/\w+\.example\.com\/\w+ answers messages to TWILIO_PHONE_NUMBER/);
	expect(finding.advice).toContain('"A message comes in"');
});

describe('a number in a Messaging Service', () => {
	function addService(more: Partial<MessagingService> = {}): MessagingService {
		const { number, emulator } = account;
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

	test.each(wrongAnswers)('whose URL is %s is wrong, and has no fix', async (_what, inboundRequestUrl) => {
		const { sid } = addService({ inboundRequestUrl });
		const finding = await account.onlyWrong(CHECK);
		expect(finding.found).toContain(`"A2P" (${sid})`);
		expect(finding.advice).toContain('Console: Messaging > Services');
		expect(finding.fixes).toEqual([]);
	});

	test('is judged by the service’s URL, not its own', async () => {
		account.number.smsUrl = DEMO;
		addService({ inboundRequestUrl: CRM });
		expect(await account.finding(CHECK)).toMatchObject({
			status: 'note',
			found: expect.stringMatching(/^https:\/\/crm\.example\.com\/sms answers messages/),
			advice: expect.stringContaining('Console: Messaging > Services'),
		});
	});

	test('whose service defers to it is judged and fixed by its own URL', async () => {
		account.number.smsUrl = DEMO;
		addService({ inboundRequestUrl: FLOW, useInboundWebhookOnNumber: true });
		await account.fix(await account.onlyWrong(CHECK));
		expect(account.number.smsUrl).toBe('');
	});

	test('whose service has no URL is a note: the service may drop messages', async () => {
		addService();
		const { status, advice } = await account.finding(CHECK);
		expect(status).toBe('note');
		expect(advice).toContain('Integration');
	});

	test('is not affected by another service', async () => {
		addService({ inboundRequestUrl: DEMO, phoneNumberSids: [] });
		expect((await account.finding(CHECK)).status).toBe('ok');
	});

	test('beside one in none: the fix changes the number, and the service is left to the user', async () => {
		const other = account.addNumber({ smsUrl: DEMO });
		account.options = { environment: { TWILIO_PHONE_NUMBERS: other.phoneNumber } };
		addService({ inboundRequestUrl: FLOW });
		const { advice, fixes } = await account.onlyWrong(CHECK);
		expect(fixes.flatMap(({ edits }) => edits)).toMatchObject([{ id: other.sid, path: ['smsUrl'] }]);
		expect(advice).toMatch(/Active numbers.*Messaging > Services/);
	});

	test('in one of dozens of Messaging Services is found, and not searched for in more than 100 (describe: a number)', async () => {
		const { world, requests } = account.emulator;
		for (let count = 0; count < 44; count++) addService({ phoneNumberSids: [] });
		addService({ inboundRequestUrl: FLOW });
		await account.onlyWrong(CHECK);
		while (world.messagingServices.size <= 100) addService({ phoneNumberSids: [] });
		requests.splice(0);
		expect(await account.finding(CHECK)).toMatchObject({
			status: 'note',
			found: expect.stringContaining('more than 100 Messaging Services'),
		});
		expect(requests.filter(({ url }) => url.startsWith('https://messaging.twilio.com'))).toHaveLength(1);
	});
});
