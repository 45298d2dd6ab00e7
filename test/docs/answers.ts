/**
 * One request for each answer that docs/openapi.yaml has: against the local runtime, and where none leads there, as a bug of
 * ours does not, against the Function itself.
 * @module
 */
import type { Fault } from '../../emulator/core/faults';
import type { FunctionContext } from '../../src/http/handler';
import { FakeResponse } from '../support/fakes';
import { API_KEY, API_SECRET, EXECUTION_SID, FLOW_SID, OUR_NUMBER } from '../support/fixtures';
import {
	type Answer,
	apiKey,
	basic,
	type Credentials,
	type LocalStack,
	nothing,
} from '../support/local-stack';
import { type Given, operations } from '../support/openapi';

/** What was asked, and what was answered. */
export interface Asked {
	readonly key: string;
	readonly given: Given;
}

type Body = Readonly<Record<string, unknown>>;

export const ADDRESS = '+15005550123';
const MISSING = 'conv_conversation_01k3b6g9v2e8r9s4t7w1x5missing';
const LOOKUPS = ['GET /participant-lookup', 'POST /participant-lookup'];
const SERVICES = ['GET /service-sid', 'POST /service-sid'];
const READS = [...LOOKUPS, ...SERVICES, 'POST /handoff', 'POST /give-back'];

function givenBy({ status, headers, body, text }: Answer): Given {
	const type = (headers.get('content-type') ?? '').split(';')[0] ?? '';
	return { status, type, headers: Object.fromEntries(headers), body: body ?? text };
}

/** Sends a request as its operation has it: in the query, as a form, or where it holds an object as JSON. */
export async function ask(
	stage: LocalStack,
	key: string,
	body: Body,
	as: Credentials = apiKey,
): Promise<Asked> {
	const [method, path = ''] = key.split(' ');
	const form = Object.fromEntries(
		Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
	);
	const isForm = Object.keys(form).length === Object.keys(body).length;
	const answer =
		method === 'GET'
			? stage.get(path, form, as)
			: isForm
				? stage.post(path, form, as)
				: stage.postJson(path, body, as);
	return { key, given: givenBy(await answer) };
}

function customer({ world }: LocalStack) {
	return world.addMessagingConversation({ channel: 'SMS', address: ADDRESS }).conversation;
}

/** The least that an operation takes of a conversation. */
export function leastOf(key: string, conversationId: string): Body {
	if (key !== 'POST /handoff') return { conversationId };
	return { To: ADDRESS, Parameters: JSON.stringify({ HandoffData: { conversationId } }) };
}

/** What a handoff that goes well leads to, and what follows from it. */
async function successes(stage: LocalStack): Promise<Asked[]> {
	const to = (key: string, body: Body) => ask(stage, key, body);
	const { id: conversationId } = customer(stage);
	const HandoffData = { conversationId };
	const call = (fields: Body) => to('POST /handoff', { ...stage.callForm(), ...fields });
	const chat = { HandoffData, channel: 'SMS', customerAddress: ADDRESS };
	return [
		await to('POST /handoff', { To: ADDRESS, Parameters: { HandoffData } }),
		await to('POST /handoff', leastOf('POST /handoff', conversationId)),
		await to('POST /task-attributes', { ...chat, executionSid: EXECUTION_SID }),
		await to('POST /give-back', { conversationId, address: ADDRESS, executionSid: EXECUTION_SID }),
		await to('POST /give-back', { conversationId: released(stage), message: 'Here again.' }),
		await to('POST /task-attributes', { HandoffData: '' }),
		await to('POST /task-attributes', { HandoffData: 'a person, please' }),
		await to('POST /task-attributes', { HandoffData, channel: 'VOICE', customerAddress: ADDRESS }),
		await call({ HandoffData: JSON.stringify(HandoffData) }),
		await call({}),
		await call({ QueueResult: 'system-error' }),
		await call({ DialCallStatus: 'no-answer' }),
		await to('POST /task-events', { EventType: 'task.created' }),
		await withoutAgents(stage),
		...(await Promise.all([...LOOKUPS, ...SERVICES].map((key) => to(key, { conversationId })))),
	];
}

/** For the setting of the tests: a queue that TaskRouter says has no agents. */
export const QUEUE = `WS${'1'.repeat(32)}/WQ${'2'.repeat(32)}`;

function withoutAgents(stage: LocalStack): Promise<Asked> {
	const fault = { status: 200, body: { total_available_workers: 0 } };
	stage.emulator.faults.add({ match: { path: /TaskQueues\/\w+\/RealTimeStatistics$/ }, times: 1, fault });
	return ask(stage, 'POST /handoff', leastOf('POST /handoff', customer(stage).id));
}

