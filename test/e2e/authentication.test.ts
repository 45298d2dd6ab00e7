/**
 * Who may call: Twilio by its signature, TAC by its API key, Studio by the account; and no request reaches Twilio before
 * the caller is authenticated.
 * @module
 */

import {
	accountToken,
	apiKey,
	askAll,
	basic,
	type Credentials,
	nothing,
	type Params,
	signature,
	useLocalStack,
} from '../support/local-stack';
import { expectError } from './expectations';

const stage = useLocalStack();

interface Endpoint {
	readonly path: string;
	/** A good request, of a customer who exists. */
	readonly form: () => Params;
	readonly status: number;
	/** A parameter that decides whose handoff it is. */
	readonly signed: string;
}

function newConversation(address = '+15005550123') {
	return stage.world.addMessagingConversation({ channel: 'SMS', address }).conversation;
}

/** A handoff of a customer who has no other: Studio runs one execution at a time for one customer. */
function newHandoff() {
	const to = `+1500555${1000 + stage.world.conversations.size}`;
	return stage.tacForm(newConversation(to), { to });
}

const endpoints: [string, Endpoint][] = [
	[
		'/participant-lookup',
		{
			path: '/participant-lookup',
			form: () => ({ conversationId: newConversation().id, address: '+15005550123' }),
			status: 200,
			signed: 'conversationId',
		},
	],
	[
		'/service-sid',
		{
			path: '/service-sid',
			form: () => ({ conversationId: newConversation().id }),
			status: 200,
			signed: 'conversationId',
		},
	],
	[
		'/task-attributes',
		{
			path: '/task-attributes',
			form: () => ({ HandoffData: '{}', channel: 'VOICE', customerAddress: '+15005550123' }),
			status: 200,
			signed: 'HandoffData',
		},
	],
	[
		'/handoff of a chat',
		{
			path: '/handoff',
			form: newHandoff,
			status: 201,
			signed: 'Parameters',
		},
	],
	[
		'/handoff of a call',
		{
			path: '/handoff',
			form: () => stage.callForm({ HandoffData: '{}' }),
			status: 200,
			signed: 'HandoffData',
		},
	],
];

describe.each(endpoints)('%s', (_, { path, form, status, signed }) => {
	test('takes a signature, the API key, and the account’s own credentials', async () => {
		const answers = await Promise.all(
			[signature, apiKey, accountToken].map((credentials) => stage.post(path, form(), credentials)),
		);
		expect(answers.map((answer) => answer.status)).toEqual([status, status, status]);
	});

	test('answers 401 to a request without credentials, and 403 to wrong ones', async () => {
		const original = form();
		const signedBefore: Credentials = (account, url) => signature(account, url, original);
		const [anonymous, ...others] = await Promise.all([
			stage.post(path, original, nothing),
			stage.post(path, original, ({ apiKey }) => basic(apiKey, 'wrong')),
			stage.post(path, { ...original, [signed]: `${form()[signed]} ` }, signedBefore),
		]);
		expectError(anonymous, { status: 401, code: 'unauthenticated' });
		for (const answer of others) expectError(answer, { status: 403, code: 'forbidden' });
		expect(stage.emulator.requests).toEqual([]);
	});

	test('treats headers hidden behind a parameter as no credentials', async () => {
		const params = form();
		const answers = await Promise.all([
			stage.get(path, { ...params, request: 'x' }),
			stage.postJson(path, { ...params, request: { headers: {} } }),
		]);
		for (const answer of answers) expectError(answer, { status: 401, code: 'unauthenticated' });
		expect(stage.emulator.requests).toEqual([]);
	});
});

test.each(['/participant-lookup', '/service-sid'])(
	'%s takes a signed GET, and notices a changed query',
	async (path) => {
		const query = { conversationId: newConversation().id, note: 'Ünïcode & "quotes" + (more)!*' };
		const signedFor: Credentials = (account, url) =>
			signature(account, url.replace(/note=.*/, 'note=else'), {});
		const [good, tampered] = await Promise.all([
			stage.get(path, query, signature),
			stage.get(path, query, signedFor),
		]);
		expect(good.status).toBe(200);
		expectError(tampered, { status: 403, code: 'forbidden' });
	},
);

test('a right name with another’s password, and the other way around, gets 403', async () => {
	const wrong: Record<string, Credentials> = {
		'the key with the account’s token': ({ apiKey, authToken }) => basic(apiKey, authToken),
		'the account with the key’s secret': ({ accountSid, apiSecret }) => basic(accountSid, apiSecret),
		'no password': ({ apiKey }) => basic(apiKey, ''),
		'a bearer token': ({ authToken }) => ({ authorization: `Bearer ${authToken}` }),
		'a signature that is none': () => ({ 'x-twilio-signature': 'd3Jvbmcgc2lnbmF0dXJlISEhISE=' }),
		'no base64': () => ({ authorization: 'Basic %%%' }),
		'the signature of another URL': (account, url, form) => signature(account, `${url}/other`, form),
		'the signature of another account': (account, url, form) =>
			signature({ ...account, authToken: 'x' }, url, form),
	};
	const form = { conversationId: newConversation().id };
	const answers = await askAll(wrong, (credentials) => stage.post('/service-sid', form, credentials));
	for (const [name, answer] of Object.entries(answers)) {
		expect({ [name]: answer.status }).toEqual({ [name]: 403 });
		expectError(answer, { status: 403, code: 'forbidden' });
	}
	expect(stage.emulator.requests).toEqual([]);
});
