/**
 * One customer, one handoff, one task, however often it is asked for and whatever is lost on the way.
 * @module
 */

import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { textFor } from '../../src/texts';
import { useLocalStack } from '../support/local-stack';
import { expectError } from './expectations';

const stage = useLocalStack();
let next = 0;

/** A new customer, and the request that hands them over. */
function customer(channel: 'SMS' | 'WHATSAPP' | 'CHAT' = 'SMS') {
	const number = `+1500555${7000 + ++next}`;
	const address = { SMS: number, WHATSAPP: `whatsapp:${number}`, CHAT: `visitor-${next}` }[channel];
	const { conversation, classicConversation } = stage.world.addMessagingConversation({ channel, address });
	const form = stage.tacForm(conversation, { to: address, attributes: { reason: 'refund' } });
	return { conversation, classicConversation, address, form };
}

test.each(['SMS', 'WHATSAPP', 'CHAT'] as const)(
	'a handoff on %s that is asked for twice makes one task',
	async (channel) => {
		const { conversation, classicConversation, form } = customer(channel);
		const first = await stage.post('/handoff', form);
		expect(first).toMatchObject({ status: 201, body: { status: 'handoff_initiated' } });
		await stage.taskOf(conversation.id);
		const second = await stage.post('/handoff', form);
		expect(second).toMatchObject({
			status: 200,
			body: {
				...Object(first.body),
				status: 'already_handed_off',
				conversationSid: classicConversation.sid,
			},
		});
		await stage.taskOf(conversation.id);
	},
);

test('five handoffs at once make one task, and all of them succeed', async () => {
	const { conversation, form } = customer();
	const answers = await Promise.all(Array.from({ length: 5 }, () => stage.post('/handoff', form)));
	expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 200, 200, 200, 201]);
	expect(new Set(answers.map(({ body }) => Reflect.get(Object(body), 'executionSid'))).size).toBe(1);
	await stage.taskOf(conversation.id);
});

test('a retry after a lost answer finds the execution that was started', async () => {
	const { conversation, form } = customer();
	stage.emulator.faults.add({
		match: { method: 'POST', path: /Executions$/ },
		nth: 1,
		fault: { garbage: 'truncated-json' },
	});
	expectError(await stage.post('/handoff', form), { status: 502, code: 'twilio_error', retryable: true });
	expect(await stage.post('/handoff', form)).toMatchObject({
		status: 200,
		body: { status: 'already_handed_off' },
	});
	await stage.taskOf(conversation.id);
});

test('a handoff that failed for certain can be made again', async () => {
	const { conversation, form } = customer();
	stage.emulator.faults.add({
		match: { method: 'POST', path: /Executions$/ },
		nth: 1,
		fault: { status: 400 },
	});
	expect((await stage.post('/handoff', form)).status).toBe(502);
	expect(await stage.post('/handoff', form)).toMatchObject({ status: 201 });
	await stage.taskOf(conversation.id);
});

test.each([
	['is down', { status: 503 }],
	['hangs', { hang: true }],
] as const)('a store that %s costs no handoff', async (_, fault) => {
	const { conversation, form } = customer();
	stage.emulator.faults.add({ match: { host: 'sync.twilio.com' }, fault });
	expect(await stage.post('/handoff', form)).toMatchObject({ status: 201 });
	await stage.taskOf(conversation.id);
});

test('without its store, a handoff that is asked for again is found in Studio', async () => {
	const { conversation, form } = customer();
	stage.emulator.faults.add({ match: { host: 'sync.twilio.com' }, fault: { status: 503 } });
	expect(await stage.post('/handoff', form)).toMatchObject({ status: 201 });
	await stage.taskOf(conversation.id);
	expect(await stage.post('/handoff', form)).toMatchObject({ status: 200 });
	await stage.taskOf(conversation.id);
});

test('a handoff by way of Studio and one by /handoff at the same time make one task', async () => {
	const { conversation, address, form } = customer();
	const agent = new VirtualAgent(stage.emulator);
	await Promise.all([
		agent.handOffMessaging(conversation, { reason: 'refund' }, stage.laptop.executionsUrl, address),
		stage.post('/handoff', form),
	]);
	await stage.taskOf(conversation.id);
});

test('TAC’s own tool called twice at once, through the flow, makes one task', async () => {
	const { conversation, address } = customer();
	const agent = new VirtualAgent(stage.emulator);
	const calls = [1, 2].map(() =>
		agent.handOffMessaging(conversation, { reason: 'refund' }, stage.laptop.executionsUrl, address),
	);
	await Promise.all(calls);
	await stage.taskOf(conversation.id);
});

test('the claim is made beside the lookups, and holds no personal data', async () => {
	const { address, form } = customer();
	await stage.post('/handoff', form);
	const sync = stage.emulator.requests.filter(({ url }) => url.startsWith('https://sync.twilio.com'));
	expect(sync).toHaveLength(1);
	const urls = stage.emulator.requests.map(({ url }) => url);
	const starts = urls.findIndex((url) => url.endsWith('/Executions'));
	expect(urls.findIndex((url) => url.startsWith('https://sync.twilio.com'))).toBeLessThan(starts);
	expect(decodeURIComponent(sync[0]?.body ?? '')).not.toContain(address.slice(2));
});

