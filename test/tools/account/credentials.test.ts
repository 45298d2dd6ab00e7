/** What a command authenticates with. */
import type { Emulator } from '../../../emulator/core/emulator';
import { MisconfiguredError } from '../../../src/http/errors';
import { readAccount, requireCredentials, usableCredentials } from '../../../tools/account/credentials';
import { clientOf, useEmulator } from '../../support/client';

const ACCOUNT_SID = `AC${'1'.repeat(32)}`;
const AUTH_TOKEN = 'f'.repeat(32);
const key = { TWILIO_API_KEY: `SK${'1'.repeat(32)}`, TWILIO_API_SECRET: 'secret' };

test('the auth token comes before the API key: it may read everything', () => {
	expect(requireCredentials({ ACCOUNT_SID, AUTH_TOKEN, ...key })).toEqual({
		accountSid: ACCOUNT_SID,
		username: ACCOUNT_SID,
		password: AUTH_TOKEN,
	});
});

test('an API key alone is enough', () => {
	expect(requireCredentials({ ACCOUNT_SID, ...key })).toEqual({
		accountSid: ACCOUNT_SID,
		username: key.TWILIO_API_KEY,
		password: key.TWILIO_API_SECRET,
	});
});

test.each([
	['ACCOUNT_SID', { ...key }],
	['TWILIO_API_KEY', { ACCOUNT_SID }],
	['TWILIO_API_KEY', { ACCOUNT_SID, TWILIO_API_SECRET: 'secret' }],
	['TWILIO_API_SECRET', { ACCOUNT_SID, TWILIO_API_KEY: key.TWILIO_API_KEY }],
	['AUTH_TOKEN', { ACCOUNT_SID, AUTH_TOKEN: 'short', ...key }],
])('%s is named when it is missing or malformed', (field, settings) => {
	expect(() => requireCredentials(settings)).toThrow(expect.objectContaining({ field }));
	expect(() => requireCredentials(settings)).toThrow(MisconfiguredError);
	expect(usableCredentials(settings)).toBeUndefined();
});

describe('reading the account', () => {
	let emulator: Emulator;
	useEmulator((started) => {
		emulator = started;
	});
	const paths = () => emulator.requests.splice(0).map(({ url }) => new URL(url).pathname.split('/').at(-1));

	test('with the auth token takes one request', async () => {
		const { accountSid, authToken } = emulator.world.account;
		const client = clientOf(emulator, { username: accountSid, password: authToken });
		expect(await readAccount(client)).toMatchObject({ friendlyName: 'Emulated account' });
		expect(paths()).toEqual([`${accountSid}.json`]);
	});

	test('with a Standard key tells that it works, and not the account’s name', async () => {
		expect(await readAccount(clientOf(emulator))).toBeUndefined();
		expect(paths()).toContain('IncomingPhoneNumbers.json');
	});

	test.each([401, 403])('with a key that is refused everywhere (%i) fails', async (status) => {
		emulator.faults.add({ match: { host: 'api.twilio.com' }, fault: { status, code: 20003 } });
		await expect(readAccount(clientOf(emulator))).rejects.toMatchObject({ status });
		emulator.faults.clear();
	});

	test('with a wrong auth token fails after one request', async () => {
		const { accountSid } = emulator.world.account;
		paths();
		const client = clientOf(emulator, { username: accountSid, password: AUTH_TOKEN });
		await expect(readAccount(client)).rejects.toMatchObject({ status: 401 });
		expect(paths()).toHaveLength(1);
	});
});
