/** An error as sentences: the cause, and the next command to type. */
import { MisconfiguredError, TwilioTimeoutError } from '../../../../src/http/errors';
import { fromTwilio } from '../../../../src/twilio/errors';
import { SetupError } from '../../../../tools/account/errors';
import { explain, whyUnreachable } from '../../../../tools/cli/ui/explain';

const network = (code: string) =>
	fromTwilio('reading the flow', Object.assign(new Error(`it failed with ${code}`), { code }));

test.each([
	['ENOTFOUND', 'DNS'],
	['ECONNREFUSED', 'Connection'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'NODE_EXTRA_CA_CERTS'],
	['ETIMEDOUT', 'timed out'],
])('the explanation of %s names its cause', (code, words) => {
	const explained = explain(network(code));
	expect(explained).toContain('reading the flow');
	expect(explained).toContain(code);
	expect(explained).toContain(words);
});

test('the explanation of a network error names the proxy by its host alone', () => {
	const why = whyUnreachable(network('ECONNREFUSED'), { proxy: 'http://kim:secret@proxy.example.com:3128' });
	expect(why).toContain('proxy.example.com:3128');
	expect(why).not.toContain('secret');
});

test('a timeout of Twilio’s is explained as a network problem', () => {
	expect(whyUnreachable(new TwilioTimeoutError('reading the flow'))).toContain('network');
});

test('refused credentials end with the next command', () => {
	const error = fromTwilio('reading the flow', { status: 401 });
	expect(explain(error)).toMatch(/\nRun: npx handoff doctor$/);
	expect(whyUnreachable(error)).toBeUndefined();
});

test('a missing setting names the file it belongs in', () => {
	const explained = explain(new MisconfiguredError('ACCOUNT_SID', 'is not set'), { envFile: '/a/.env' });
	expect(explained).toMatch(/^ACCOUNT_SID is not set\.\n.*\/a\/\.env.*npx handoff doctor$/);
});

test('an error of ours is its message, and a bug is not explained', () => {
	expect(explain(new SetupError('It failed.'))).toBe('It failed.');
	expect(explain(new TypeError('x is undefined'))).toBeUndefined();
});