test('TAC’s own tool called twice, through the flow, makes one task', async () => {
	const { conversation, address } = customer();
	const agent = new VirtualAgent(stage.emulator);
	for (let call = 1; call <= 2; call++) {
		await agent.handOffMessaging(conversation, { reason: 'refund' }, stage.laptop.executionsUrl, address);
		await stage.emulator.runner.idle();
	}
	await stage.taskOf(conversation.id);
	const outcomes = [...stage.world.executions.values()]
		.filter(({ context }) => JSON.stringify(context).includes(conversation.id))
		.map(({ context }) =>
			Reflect.get(Object(Reflect.get(Object(Reflect.get(Object(context), 'flow')), 'variables')), 'outcome'),
		);
	expect(outcomes.toSorted()).toEqual(['already_handed_over', 'conversation_handed_over']);
});

test('an execution that is stuck is ended, and the handoff made', async () => {
	const { conversation, address, form } = customer();
	const flow = stage.world.flows.get(stage.laptop.flowSid);
	if (!flow) throw new Error('no flow');
	const stuck = stage.emulator.runner.start(flow, {
		event: 'incomingRequest',
		to: address,
		from: stage.world.phoneNumber,
		parameters: {},
	});
	await stage.emulator.runner.idle();
	Object.assign(stuck, { status: 'active', dateCreated: new Date(Date.now() - 600_000) });
	expect(await stage.post('/handoff', form)).toMatchObject({ status: 201 });
	expect(stuck.status).toBe('ended');
	await stage.taskOf(conversation.id);
});

describe('/give-back', () => {
	/** A conversation as TAC's tool leaves it. */
	function handedOver() {
		const { conversation, classicConversation, form } = customer('CHAT');
		const callbacks = conversation.configuration?.statusCallbacks ?? [];
		conversation.status = 'INACTIVE';
		if (conversation.configuration) conversation.configuration.statusCallbacks = [];
		return { conversation, classicConversation, form, callbacks };
	}

	test('makes the conversation the virtual agent’s again, and tells the customer once', async () => {
		const { conversation, classicConversation, callbacks } = handedOver();
		const params = { conversationId: conversation.id, message: 'We are sorry.' };
		for (let call = 1; call <= 2; call++) {
			expect(await stage.post('/give-back', params)).toMatchObject({
				status: 200,
				body: { conversationId: conversation.id, status: 'ACTIVE', givenBack: true },
			});
		}
		expect(conversation).toMatchObject({ status: 'ACTIVE', configuration: { statusCallbacks: callbacks } });
		expect(classicConversation.messages.map(({ body }) => body)).toEqual(['We are sorry.']);
	});

	test('lets the same handoff be made again', async () => {
		const { conversation, form } = handedOver();
		expect((await stage.post('/handoff', form)).status).toBe(201);
		await stage.emulator.runner.idle();
		await stage.post('/give-back', { conversationId: conversation.id });
		expect((await stage.post('/handoff', form)).status).toBe(201);
	});

	test('leaves a closed conversation closed', async () => {
		const { conversation } = handedOver();
		conversation.status = 'CLOSED';
		expect(await stage.post('/give-back', { conversationId: conversation.id })).toMatchObject({
			status: 200,
			body: { status: 'CLOSED', givenBack: false },
		});
	});

	test('names a malformed conversationId', async () => {
		const answer = await stage.post('/give-back', { conversationId: '../x' });
		expectError(answer, { status: 400, code: 'invalid_request', field: 'conversationId' });
	});

	test('gives back whatever else is malformed, and finds the chat itself', async () => {
		const { conversation, classicConversation } = handedOver();
		const odd = { conversationSid: 'null', serviceSid: `CH${'0'.repeat(32)}`, executionSid: 'FW1' };
		const params = { conversationId: conversation.id, message: 'We are sorry.', ...odd };
		expect(await stage.post('/give-back', params)).toMatchObject({
			status: 200,
			body: { givenBack: true, messageSent: true },
		});
		expect(classicConversation.messages).toHaveLength(1);
	});

	test('is asked by the flow when Flex refuses: the customer reads so in the chat, and has the agent back', async () => {
		const { conversation, classicConversation, callbacks, form } = handedOver();
		const { workflowSid, workflows } = stage.world;
		const workflow = workflows.get(workflowSid);
		workflows.delete(workflowSid);
		try {
			expect((await stage.post('/handoff', form)).status).toBe(201);
			await stage.emulator.runner.idle();
		} finally {
			if (workflow) workflows.set(workflowSid, workflow);
		}
		expect(conversation).toMatchObject({ status: 'ACTIVE', configuration: { statusCallbacks: callbacks } });
		expect(classicConversation.messages.map(({ body }) => body)).toEqual([
			textFor({}, 'HANDOFF_CHAT_GIVEN_BACK'),
		]);
		expect(stage.tasksOf(conversation.id)).toEqual([]);
	});
});
