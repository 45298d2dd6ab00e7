/**
 * `X-Twilio-Signature`, checked against signatures made by twilio-node itself.
 * @module
 */
import { createHash } from 'node:crypto';
import { parse } from 'node:querystring';
import { getExpectedTwilioSignature } from 'twilio';
import { isSignedByTwilio } from '../../../../src/http/auth/signature';
import { cpuMs } from '../../../support/fakes';
import { AUTH_TOKEN, CONVERSATION_ID, callForm } from '../../../support/fixtures';

const DOMAIN = 'handoff-1234-dev.twil.io';
const URL = `https://${DOMAIN}/handoff`;

interface Sent {
	readonly url?: string;
	readonly form?: Readonly<Record<string, string | string[]>>;
	readonly token?: string;
}

function sign({ url = URL, form = {}, token = AUTH_TOKEN }: Sent): string {
	return getExpectedTwilioSignature(token, url, form);
}

/** The request as a Function gets it: query and body merged, neither method nor raw query left. */
function received(query: string, body: object = {}, headers: Record<string, string> = {}) {
	return { headers, params: { ...parse(query), ...body }, domain: DOMAIN, path: '/handoff' };
}

describe('a form that Twilio posted', () => {
	const request = received('', callForm);

	test('is signed', () => {
		expect(isSignedByTwilio(request, sign({ form: callForm }), AUTH_TOKEN)).toBe(true);
	});

	test('is signed when the URL was signed with its port', () => {
		const url = `https://${DOMAIN}:443/handoff`;
		expect(isSignedByTwilio(request, sign({ url, form: callForm }), AUTH_TOKEN)).toBe(true);
	});

	test.each([
		['with another token', { form: callForm, token: AUTH_TOKEN.replace('f', 'e') }],
		['for another path', { form: callForm, url: `https://${DOMAIN}/service-sid` }],
		['for a longer path', { form: callForm, url: `${URL}/` }],
		['for another host', { form: callForm, url: 'https://evil.example.com/handoff' }],
		['with a query that did not arrive', { form: callForm, url: `${URL}?a=1` }],
		['with another value', { form: { ...callForm, From: '+15005550124' } }],
		['with one parameter more', { form: { ...callForm, CallerName: 'Kim' } }],
		['without parameters', {}],
	])('is not signed by a signature made %s', (_, sent) => {
		expect(isSignedByTwilio(request, sign(sent), AUTH_TOKEN)).toBe(false);
	});

	test.each([
		['empty', ''],
		['not base64', 'nonsense\0'],
		['a megabyte', 'A'.repeat(1_000_000)],
	])('is not signed by a signature that is %s', (_, signature) => {
		expect(isSignedByTwilio(request, signature, AUTH_TOKEN)).toBe(false);
	});

	test.each([
		['repeated parameters', { MediaUrl: ['https://b', 'https://a', 'https://b'], From: '+15005550123' }],
		['a nested name', { 'a[b][c]': '1', 'a[b][d]': '2' }],
		['names of the prototype', JSON.parse('{"__proto__":"1","constructor":"2","toString":"3"}')],
		['names that are numbers', { '2': 'b', '10': 'c', a: '1' }],
		['any character', { Body: `é😀 "'&=+%\r\n\0 </Task>`, 'ñ&=': '?' }],
		['no values', { a: '', b: '' }],
	])('may carry %s', (_, form) => {
		expect(isSignedByTwilio(received('', form), sign({ form }), AUTH_TOKEN)).toBe(true);
	});

	test('is accepted with half a megabyte of HandoffData', () => {
		const form = { ...callForm, HandoffData: 'x'.repeat(500_000) };
		expect(isSignedByTwilio(received('', form), sign({ form }), AUTH_TOKEN)).toBe(true);
	});

	test('with 5,000 fields and a wrong signature is refused within a second', () => {
		const many = Object.fromEntries(
			Array.from({ length: 5_000 }, (_, index) => [`name${index}`, 'x'.repeat(100)]),
		);
		const ms = cpuMs(() => {
			expect(isSignedByTwilio(received('', many), sign({}), AUTH_TOKEN)).toBe(false);
		});
		expect(ms).toBeLessThan(1_000);
	});
});

