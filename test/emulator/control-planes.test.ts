/** What is set up rather than used: Orchestrator and Intelligence configurations, and Memory's stores. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Emulator } from '../../emulator/core/emulator';
import { readCustomerSummary } from '../../emulator/local-stack/flex-agent';
import { SENTIMENT_OPERATOR_ID, SUMMARY_OPERATOR_ID } from '../../emulator/products/intelligence/operators';
import { createTask } from '../../emulator/products/taskrouter/create-task';
import { clientOf, useEmulator } from './client';

describe('the control planes', () => {
	let emulator: Emulator;
	useEmulator((started) => {
		emulator = started;
	});

	const summary = { id: SUMMARY_OPERATOR_ID };
	const rule = (more: object = {}) => ({
		operators: [summary],
		triggers: [{ on: 'CONVERSATION_END' }],
		actions: [],
		...more,
	});

	test('an Orchestrator configuration keeps fields nobody here knows, and loses what a PUT leaves out', async () => {
		const { world } = emulator;
		const uri = `https://conversations.twilio.com/v2/ControlPlane/Configurations/${world.configurationId}`;
		const client = clientOf(emulator);
		const configuration = world.configurations.get(world.configurationId) ?? {};
		Object.assign(configuration, { newField: { deep: [1] } });
		const { body } = await client.request({ method: 'get', uri });
		expect(body).toMatchObject({
			newField: { deep: [1] },
			channelSettings: { VOICE: { statusTimeouts: null } },
			statusCallbacks: [{ url: 'https://agent.example.com/webhook' }],
			intelligenceConfigurationIds: [...world.intelligenceConfigurations.keys()],
		});
		world.operations = { ms: 0 };
		const put = (data: object) =>
			client.request({ method: 'put', uri, data, headers: { 'Content-Type': 'application/json' } });
		const { conversationsV1Bridge: _, ...rest } = body;
		expect((await put({ ...rest, description: 'other' })).statusCode).toBe(202);
		const after = (await client.request({ method: 'get', uri })).body;
		expect(after).toEqual({ ...rest, description: 'other', version: body.version + 1 });
		await put(body);
		world.operations = { ms: 100 };
	});

	test('an Orchestrator configuration takes two status callbacks', async () => {
		const { configurations } = clientOf(emulator).conversations.v2;
		const statusCallbacks = ['a', 'b', 'c'].map((host) => ({ url: `https://${host}.example.com/` }));
		const body = {
			description: '',
			conversationGroupingType: 'GROUP_BY_PROFILE' as const,
			memoryStoreId: emulator.world.memoryStoreId,
			channelSettings: {},
			statusCallbacks,
		};
		const { configurationId } = emulator.world;
		const refusal = { status: 400, message: expect.stringContaining('statusCallbacks') };
		await expect(configurations.create({ displayName: 'third', ...body })).rejects.toMatchObject(refusal);
		await expect(configurations(configurationId).update(body)).rejects.toMatchObject(refusal);
		await expect(configurations(configurationId).patch({ statusCallbacks })).rejects.toMatchObject(refusal);
	});

	test('an operation takes as long as it is told, and fails when it is told', async () => {
		const { world } = emulator;
		const { configurations, operations } = clientOf(emulator).conversations.v2;
		world.operations = { ms: 400, failNext: 'no such thing' };
		const change = () => configurations(world.configurationId).patch({ description: 'changed' });
		const { statusUrl } = await change();
		const operation = () => operations(statusUrl?.split('/').at(-1) ?? '').fetch();
		expect(await operation()).toMatchObject({ status: 'PENDING' });
		await wait(450);
		expect(await operation()).toMatchObject({ status: 'FAILED', error: { detail: 'no such thing' } });
		expect(world.configurations.get(world.configurationId)?.description).not.toBe('changed');
		await change();
		await wait(450);
		expect((await configurations(world.configurationId).fetch()).description).toBe('changed');
	});

	test('an Intelligence configuration is made, replaced and deleted', async () => {
		const { configurations } = clientOf(emulator).intelligence.v3;
		expect(await configurations.list()).toMatchObject([
			{ displayName: 'Handoff summaries', rules: [{ operators: [summary] }, { operators: [summary] }] },
		]);
		const made = await configurations.create({
			displayName: 'mine',
			rules: [rule(), rule({ triggers: [] })],
		});
		const id = made.id ?? '';
		const [first, second] = made.rules ?? [];
		expect(made).toMatchObject({ version: 1, accountId: emulator.world.account.accountSid });
		expect(first?.id).toMatch(/^intelligence_configurationrule_/);
		expect(second?.id).not.toBe(first?.id);
		const replaced = await configurations(id).update({
			displayName: 'mine',
			rules: [{ ...rule({ operators: [summary, { id: SENTIMENT_OPERATOR_ID }] }), id: first?.id ?? '' }],
		});
		expect(replaced).toMatchObject({ version: 2, description: '', rules: [{ id: first?.id }] });
		expect(await configurations(id).remove()).toBe(true);
		await expect(configurations(id).fetch()).rejects.toMatchObject({ status: 404 });
	});

	const webhook = { type: 'WEBHOOK', method: 'POST', url: 'https://example.com/' };
	test.each([
		['six rules', Array.from({ length: 6 }, () => rule()), 20001],
		['no operator', [rule({ operators: [] })], 20001],
		['six operators', [rule({ operators: Array.from({ length: 6 }, () => summary) })], 20001],
		['three actions', [rule({ actions: [webhook, webhook, webhook] })], 20001],
		['knowledge without a base', [rule({ context: { knowledge: { bases: [] } } })], 20001],
		['an unknown trigger', [rule({ triggers: [{ on: 'SOMETIMES' }] })], 20001],
		['an unknown operator', [rule({ operators: [{ id: 'intelligence_operator_0' }] })], 70001],
	])('Intelligence refuses %s', async (_what, rules, code) => {
		const { configurations } = clientOf(emulator).intelligence.v3;
		await expect(configurations.create({ displayName: 'x', rules })).rejects.toMatchObject({
			status: 400,
			code,
		});
	});

	test('Twilio’s operators can be looked up', async () => {
		const { operators } = clientOf(emulator).intelligence.v3;
		expect((await operators.list()).map(({ id }) => id)).toEqual([
			SUMMARY_OPERATOR_ID,
			SENTIMENT_OPERATOR_ID,
		]);
		expect(await operators(SUMMARY_OPERATOR_ID).fetch()).toMatchObject({ author: 'TWILIO', version: 1 });
		await expect(operators('intelligence_operator_0').fetch()).rejects.toMatchObject({ status: 404 });
	});

	test('a summary is there by a rule that runs, and a PUT ends that', async () => {
		const { world } = emulator;
		const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
		world.summaries.set(conversation.id, 'Wants a refund.');
		const task = createTask(world, {
			attributes: JSON.stringify({ conversationId: conversation.id }),
			workflowSid: world.workflowSid,
			taskChannelSid: 'chat',
		});
		const read = () => readCustomerSummary(emulator, task);
		expect(await read()).toBeUndefined();
		conversation.status = 'INACTIVE';
		expect(await read()).toBe('Wants a refund.');
		const [configuration] = world.intelligenceConfigurations.values();
		const { configurations } = clientOf(emulator).intelligence.v3;
		await configurations(configuration?.id ?? '').update({
			displayName: 'Handoff summaries',
			rules: [rule({ triggers: [{ on: 'CONVERSATION_INACTIVE' }] })],
		});
		expect(await read()).toBeUndefined();
	});

	test('the memory store can be looked up', async () => {
		const { stores } = clientOf(emulator).memory.v1;
		const { memoryStoreId } = emulator.world;
		expect(await stores.list()).toEqual([memoryStoreId]);
		expect(await stores(memoryStoreId).fetch()).toMatchObject({ id: memoryStoreId, status: 'ACTIVE' });
		await expect(stores('mem_store_0').fetch()).rejects.toMatchObject({ status: 404 });
	});
});
