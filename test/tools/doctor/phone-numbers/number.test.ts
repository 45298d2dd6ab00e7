/** The check phone-numbers/number. */
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'phone-numbers/number';
const account = useAccount();

test('a number of the account is ok, with its SID and without its digits', async () => {
	const { status, found } = await account.finding(CHECK);
	expect(status).toBe('ok');
	expect(found).toContain(account.number.sid);
	expect(found).not.toContain(account.number.phoneNumber);
});

test('a healthy account has no fault, and no finding shows a full number', async () => {
	const findings = await account.findings();
	const others = findings.filter(({ status }) => status !== 'ok');
	expect(others.map(({ check }) => check)).toEqual(['flex/voice-summary', 'flex/messaging-summary']);
	expect(JSON.stringify(findings)).not.toContain(account.number.phoneNumber);
});

test('a number that the account doesn’t have is wrong, and has no fix', async () => {
	account.options = { environment: { TWILIO_PHONE_NUMBERS: '+15005550199, +15005550006' } };
	const { found, fixes } = await account.onlyWrong(CHECK);
	expect(found).toMatch(/TWILIO_PHONE_NUMBERS \(\+\*{9}99\)$/);
	expect(fixes).toEqual([]);
});

test('a part of another number is not that number', async () => {
	account.number.phoneNumber = '+150055500061';
	await account.onlyWrong(CHECK);
});

test('without a well-formed number, all checks of phone numbers are skipped', async () => {
	account.options = { environment: { TWILIO_PHONE_NUMBER: '5550006' } };
	const findings = (await account.findings()).filter(({ check }) => check.startsWith('phone-numbers/'));
	expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['skipped']));
});

test('when Twilio fails, all checks of phone numbers are unreadable', async () => {
	account.emulator.faults.add({ match: { path: /IncomingPhoneNumbers/ }, fault: { status: 500 } });
	const findings = (await account.findings()).filter(({ check }) => check.startsWith('phone-numbers/'));
	expect(new Set(findings.map(({ status }) => status))).toEqual(new Set(['unreadable']));
});
