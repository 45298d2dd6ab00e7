/** The account's own resources: its state, API keys, numbers, calls and Flex configuration, through the real SDK. */
import type { Emulator } from '../../emulator/core/emulator';
import { clientOf, useEmulator } from './client';

describe('the account', () => {
	let emulator: Emulator;
	useEmulator((started) => {
		emulator = started;
	});

	test('says what state it is in', async () => {
		const { world } = emulator;
		world.accountStatus = 'suspended';
		const { accountSid } = world.account;
		const account = await clientOf(emulator).api.v2010.accounts(accountSid).fetch();
		expect(account).toMatchObject({ status: 'suspended', type: 'Full' });
		world.accountStatus = 'active';
	});

	test('has its API key, and one that was taken away opens nothing', async () => {
		const { account, apiKeys } = emulator.world;
		const owner = clientOf(emulator, { username: account.accountSid, password: account.authToken });
		expect(await owner.keys(account.apiKey).fetch()).toMatchObject({ sid: account.apiKey });
		expect(await owner.keys.list()).toHaveLength(1);
		const [key] = apiKeys.values();
		apiKeys.clear();
		await expect(owner.keys(account.apiKey).fetch()).rejects.toMatchObject({ status: 404 });
		await expect(clientOf(emulator).keys.list()).rejects.toMatchObject({ status: 401, code: 20003 });
		if (key) apiKeys.set(key.sid, key);
	});

	test('has a number whose webhooks can be changed one by one', async () => {
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
		expect(await numbers(sid).update({ trunkSid: '' })).toMatchObject({ trunkSid: '' });
		expect(await numbers.list({ phoneNumber: '+4930' })).toEqual([]);
		await expect(numbers('PN0').fetch()).rejects.toMatchObject({ status: 404 });
	});

	test('says which Messaging Service a number is in', async () => {
		const { messagingServices, phoneNumbers } = emulator.world;
		const [number] = phoneNumbers.values();
		const { messaging } = clientOf(emulator);
		expect(await messaging.v1.services.list()).toEqual([]);
		messagingServices.set('MG1', {
			sid: 'MG1',
			friendlyName: 'Reminders',
			inboundRequestUrl: null,
			inboundMethod: 'POST',
			useInboundWebhookOnNumber: true,
			phoneNumberSids: [number?.sid ?? ''],
		});
		const [service] = await messaging.v1.services.list();
		expect(service).toMatchObject({
			sid: 'MG1',
			friendlyName: 'Reminders',
			inboundRequestUrl: null,
			useInboundWebhookOnNumber: true,
		});
		expect(await messaging.v1.services('MG1').fetch()).toMatchObject({ sid: 'MG1' });
		const [member] = await messaging.v1.services('MG1').phoneNumbers.list();
		expect(member).toMatchObject({
			sid: number?.sid,
			phoneNumber: number?.phoneNumber,
			capabilities: ['Voice', 'SMS', 'MMS'],
		});
		const numbers = messaging.v1.services('MG1').phoneNumbers;
		expect(await numbers(number?.sid ?? '').fetch()).toMatchObject({ serviceSid: 'MG1' });
		await expect(numbers('PN0').fetch()).rejects.toMatchObject({ status: 404 });
		await expect(messaging.v1.services('MG0').fetch()).rejects.toMatchObject({ status: 404 });
	});

	test('the virtual agent answers strangers as TAC does, and can be down', async () => {
		const { httpClient } = clientOf(emulator);
		const ask = async (method: 'get' | 'post', path: string) => {
			const uri = `https://agent.example.com${path}`;
			return (await httpClient.request({ method, uri, headers: {} })).statusCode;
		};
		expect(await ask('get', '/twiml')).toBe(405);
		expect(await ask('post', '/webhook')).toBe(403);
		expect(await ask('get', '/')).toBe(404);
		emulator.world.agentDomain = '';
		expect(await ask('get', '/twiml')).toBe(502);
		emulator.world.agentDomain = 'agent.example.com';
	});

	test('knows of each call what its webhooks were asked and answered', async () => {
		const { phone, world } = emulator;
		const call = phone.startCall({ from: '+15005550123', to: world.phoneNumber, direction: 'inbound' });
		await phone.endConversationRelay(call, {
			actionUrl: 'https://api.twilio.com/nowhere',
			handoffData: '{}',
		});
		const [event, ...others] = await clientOf(emulator).calls(call.sid).events.list();
		expect(others).toEqual([]);
		expect(event?.request).toMatchObject({
			method: 'POST',
			url: 'https://api.twilio.com/nowhere',
			parameters: { call_sid: call.sid, session_status: 'ended', handoff_data: '{}' },
		});
		expect(event?.response).toMatchObject({
			response_code: 404,
			content_type: 'application/json',
			response_body: expect.stringContaining('was not found'),
			request_duration: expect.any(Number),
		});
		const silent = world.addVoiceConversation({ from: '+15005550124' }).call;
		expect(await clientOf(emulator).calls(silent.sid).events.list()).toEqual([]);
	});

	test('has a Flex configuration, of which an update changes what it names', async () => {
		const { world } = emulator;
		const { accountSid } = world.account;
		const configuration = clientOf(emulator).flexApi.v1.configuration();
		expect(await configuration.fetch()).toMatchObject({
			status: 'ok',
			uiVersion: '2.17.1',
			taskrouterTargetTaskqueueSid: world.taskQueueSid,
			flexServiceInstanceSid: world.serviceSid,
		});
		await configuration.update({ account_sid: accountSid, ui_version: '2.8.0', crm_enabled: true });
		expect(world.flexConfiguration).toMatchObject({ uiVersion: '2.8.0', crmEnabled: true, status: 'ok' });
		expect(await configuration.fetch()).toMatchObject({ uiVersion: '2.8.0', crmEnabled: true });
		await expect(configuration.update({ ui_version: '3' })).rejects.toMatchObject({ status: 400 });
	});
});