/** A conversation as TAC's tool leaves it. */
function released(stage: LocalStack): string {
	const conversation = customer(stage);
	conversation.status = 'INACTIVE';
	if (conversation.configuration) conversation.configuration.statusCallbacks = [];
	return conversation.id;
}

/** What the customer's conversation is not like. */
async function refusals(stage: LocalStack): Promise<Asked[]> {
	const all = (keys: readonly string[], idOf: () => string) =>
		Promise.all(keys.map((key) => ask(stage, key, leastOf(key, idOf()))));
	const changed = (change: (conversation: ReturnType<typeof customer>) => void) => () => {
		const conversation = customer(stage);
		change(conversation);
		return conversation.id;
	};
	const withoutCustomer = changed((each) => {
		each.participants = [];
	});
	const twice = changed((each) => {
		const chats = ['a', 'b'].map((mark) => `CH${mark.repeat(32)}`);
		const [first] = each.participants.filter(({ type }) => type === 'CUSTOMER');
		if (first) first.addresses = chats.map((channelId) => ({ channel: 'SMS', address: ADDRESS, channelId }));
	});
	const onTheirWay = changed((each) => {
		for (const participant of each.participants) {
			participant.addresses = [{ channel: 'SMS', address: ADDRESS }];
		}
	});
	const unbridged = changed((each) => {
		delete each.configuration;
		each.configurationId = 'conv_configuration_01k2p8w6e4t3y2u1i0o9p8a7sd';
	});
	const finding = [...LOOKUPS, 'POST /handoff'];
	const found = await Promise.all([
		all(READS, () => MISSING),
		all(finding, withoutCustomer),
		all(finding, twice),
		all(finding, onTheirWay),
		all(SERVICES, unbridged),
	]);
	return found.flat();
}

/** Twilio fails. */
async function faults(stage: LocalStack): Promise<Asked[]> {
	const all: Fault[] = [{ status: 500 }, { status: 429 }, { hang: true }];
	return Promise.all(
		all.flatMap((fault) =>
			READS.map((key) => {
				const { id } = customer(stage);
				stage.emulator.faults.add({ match: { path: new RegExp(id) }, fault });
				return ask(stage, key, leastOf(key, id));
			}),
		),
	);
}

/** Requests without credentials, with wrong ones, and with a parameter that is no text. */
async function malformed(stage: LocalStack): Promise<Asked[]> {
	const wrong: Credentials = () => basic('SK', 'wrong');
	const unknown = [...operations.keys()].flatMap((key) => [
		ask(stage, key, {}, nothing),
		ask(stage, key, {}, wrong),
	]);
	const invalid = [...READS, 'POST /task-attributes'].map((key) =>
		ask(stage, key, { name: 'x', conversationId: 'x' }),
	);
	const list = { HandoffData: {}, name: ['x', 'y'] };
	return Promise.all([...unknown, ...invalid, ask(stage, 'POST /task-attributes', list)]);
}

/** A setting is missing that Twilio always has, or a bug of ours. */
async function ownFaults(): Promise<Asked[]> {
	Reflect.set(globalThis, 'Twilio', { Response: FakeResponse });
	const context = {
		TWILIO_API_KEY: API_KEY,
		TWILIO_API_SECRET: API_SECRET,
		TWILIO_STUDIO_HANDOFF_FLOW_SID: FLOW_SID,
		TWILIO_PHONE_NUMBER: OUR_NUMBER,
		getTwilioClient: () => {
			throw new Error('not reached');
		},
	};
	const broken = {
		...context,
		get DOMAIN_NAME(): string {
			throw new TypeError('a bug');
		},
	};
	const cases = [...operations.keys()].flatMap((key) => [
		...(READS.includes(key) ? [{ key, context }] : []),
		{ key, context: broken },
	]);
	return Promise.all(
		cases.map(async (each) => ({ key: each.key, given: await callDirectly(each.key, each.context) })),
	);
}

async function callDirectly(key: string, context: FunctionContext): Promise<Given> {
	const path = key.split(' ')[1] ?? '';
	const { handler }: typeof import('../../functions/handoff') = await import(`../../functions${path}`);
	const event = { request: { headers: basic(API_KEY, API_SECRET) }, ...leastOf(key, MISSING) };
	const { status, headers, body } = await new Promise<FakeResponse>((resolve) => {
		void handler(context, event, (_, response) => resolve(Object.assign(new FakeResponse(), response)));
	});
	return { status, headers, body, type: headers['Content-Type'] ?? '' };
}

/** All of them. */
export async function collectAnswers(stage: LocalStack): Promise<Asked[]> {
	// Faults last: they take the longest, and would slow down the others.
	const found = [await successes(stage), await refusals(stage), await malformed(stage), await ownFaults()];
	return [...found, await faults(stage)].flat();
}
