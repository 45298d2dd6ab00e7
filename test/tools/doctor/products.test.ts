/** The list of checks, and what all of them have in common. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRODUCTS } from '../../../tools/doctor/products';
import { useAccount } from '../../support/emulated-account';

const ROOT = join(__dirname, '../../..');
const CHECKS = PRODUCTS.flatMap(({ id, checks }) =>
	checks.map((check) => ({ id: `${id}/${check.name}`, product: id, check })),
);

test('each check has its own id', () => {
	expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
});

test('the table of the guide’s steps in docs/account.md names every check once', () => {
	const readme = readFileSync(join(ROOT, 'docs/account.md'), 'utf8');
	const rows = readme.split('\n').filter((line) => /^\|.*`[a-z-]+\/[a-z-]+`/.test(line));
	const named = rows.flatMap((row) => [...row.matchAll(/`([a-z-]+\/[a-z-]+)`/g)].map(([, name]) => name));
	expect(named.toSorted()).toEqual(CHECKS.map(({ id }) => id).toSorted());
});

test.each(CHECKS)('the check $id is the only export of the file of its id', async ({ id, check }) => {
	const exported: object = await import(join(ROOT, 'tools/doctor', id));
	expect(Object.values(exported)).toEqual([check]);
});

const account = useAccount();
const NUMBER = '+15005550006';
const CUSTOMER = '+15005550122';
const SECRET = 'hunter2hunter2';

test('no finding in a badly configured account shows a phone number, a credential or a token', async () => {
	const { world } = account.emulator;
	const url = `https://user:${SECRET}@old.example.com/${CUSTOMER}?token=${SECRET}`;
	const configuration = account.configuration;
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
	// Edits are shown by `describeEdit`, which has its own tests.
	const words = findings
		.flatMap(({ fixes, ...texts }) => [...Object.values(texts), ...fixes.map(({ title }) => title)])
		.join('\n');
	expect(words).not.toMatch(/\+?1?500555\d{4}/);
	expect(words).not.toContain(SECRET);
	expect(words).not.toContain('token=');
});
