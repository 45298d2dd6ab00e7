/**
 * Resources as Twilio sends them.
 * @module
 */
import { statusOf } from '../../../src/twilio/errors';
import { getJson } from '../../../src/twilio/get-json';
import { failureOf, type Reply, Upstream } from '../../support/fakes';

async function get(reply: Reply): Promise<unknown> {
	const upstream = Upstream.replying(reply);
	const asked = getJson(upstream.twilio(), 'https://conversations.twilio.com/v2/Conversations/1');
	const { value, error } = await upstream.clock.run(asked);
	if (error !== undefined) throw error;
	return value;
}

test('fields that the SDK does not know are there', async () => {
	const body = { id: '1', future: { a: [null] } };
	expect(await get({ body })).toEqual(body);
});

test.each([204, 404, 500])('status %i is a failure with that status', async (status) => {
	const error = await failureOf(() => get({ status, body: { code: 20404, message: 'no' } }));
	expect(statusOf(error)).toBe(status);
});

test('a body that is not JSON is a failure', async () => {
	expect(await failureOf(() => get({ body: '{"id":' }))).toHaveProperty('name', 'SyntaxError');
});