describe('a GET that Twilio made', () => {
	test.each([
		['one plain value', `conversationId=${CONVERSATION_ID}`],
		['a phone number', `conversationId=${CONVERSATION_ID}&address=%2B15005550123`],
		['a prefixed number', 'address=whatsapp%3A%2B15005550123&channel=WHATSAPP'],
		['an e-mail address', 'address=visitor-8d2f%40example.com'],
		['spaces as %20', 'name=Jos%C3%A9%20Nu%C3%B1ez'],
		['spaces as plus signs', 'name=Jos%C3%A9+Nu%C3%B1ez&address=%2B1'],
		['reserved characters left alone', "name=O'Neil!*()~-_."],
		['reserved characters escaped', 'name=O%27Neil%21%2A%28%29~-_.'],
		['a form’s escapes', 'name=O%27Neil+*%7E'],
		['emoji', 'name=%F0%9F%98%80'],
		['an empty value', 'channel=&address='],
		['a repeated name', 'a=1&a=2'],
	])('is signed with %s in its query', (_, query) => {
		expect(isSignedByTwilio(received(query), sign({ url: `${URL}?${query}` }), AUTH_TOKEN)).toBe(true);
	});

	test('is not signed when a value was changed on the way', () => {
		const signature = sign({ url: `${URL}?conversationId=${CONVERSATION_ID}` });
		const changed = received(`conversationId=${CONVERSATION_ID.replace('01', '02')}`);
		expect(isSignedByTwilio(changed, signature, AUTH_TOKEN)).toBe(false);
	});
});

describe('a POST with a query and a form', () => {
	const query = 'step=1&name=Jos%C3%A9%20N';
	const signature = sign({ url: `${URL}?${query}`, form: callForm });

	test('is signed', () => {
		expect(isSignedByTwilio(received(query, callForm), signature, AUTH_TOKEN)).toBe(true);
	});

	test('is not signed when the query was changed', () => {
		expect(isSignedByTwilio(received('step=2&name=Jos%C3%A9%20N', callForm), signature, AUTH_TOKEN)).toBe(
			false,
		);
	});
});

describe('a POST of JSON', () => {
	const body = { conversationId: CONVERSATION_ID, nested: { list: [1, 'é', null, true] } };
	const hash = createHash('sha256').update(JSON.stringify(body), 'utf8').digest('hex');
	const signature = sign({ url: `${URL}?bodySHA256=${hash}` });

	test('is signed through the hash of its body', () => {
		expect(isSignedByTwilio(received(`bodySHA256=${hash}`, body), signature, AUTH_TOKEN)).toBe(true);
	});

	test('is signed with more in its query than the hash', () => {
		const query = `step=1&bodySHA256=${hash}`;
		const withStep = sign({ url: `${URL}?${query}` });
		expect(isSignedByTwilio(received(query, body), withStep, AUTH_TOKEN)).toBe(true);
	});

	test.each([
		['another body', `bodySHA256=${hash}`, { ...body, nested: 1 }],
		['no body', `bodySHA256=${hash}`, {}],
		['more in its body', `bodySHA256=${hash}`, { ...body, more: 1 }],
		['another hash', `bodySHA256=${hash.replace(/^./, '0')}0`, body],
	])('is not signed with %s', (_, query, changed) => {
		expect(isSignedByTwilio(received(query, changed), signature, AUTH_TOKEN)).toBe(false);
	});
});

describe('the name a Function was called by', () => {
	test.each([
		['its own domain', `https://${DOMAIN}/handoff`, 'localhost:3000'],
		['the Host of a tunnel', 'https://abc.ngrok.app/handoff', 'abc.ngrok.app'],
		['the local runtime', 'http://localhost:3000/handoff', 'localhost:3000'],
	])('may be %s', (_, url, host) => {
		const request = received('', callForm, { host });
		expect(isSignedByTwilio(request, sign({ url, form: callForm }), AUTH_TOKEN)).toBe(true);
	});

	test.each(['evil.example.com/handoff?', 'user@evil.example.com', 'a b', '', 'evil\r\n', '[::1]'])(
		'is never %j',
		(host) => {
			const request = received('', callForm, { host });
			const signature = sign({ url: `https://${host}/handoff`, form: callForm });
			expect(isSignedByTwilio(request, signature, AUTH_TOKEN)).toBe(false);
		},
	);
});

