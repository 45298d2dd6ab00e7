/** docs/openapi.yaml and docs/requests.http, held to what the Functions answer, both ways. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseTwiml, type Verb } from '../../emulator/products/voice/twiml';
import { ERROR_CODES } from '../../src/http/errors';
import { ROOT } from '../../tools/account/project';
import { apiKey, useLocalStack } from '../support/local-stack';
import {
	answersIn,
	documentedAnswers,
	errorCodes,
	faultsIn,
	faultsOf,
	operationOf,
	operations,
} from '../support/openapi';
import { ADDRESS, type Asked, ask, collectAnswers, leastOf, QUEUE } from './answers';
import { type HttpRequest, parseHttpFile } from './http-file';

const stage = useLocalStack({
	settings: { HANDOFF_FALLBACK_NUMBER: '+15005550199', HANDOFF_AVAILABILITY_QUEUE: QUEUE },
});
let asked: readonly Asked[] = [];

beforeAll(async () => {
	for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(console, level).mockReturnValue();
	asked = await collectAnswers(stage);
	await stage.emulator.runner.idle();
}, 120_000);

test('every answer is as the document has it, to the field', () => {
	const faults = asked.flatMap(({ key, given }) =>
		faultsIn(key, given).map((fault) => `${key} ${given.status}: ${fault}`),
	);
	expect(faults).toEqual([]);
});

test('every answer, error code and field of the document is given by a Function', () => {
	const seen = new Set(asked.flatMap(({ key, given }) => answersIn(key, given)));
	expect(documentedAnswers().filter((each) => !seen.has(each))).toEqual([]);
});

test('the document has the error codes of the source, in its order', () => {
	expect(errorCodes).toEqual(ERROR_CODES);
});

test('every kind of TwiML in the document is answered, and no other', () => {
	const shape = (verbs: readonly Verb[]): string =>
		verbs.map(({ name, children }) => (children.length > 0 ? `${name}(${shape(children)})` : name)).join(' ');
	const shapes = (texts: readonly string[]) =>
		[...new Set(texts.map((xml) => shape(parseTwiml(xml))))].sort();
	const examples = operationOf('POST /handoff').responses['200']?.content['text/xml']?.examples ?? {};
	const answered = asked.flatMap(({ given }) => (given.type === 'text/xml' ? [String(given.body)] : []));
	expect(shapes(answered)).toEqual(shapes(Object.values(examples).map(({ value }) => value)));
});

/** The parameters that a request must have. */
function requiredIn(key: string): string[] {
	const { parameters, requestBody } = operationOf(key);
	const { required } = requestBody?.content['application/json']?.schema ?? {};
	return [...parameters.filter((each) => each.required).map(({ name }) => name), ...(required ?? [])];
}

test('the absence of a required parameter is refused by its name', async () => {
	const { id } = stage.world.addMessagingConversation({ channel: 'SMS', address: ADDRESS }).conversation;
	const cases = [...operations.keys()].flatMap((key) => requiredIn(key).map((name) => ({ key, name })));
	expect(cases).toHaveLength(6);
	for (const { key, name } of cases) {
		const { [name]: _, ...rest } = leastOf(key, id);
		expect((await ask(stage, key, rest)).given).toMatchObject({
			status: 400,
			body: { error: { code: 'invalid_request', field: name } },
		});
	}
	for (const [Parameters, field] of [
		[{}, 'Parameters.HandoffData'],
		[{ HandoffData: { storeId: '' } }, 'Parameters.HandoffData.conversationId'],
	]) {
		const { given } = await ask(stage, 'POST /handoff', { Parameters });
		expect(given).toMatchObject({ status: 400, body: { error: { field } } });
	}
});

describe('requests.http', () => {
	const file = readFileSync(join(ROOT, 'docs/requests.http'), 'utf8');
	const requests = (conversationId = 'conv_conversation_01k3b6g9v2e8r9s4t7w1x5y0za'): HttpRequest[] =>
		parseHttpFile(file, {
			functions: stage.laptop.functions.url,
			apiKey: 'SK',
			apiSecret: 'x',
			conversationId,
		});

	test('has every call of the document, and no other', () => {
		expect(new Set(requests().map(({ key }) => key))).toEqual(new Set(operations.keys()));
	});

	test('sends what the document has, by the media type it names', () => {
		for (const { key, type, params } of requests()) {
			const { parameters, requestBody } = operationOf(key);
			const names = parameters.map(({ name }) => name);
			if (type === undefined) expect(names).toEqual(expect.arrayContaining(Object.keys(params)));
			else expect(faultsOf(requestBody?.content[type]?.schema ?? { not: {} }, params)).toEqual([]);
		}
	});

	test('each call succeeds', async () => {
		const { id } = stage.world.addMessagingConversation({ channel: 'SMS', address: ADDRESS }).conversation;
		for (const { key, params } of requests(id)) {
			const { given } = await ask(stage, key, params, apiKey);
			expect({ key, isSuccess: given.status < 300 }).toEqual({ key, isSuccess: true });
		}
		await stage.emulator.runner.idle();
	});
});
