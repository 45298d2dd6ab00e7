/**
 * Who may call us.
 * @module
 */
import { getExpectedTwilioSignature } from 'twilio';
import { authenticate } from '../../../../src/http/auth/authenticate';
import { ForbiddenError, UnauthenticatedError } from '../../../../src/http/errors';
import { readRequest } from '../../../../src/http/request';
import {
	ACCOUNT_SID,
	API_KEY,
	API_SECRET,
	AUTH_TOKEN,
	callForm,
	settings,
	settingsWithout,
} from '../../../support/fixtures';

const context = { DOMAIN_NAME: 'handoff-1234-dev.twil.io', PATH: '/handoff' };
const signature = getExpectedTwilioSignature(
	AUTH_TOKEN,
	'https://handoff-1234-dev.twil.io/handoff',
	callForm,
);

function basic(username: string, password: string): string {
	return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function calling(headers: Record<string, unknown>, params: object = callForm) {
	return readRequest({ request: { headers, cookies: {} }, ...params }, context);
}

test.each([
	['the API key TAC calls with', { authorization: basic(API_KEY, API_SECRET) }],
	['the account’s own credentials', { authorization: basic(ACCOUNT_SID, AUTH_TOKEN) }],
	['Twilio’s signature', { 'x-twilio-signature': signature }],
	['headers in capitals', { Authorization: basic(API_KEY, API_SECRET) }],
	[
		'a wrong signature beside right credentials',
		{ 'x-twilio-signature': 'AAAA', authorization: basic(API_KEY, API_SECRET) },
	],
	[
		'a right signature beside wrong credentials',
		{ 'x-twilio-signature': signature, authorization: 'Bearer abc' },
	],
])('authentication accepts %s', (_, headers) => {
	expect(() => authenticate(calling(headers), settings)).not.toThrow();
});

test.each([
	['no headers', {}],
	[
		'headers that prove nothing',
		{ host: 'handoff-1234-dev.twil.io', 'x-forwarded-for': '10.0.0.1', cookie: 'a=b' },
	],
	['a proof sent twice', { authorization: [basic(API_KEY, API_SECRET), basic(API_KEY, API_SECRET)] }],
])('authentication answers 401 to a request with %s', (_, headers) => {
	expect(() => authenticate(calling(headers), settings)).toThrow(UnauthenticatedError);
});

test.each([
	['a wrong password', basic(API_KEY, `${API_SECRET}x`)],
	['a password cut short', basic(API_KEY, API_SECRET.slice(0, -1))],
	['no password', basic(API_KEY, '')],
	['neither name nor password', basic('', '')],
	['the key’s name and the account’s password', basic(API_KEY, AUTH_TOKEN)],
	['the account’s name and the key’s password', basic(ACCOUNT_SID, API_SECRET)],
	['names in another case', basic(API_KEY.toLowerCase(), API_SECRET)],
	['another scheme', `Bearer ${API_SECRET}`],
	['something broken', 'Basic !!!'],
])('authentication answers 403 to %s', (_, authorization) => {
	expect(() => authenticate(calling({ authorization }), settings)).toThrow(ForbiddenError);
});

test('authentication answers 403 to a signature made for other parameters', () => {
	const tampered = calling({ 'x-twilio-signature': signature }, { ...callForm, From: '+15005550199' });
	expect(() => authenticate(tampered, settings)).toThrow(ForbiddenError);
});

describe('a credential that is not set', () => {
	test.each([
		['key and secret', settingsWithout('TWILIO_API_KEY', 'TWILIO_API_SECRET'), basic('', '')],
		['the secret', settingsWithout('TWILIO_API_SECRET'), basic(API_KEY, '')],
		['the secret, spelt out', settingsWithout('TWILIO_API_SECRET'), basic(API_KEY, 'undefined')],
		['the token', settingsWithout('AUTH_TOKEN'), basic(ACCOUNT_SID, '')],
		['everything', {}, basic('', '')],
	])('is not matched by leaving it out: %s', (_, some, authorization) => {
		expect(() => authenticate(calling({ authorization }), some)).toThrow(ForbiddenError);
	});

	test('cannot have signed anything', () => {
		const url = 'https://handoff-1234-dev.twil.io/handoff';
		const headers = { 'x-twilio-signature': getExpectedTwilioSignature('', url, callForm) };
		expect(() => authenticate(calling(headers), settingsWithout('AUTH_TOKEN'))).toThrow(ForbiddenError);
	});
});

test.each([
	['text', 'GET / HTTP/1.1'],
	['an empty text', ''],
	['a list', ['a', 'b']],
	['null', null],
	['an object without headers', { cookies: {} }],
	['headers that are a list', { headers: ['authorization', basic(API_KEY, API_SECRET)] }],
])('a parameter named request that is %s hides the headers: nothing was presented', (_, request) => {
	const shadowed = calling({ authorization: basic(API_KEY, API_SECRET) }, { ...callForm, request });
	expect(() => authenticate(shadowed, settings)).toThrow(UnauthenticatedError);
});

test('headers made up in a parameter named request prove no more than real ones', () => {
	const request = { headers: { authorization: basic(API_KEY, 'guess'), host: 'evil.example.com' } };
	expect(() => authenticate(calling({}, { request }), settings)).toThrow(ForbiddenError);
});