test('a signature for the host in a Host header that is no address is not ours', () => {
	const signature = sign({ url: 'https://other.example.com/handoff' });
	expect(isSignedByTwilio(received('', {}, { host: '999.999.999.999' }), signature, AUTH_TOKEN)).toBe(false);
});

describe('a signed request is refused beyond the bounds of what is tried', () => {
	const many = (count: number, from = 0) =>
		Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${from + index}`, '1']));
	const isAccepted = (query: string, form: Record<string, string>) =>
		isSignedByTwilio(
			received(query, form),
			sign({ url: query === '' ? URL : `${URL}?${query}`, form }),
			AUTH_TOKEN,
		);

	test.each([
		[500, true],
		[501, false],
	])('%i fields: %s', (count, expected) => {
		expect(isAccepted('', many(count))).toBe(expected);
	});

	test.each([
		[1_000_000, true],
		[1_000_001, false],
	])('%i characters: %s', (characters, expected) => {
		expect(isAccepted('', { a: 'x'.repeat(characters - 1) })).toBe(expected);
	});

	test.each([
		[4, 40, true],
		[3, 41, true],
		[4, 41, false],
	])('%i parameters in the query, of %i in all: %s', (query, all, expected) => {
		expect(isAccepted(new URLSearchParams(many(query)).toString(), many(all - query, query))).toBe(expected);
	});

	test.each([
		[4, 65_536, true],
		[3, 65_537, true],
		[4, 65_537, false],
	])('%i parameters in the query, of %i characters in all: %s', (query, all, expected) => {
		// A name of two characters and a value of one for each parameter; a name of one for the text.
		const body = { a: 'x'.repeat(all - 3 * query - 1) };
		expect(isAccepted(new URLSearchParams(many(query)).toString(), body)).toBe(expected);
	});
});

describe('an unauthenticated request cannot keep the Function busy', () => {
	const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, '1']));
	test.each<[string, () => object]>([
		['6 MB of spaces in one value', () => ({ a: ' '.repeat(6e6) })],
		['500,000 parameters', () => many(500_000)],
		[
			'5 MB of nested JSON behind a bodySHA256',
			() => ({
				bodySHA256: 'x',
				...many(38),
				big: { x: Array.from({ length: 400_000 }, () => 'zzzzzzzzzz') },
			}),
		],
		[
			'40 values of 100 kB, none of which fits a query',
			() => Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`k${i}`, '%'.repeat(100_000)])),
		],
	])(
		'with %s',
		(_, params) => {
			const request = received('', params());
			// Half of the time budget, on a machine that is busy with other tests.
			expect(cpuMs(() => isSignedByTwilio(request, 'AAAA', AUTH_TOKEN))).toBeLessThan(4_000);
		},
		60_000,
	);
});

test('a signature over a query longer than 8,000 characters is not accepted', () => {
	const value = 'x'.repeat(8_001);
	const signature = sign({ url: `${URL}?a=${value}` });
	expect(isSignedByTwilio(received(`a=${value}`), signature, AUTH_TOKEN)).toBe(false);
	const shorter = value.slice(10);
	expect(isSignedByTwilio(received(`a=${shorter}`), sign({ url: `${URL}?a=${shorter}` }), AUTH_TOKEN)).toBe(
		true,
	);
});

test('a signed query may hold reserved characters as they are', () => {
	const query = 'address=whatsapp:%2B15005550123';
	expect(isSignedByTwilio(received(query), sign({ url: `${URL}?${query}` }), AUTH_TOKEN)).toBe(true);
});

test('a large JSON body is verified by its hash', () => {
	const body = { a: 'x'.repeat(40_000) };
	const query = `bodySHA256=${createHash('sha256').update(JSON.stringify(body)).digest('hex')}`;
	expect(isSignedByTwilio(received(query, body), sign({ url: `${URL}?${query}` }), AUTH_TOKEN)).toBe(true);
});

test('a large handoff to an action URL with a query is verified', () => {
	const form = { ...callForm, HandoffData: 'x'.repeat(40_000) };
	expect(isSignedByTwilio(received('v=1', form), sign({ url: `${URL}?v=1`, form }), AUTH_TOKEN)).toBe(true);
});
