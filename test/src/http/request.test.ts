/**
 * The request in a Function's event.
 * @module
 */

import { readRequest } from '../../../src/http/request';
import { isRecord } from '../../../src/json';

const context = { DOMAIN_NAME: 'handoff-1234-dev.twil.io', PATH: '/handoff' };

test('headers and parameters are separated', () => {
	const event = {
		request: { headers: { 'X-Twilio-Signature': 'abc', host: 'x' }, cookies: { a: 'b' } },
		To: '1',
		From: '2',
	};
	expect(readRequest(event, context)).toEqual({
		headers: { 'x-twilio-signature': 'abc', host: 'x' },
		params: { To: '1', From: '2' },
		domain: 'handoff-1234-dev.twil.io',
		path: '/handoff',
	});
});

test('parameters keep their order, which the signature depends on', () => {
	const event = { zebra: '1', request: { headers: {} }, apple: '2', mango: '3' };
	expect(Object.keys(readRequest(event, context).params)).toEqual(['zebra', 'apple', 'mango']);
});

test('a header sent twice is left out', () => {
	const event = { request: { headers: { authorization: ['Basic a', 'Basic b'], host: 'x' } } };
	expect(readRequest(event, context).headers).toEqual({ host: 'x' });
});

test.each<[string, unknown]>([
	['missing', undefined],
	['null', null],
	['text', 'GET /'],
	['a list', [{ headers: { authorization: 'Basic a' } }]],
	['without headers', {}],
	['with null headers', { headers: null }],
	['with headers in a list', { headers: ['authorization', 'Basic a'] }],
	['with headers as text', { headers: 'authorization: Basic a' }],
	['with headers of other types', { headers: { authorization: 1, host: {}, cookie: null } }],
])('a request that is %s has no headers', (_, request) => {
	expect(readRequest({ request, To: '1' }, context)).toMatchObject({ headers: {}, params: { To: '1' } });
});

test('parameters and headers named like a prototype’s change none', () => {
	const event: Record<string, unknown> = JSON.parse(
		'{"__proto__":{"CallSid":"CA1"},"constructor":"x","request":{"headers":{"__proto__":"y","constructor":"z"}}}',
	);
	const { headers, params } = readRequest(event, context);
	expect(params.CallSid).toBeUndefined();
	expect(Object.keys(params)).toEqual(['__proto__', 'constructor']);
	expect(headers.authorization).toBeUndefined();
	expect(Reflect.get({}, 'CallSid')).toBeUndefined();
});

test('a context without a domain and a path leaves them empty', () => {
	expect(readRequest({}, {})).toEqual({ headers: {}, params: {}, domain: '', path: '' });
});

test.each<[unknown, boolean]>([
	[{}, true],
	[Object.create(null), true],
	[[], false],
	[null, false],
	[undefined, false],
	['{}', false],
	[1, false],
])('%j is a record: %s', (value, expected) => {
	expect(isRecord(value)).toBe(expected);
});
