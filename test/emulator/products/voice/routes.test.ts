/** The 2010 API: the account, its API keys, phone numbers and calls, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { World } from '../../../../emulator/core/world';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);

const ownerOf = ({ account }: World) =>
	clientOf(emulator, { username: account.accountSid, password: account.authToken });

test('a Standard API key reads what is in the account, but neither the account nor its keys; a Main key does', async () => {
	const { account, apiKeys } = emulator.world;
	const client = clientOf(emulator);
	const reads = () => [
		client.api.v2010.accounts(account.accountSid).fetch(),
		client.keys(account.apiKey).fetch(),
	];
	for (const read of reads()) await expect(read).rejects.toMatchObject({ status: 401, code: 20003 });
	expect(await client.incomingPhoneNumbers.list()).toHaveLength(1);
	apiKeys.set(account.apiKey, { sid: account.apiKey, friendlyName: 'main', type: 'main' });
	await Promise.all(reads());
});

test('the account has its status', async () => {
	const { world } = emulator;
	const account = ownerOf(world).api.v2010.accounts(world.account.accountSid);
	expect(await account.fetch()).toMatchObject({ status: 'active', type: 'Full' });
	world.accountStatus = 'suspended';
	expect(await account.fetch()).toMatchObject({ status: 'suspended' });
});

test('a deleted API key no longer authenticates', async () => {
	const { account, apiKeys } = emulator.world;
	const owner = ownerOf(emulator.world);
	expect(await owner.keys(account.apiKey).fetch()).toMatchObject({ sid: account.apiKey });
	apiKeys.clear();
	await expect(owner.keys(account.apiKey).fetch()).rejects.toMatchObject({ status: 404 });
	await expect(clientOf(emulator).incomingPhoneNumbers.list()).rejects.toMatchObject({
		status: 401,
		code: 20003,
	});
});

test('the webhooks of a phone number are changed one by one', async () => {
	const { phoneNumbers, phoneNumber } = emulator.world;
	const numbers = clientOf(emulator).incomingPhoneNumbers;
	const [number] = await numbers.list({ phoneNumber });
	expect(number).toMatchObject({
		phoneNumber,
		voiceUrl: 'https://agent.example.com/twiml',
		voiceMethod: 'POST',
		voiceApplicationSid: '',
		smsUrl: '',
		capabilities: { voice: true, sms: true },
	});
	const sid = number?.sid ?? '';
	await numbers(sid).update({ voiceUrl: 'https://other.example.com/x', trunkSid: 'TK1' });
	expect(phoneNumbers.get(sid)).toMatchObject({
		voiceUrl: 'https://other.example.com/x',
		voiceMethod: 'POST',
		trunkSid: 'TK1',
	});
	expect(await numbers(sid).update({ trunkSid: '' })).toMatchObject({ trunkSid: null });
	expect(await numbers.list({ phoneNumber: '+4930' })).toEqual([]);
	await expect(numbers('PN0').fetch()).rejects.toMatchObject({ status: 404 });
});

test('a call has the requests that Twilio made for it, with their responses', async () => {
	const { phone, world } = emulator;
	const call = phone.startCall({ from: '+15005550123', to: world.phoneNumber, direction: 'inbound' });
	await phone.endConversationRelay(call, { actionUrl: 'https://api.twilio.com/nowhere', handoffData: '{}' });
	const { calls } = clientOf(emulator);
	expect(await calls(call.sid).fetch()).toMatchObject({ direction: 'inbound', status: 'completed' });
	const [event, ...others] = await calls(call.sid).events.list();
	expect(others).toEqual([]);
	expect(event?.request).toMatchObject({
		method: 'POST',
		url: 'https://api.twilio.com/nowhere',
		parameters: { call_sid: call.sid, session_status: 'ended', handoff_data: '{}' },
	});
	expect(event?.response).toMatchObject({
		response_code: 404,
		content_type: 'application/json',
		response_body: expect.stringContaining('"code":20404'),
		request_duration: expect.any(Number),
	});
	const silent = world.addVoiceConversation({ from: '+15005550124' }).call;
	expect(await calls(silent.sid).events.list()).toEqual([]);
});
