/**
 * What Twilio's failures become for our callers.
 * @module
 */
import { RestException } from 'twilio';
import TwilioServiceException from 'twilio/lib/base/TwilioServiceException';
import Response from 'twilio/lib/http/response';
import { NotBridgedError, TwilioTimeoutError } from '../../../src/http/errors';
import { fromTwilio, statusOf } from '../../../src/twilio/errors';

const DOING = 'reading the participants';

function rest(status: number, body: unknown): RestException {
	return new RestException(new Response(status, typeof body === 'string' ? body : JSON.stringify(body), {}));
}

describe('an error response of Twilio’s', () => {
	test.each<[number, object]>([
		[429, { status: 503, code: 'twilio_rate_limited', retryable: true }],
		[401, { status: 502, code: 'twilio_error', retryable: false }],
		[403, { status: 502, code: 'twilio_error', retryable: false }],
		[302, { status: 502, code: 'twilio_error', retryable: false }],
		[400, { status: 502, code: 'twilio_error', retryable: false }],
		[404, { status: 502, code: 'twilio_error', retryable: false }],
		[409, { status: 502, code: 'twilio_error', retryable: false }],
		[500, { status: 502, code: 'twilio_error', retryable: true }],
		[503, { status: 502, code: 'twilio_error', retryable: true }],
	])('with status %d keeps Twilio’s code and names what was attempted', (status, expected) => {
		const cause = rest(status, { code: 20123, message: 'Something is up', more_info: 'https://x', status });
		const error = fromTwilio(DOING, cause);
		expect(error).toMatchObject({ ...expected, twilioCode: 20123, cause });
		expect(error.message).toContain(DOING);
	});

	test.each<[string, string]>([
		['HTML', '<html><body>502 Bad Gateway</body></html>'],
		['nothing', ''],
		['JSON cut short', '{"code":20'],
		['null', 'null'],
	])('with %s for a body is reported by its status', (_, body) => {
		const error = fromTwilio(DOING, rest(502, body));
		expect(error.toBody()).toEqual({
			code: 'twilio_error',
			message: `Twilio returned 502 (${DOING}).`,
			retryable: true,
		});
	});

	test('with a 2xx status is reported as unreadable, not by its status', () => {
		expect(fromTwilio(DOING, rest(200, '<h1>?</h1>')).toBody()).toEqual({
			code: 'twilio_error',
			message: `Could not read Twilio’s response (${DOING}).`,
			retryable: true,
		});
	});

	test('repeats Twilio’s message, cut and without phone numbers', () => {
		const message = `The 'To' number +15005550123 is not reachable from (500) 555-0006. ${'x'.repeat(5_000)}`;
		const error = fromTwilio(DOING, rest(400, { code: 21211, message }));
		expect(error.message).toMatch(/The 'To' number \+\*+23 is not reachable/);
		expect(error.message).not.toMatch(/5550123|555-0006/);
		expect(error.message.length).toBeLessThan(300);
	});

	test('that refuses our credentials names the settings to check, and does not repeat Twilio’s message', () => {
		const error = fromTwilio(DOING, rest(401, { code: 20003, message: 'Authenticate as AC123 with secret' }));
		expect(error.message).toMatch(/ACCOUNT_SID and AUTH_TOKEN/);
		expect(error.message).not.toMatch(/AC123/);
	});

	test('in Twilio’s newer form is reported by its title', () => {
		const problem = {
			type: 'https://twilio.com/problems/x',
			title: 'Conflict',
			status: 409,
			code: 50416,
			detail: 'd',
		};
		const error = fromTwilio(
			DOING,
			new TwilioServiceException(new Response(409, JSON.stringify(problem), {})),
		);
		expect(error).toMatchObject({ status: 502, code: 'twilio_error', twilioCode: 50416, retryable: false });
	});
});

test.each<[string, unknown]>([
	['a broken connection', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })],
	[
		'an unknown host',
		Object.assign(new Error('getaddrinfo ENOTFOUND conversations.twilio.com'), { code: 'ENOTFOUND' }),
	],
	['an answer that is not JSON', new SyntaxError('Unexpected token < in JSON at position 0')],
	['an answer of another shape', new TypeError("Cannot read properties of undefined (reading 'map')")],
	['text', 'boom'],
	['nothing', undefined],
	['null', null],
	['a list', [500]],
])('%s is a retryable twilio_error, and nothing of it is repeated', (_, cause) => {
	const { status, ...error } = fromTwilio(DOING, cause);
	expect({ status, code: error.code, retryable: error.retryable }).toEqual({
		status: 502,
		code: 'twilio_error',
		retryable: true,
	});
	const body = JSON.stringify(fromTwilio(DOING, cause).toBody());
	expect(body).toContain(DOING);
	expect(body).not.toMatch(/socket|ENOTFOUND|Unexpected|properties|boom/);
});

test('a timeout names what was attempted', () => {
	const error = fromTwilio(DOING, new TwilioTimeoutError('no answer within 4000 ms'));
	expect(error).toMatchObject({ status: 504, code: 'twilio_timeout', retryable: true });
	expect(error.message).toContain(DOING);
});

test('an error of ours stays what it is', () => {
	const error = new NotBridgedError('conv_conversation_x', 'classic conversation');
	expect(fromTwilio(DOING, error)).toBe(error);
});

test.each<[unknown, number | undefined]>([
	[rest(404, {}), 404],
	[{ status: 500 }, 500],
	[{ status: '404' }, undefined],
	[new Error('x'), undefined],
	['404', undefined],
	[null, undefined],
	[undefined, undefined],
])('the status of %s is %s', (error, expected) => {
	expect(statusOf(error)).toBe(expected);
});

test.each([
	{},
	{ error: 'boom' },
	[],
	'x',
	{ message: 5 },
	{ type: 'https://x', title: 'Internal', status: 500, code: 20500, detail: 'd' },
])('an error body of any shape, %j, is a twilio_error', (body) => {
	expect(fromTwilio(DOING, rest(500, body))).toMatchObject({ status: 502, code: 'twilio_error' });
});
