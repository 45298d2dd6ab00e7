/** The check phone-numbers/capabilities. */
import { useAccount } from '../../../support/emulated-account';

const CHECK = 'phone-numbers/capabilities';
const account = useAccount();

test('a number for voice and SMS is ok', async () => {
	expect((await account.finding(CHECK)).status).toBe('ok');
});

test('a number without SMS is wrong, unless only calls are handed over', async () => {
	account.number.capabilities.sms = false;
	expect((await account.onlyWrong(CHECK)).found).toMatch(/^TWILIO_PHONE_NUMBER \(\+\*{9}06\) .* SMS$/);
	account.options = { only: 'voice' };
	expect((await account.finding(CHECK)).status).toBe('ok');
});

test('a number without voice is wrong, unless only messages are handed over', async () => {
	account.number.capabilities.voice = false;
	expect((await account.onlyWrong(CHECK)).found).toMatch(/^TWILIO_PHONE_NUMBER \(\+\*{9}06\) .* calls$/);
	account.options = { only: 'messaging' };
	expect((await account.finding(CHECK)).status).toBe('ok');
});

test('a number without SMS beside a WhatsApp sender is a note', async () => {
	account.number.capabilities.sms = false;
	account.options = { environment: { TWILIO_WHATSAPP_NUMBER: 'whatsapp:+15005550007' } };
	expect((await account.finding(CHECK)).status).toBe('note');
});
