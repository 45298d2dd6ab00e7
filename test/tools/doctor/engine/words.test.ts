/** What people read of phone numbers, addresses, URLs and names has no full number and no secret in it. */
import type { Finding } from '../../../../tools/doctor/engine/check';
import { configurationOf, Fixing } from '../../../support/fixing';

let account: Fixing;
beforeAll(async () => {
	account = await Fixing.start();
});
afterAll(() => account.stop());

const NUMBER = '+15005550006';
const CUSTOMER = '+15005550122';
const SECRET = 'hunter2hunter2';

/** All but the edits, which are shown by their own rules. */
function wordsOf({ title, found, expected, impact, advice, fixes }: Finding): string {
	return [title, found, expected, impact, advice, ...fixes.map((fix) => fix.title)].join('\n');
}

test('nothing of a badly set-up account gives anything away', async () => {
	const { world } = account.emulator;
	const url = `https://user:${SECRET}@old.example.com/${CUSTOMER}?token=${SECRET}`;
	const configuration = configurationOf(account.emulator);
	const captureRules = [
		{ from: CUSTOMER, to: NUMBER },
		{ from: '*', to: NUMBER },
	];
	Object.assign(configuration, {
		displayName: `line ${CUSTOMER}`,
		channelSettings: { VOICE: { statusTimeouts: { closed: 1 }, captureRules }, SMS: { captureRules } },
		statusCallbacks: [{ url, method: 'POST' }],
	});
	for (const number of world.phoneNumbers.values()) Object.assign(number, { voiceUrl: url, smsUrl: url });
	world.messagingServices.set('MG1', {
		sid: 'MG1',
		friendlyName: `of ${CUSTOMER}`,
		inboundRequestUrl: `https://user:${SECRET}@webhooks.twilio.com/Flows/${CUSTOMER}?token=${SECRET}`,
		inboundMethod: 'POST',
		useInboundWebhookOnNumber: false,
		phoneNumberSids: [...world.phoneNumbers.keys()],
	});
	for (const each of world.intelligenceConfigurations.values()) {
		Object.assign(each, { displayName: `of ${CUSTOMER}` });
		for (const rule of each.rules) rule.actions.push({ type: 'WEBHOOK', method: 'POST', url });
	}
	for (const service of world.classicServices.values()) service.friendlyName = `of ${CUSTOMER}`;
	for (const { autoCreation } of world.addressConfigurations.values()) {
		Object.assign(autoCreation, { type: 'webhook', webhookUrl: url });
	}
	account.options = { environment: { TWILIO_PHONE_NUMBERS: `${NUMBER},+15005550199` } };
	const findings = await account.findings();
	expect(findings.filter(({ status }) => status === 'wrong').length).toBeGreaterThan(6);
	const words = findings.map(wordsOf).join('\n');
	expect(words).not.toMatch(/\+?1?500555\d{4}/);
	expect(words).not.toContain(SECRET);
	expect(words).not.toContain('token=');
});
