/**
 * `/task-attributes`: what the flow asks before it sends anything to Flex.
 * @module
 */
import { handoffData } from '../support/fixtures';
import { signature, useLocalStack } from '../support/local-stack';
import { expectError } from './expectations';

const stage = useLocalStack();

/** It is asked while a customer waits, and waits for nothing itself. */
afterEach(() => expect(stage.emulator.requests).toEqual([]));

const form = {
	HandoffData: JSON.stringify(handoffData),
	channel: 'VOICE',
	direction: 'inbound',
	name: '',
	customerAddress: '+15005550123',
	SessionStatus: 'ended',
	CallStatus: 'in-progress',
	ErrorCode: '',
};
const ask = (fields: Readonly<Record<string, string>>) =>
	stage.post('/task-attributes', { ...form, ...fields }, signature);

test('a handoff is answered with texts for Send to Flex', async () => {
	const { status, body, headers } = await ask({});
	expect(status).toBe(200);
	expect(headers.get('content-type')).toMatch(/^application\/json\b/);
	expect(body).toEqual({
		isHandoff: true,
		attributes: expect.any(String),
		essentialAttributes: expect.any(String),
		priority: '10',
		greeting: '',
	});
	const { attributes, ...ids } = handoffData;
	expect(JSON.parse(String(Reflect.get(Object(body), 'attributes')))).toEqual({
		...attributes,
		...ids,
		channel: 'VOICE',
		direction: 'inbound',
		name: '+15005550123',
		customerAddress: '+15005550123',
		handoff: true,
	});
});

test('HandoffData as an object gives the same attributes as its JSON text', async () => {
	const { body } = await stage.postJson('/task-attributes', { ...form, HandoffData: handoffData });
	expect(body).toEqual((await ask({})).body);
});

test('attributes keep to 4,096 characters, the essential ones to 1,024', async () => {
	const attributes = { reason: '"\n'.repeat(4_000), a: 'x'.repeat(2_000), b: ['y'.repeat(3_000)], c: 1 };
	const { body } = await ask({ HandoffData: JSON.stringify({ ...handoffData, attributes }) });
	const [full, essential] = ['attributes', 'essentialAttributes'].map((name) =>
		String(Reflect.get(Object(body), name)),
	);
	expect(full?.length).toBeLessThanOrEqual(4_096);
	expect(essential?.length).toBeLessThanOrEqual(1_024);
	for (const json of [full, essential]) {
		expect(JSON.parse(json ?? '')).toMatchObject({
			conversationId: handoffData.conversationId,
			reason: expect.stringMatching(/^"\n/),
			attributesOmitted: expect.arrayContaining(['a', 'b']),
		});
	}
});

test.each(['', 'call_ended', '{"reasonCode":"end-call"}', 'null', 'false', '[]'])(
	'a session whose HandoffData is %j is no handoff',
	async (HandoffData) => {
		expect(await ask({ HandoffData })).toMatchObject({ status: 200, body: { isHandoff: false } });
	},
);

test('a session that failed is a handoff only while the caller is on the line', async () => {
	const failed = { HandoffData: '', SessionStatus: 'failed', ErrorCode: '39001' };
	expect((await ask(failed)).body).toMatchObject({ isHandoff: true });
	expect((await ask({ ...failed, CallStatus: 'completed' })).body).toEqual({ isHandoff: false });
});

test('HandoffData that cannot be read is a handoff, and the answer names the problem', async () => {
	expect((await ask({ HandoffData: '{"conversationId":"conv_' })).body).toMatchObject({
		isHandoff: true,
		problem: expect.stringContaining('HandoffData'),
	});
});

test('/task-attributes answers 400 and names a parameter that is not text', async () => {
	const answer = await stage.postJson('/task-attributes', { ...form, name: { first: 'Kim' } });
	expectError(answer, { status: 400, code: 'invalid_request', field: 'name' });
});
