/**
 * Reading an `Authorization` header.
 * @module
 */
import { parseBasicAuth } from '../../../../src/http/auth/basic-auth';
import { cpuMs } from '../../../support/fakes';

function base64(text: string): string {
	return Buffer.from(text, 'utf8').toString('base64');
}

describe('a well-formed Authorization header', () => {
	test.each([
		{ name: 'a user and a password', text: 'user:pass', username: 'user', password: 'pass' },
		{ name: 'colons in the password', text: 'user:a:b::c', username: 'user', password: 'a:b::c' },
		{ name: 'an empty password', text: 'user:', username: 'user', password: '' },
		{ name: 'an empty user', text: ':pass', username: '', password: 'pass' },
		{ name: 'letters outside ASCII', text: 'josé:pässwörd€😀', username: 'josé', password: 'pässwörd€😀' },
	])('gives $name', ({ text, username, password }) => {
		expect(parseBasicAuth(`Basic ${base64(text)}`)).toEqual({ username, password });
	});

	test.each(['basic', 'BASIC', 'bAsIc', '  Basic', 'Basic  '])('may be spelt %j', (scheme) => {
		expect(parseBasicAuth(`${scheme} ${base64('user:pass')} `)).toEqual({
			username: 'user',
			password: 'pass',
		});
	});

	test('may come without padding', () => {
		expect(parseBasicAuth('Basic dXNlcjpwYXNzdw')).toEqual({ username: 'user', password: 'passw' });
	});
});

test.each([
	['nothing', ''],
	['a scheme alone', 'Basic'],
	['a scheme and spaces', 'Basic   '],
	['another scheme', `Bearer ${base64('user:pass')}`],
	['no space', `Basic${base64('user:pass')}`],
	['two credentials', `Basic ${base64('user:pass')}, Basic ${base64('user:pass')}`],
	['a line break', `Basic ${base64('user:pass')}\r\nX-Evil: 1`],
	['text that is not base64', 'Basic user:pass'],
	['no colon', `Basic ${base64('userpass')}`],
	['padding in the middle', 'Basic dXNl=cjpwYXNz'],
])('an Authorization header with %s gives no credentials', (_, header) => {
	expect(parseBasicAuth(header)).toBeUndefined();
});

test('an Authorization header of a megabyte is read or refused within a second', () => {
	const ms = cpuMs(() => {
		for (const filler of [' ', 'A', '=', 'Basic ']) parseBasicAuth(`Basic ${filler.repeat(1_000_000)}!`);
	});
	expect(ms).toBeLessThan(1_000);
});
