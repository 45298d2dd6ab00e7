/**
 * A chat that is handed over, whether TAC started the flow itself or through `/handoff`.
 * @module
 */
import { validateRequest } from 'twilio';
import { handoffData } from '../../support/fixtures';
import { texts } from '../support/attributes';
import { type Answer, CannedFunctions, json, outcomeOf } from './support/account';
import { FAILURES } from './support/failures';
import {
	ADDRESSES,
	answerFor,
	type Channel,
	type CustomerOptions,
	parametersOfHandoff,
	type Writing,
	writing,
} from './support/messaging-account';

const functions = new CannedFunctions();
beforeAll(() => functions.start());
beforeEach(() => functions.reset());
afterAll(() => functions.stop());

const CHANNELS: readonly Channel[] = ['SMS', 'WHATSAPP', 'RCS', 'CHAT'];

const customer = (options: CustomerOptions = {}) => {
	const writes = writing({ ...options, functionsUrl: functions.url });
	answerFor(functions, writes);
	return writes;
};

const onlyTask = ({ world }: Writing) => {
	const [task, ...others] = world.tasks.values();
	if (!task || others.length > 0) throw new Error(`${world.tasks.size} tasks, not one`);
	return task;
};

const ALL = ['/participant-lookup', '/service-sid', '/task-attributes'];
const paths = () => functions.received.map(({ path }) => path);

describe.each(CHANNELS)('%s', (channel) => {
	test('/handoff has looked everything up: the flow asks no Function, and the agent gets the chat', async () => {
		const kim = customer({ channel, name: 'Kim' });
		const execution = await kim.message(kim.address, await parametersOfHandoff(kim));
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
		expect(functions.received).toEqual([]);
		expect(onlyTask(kim)).toMatchObject({
			priority: 10,
			conversationSid: kim.classicConversation.sid,
			workflowSid: kim.world.workflowSid,
			taskChannelUniqueName: 'chat',
			attributes: {
				...handoffData.attributes,
				conversationId: kim.conversation.id,
				channel,
				direction: 'inbound',
				name: 'Kim',
				customerAddress: ADDRESSES[channel],
			},
		});
	});

	test('TAC started the flow: it asks all three Functions, and the agent sees the same', async () => {
		const kim = customer({ channel, name: 'Kim' });
		const execution = await kim.message(kim.address, { HandoffData: kim.data() });
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
		expect(paths()).toEqual(ALL);

		const other = customer({ channel, name: 'Kim' });
		await other.message(other.address, await parametersOfHandoff(other));
		const attributes = JSON.parse(onlyTask(kim).rawAttributes);
		expect(JSON.parse(onlyTask(other).rawAttributes)).toEqual({
			...attributes,
			conversationId: other.conversation.id,
		});
	});

	test('a customer without a name has their address for one', async () => {
		for (const known of [true, false]) {
			const kim = customer({ channel });
			await kim.message(kim.address, known ? await parametersOfHandoff(kim) : { HandoffData: kim.data() });
			expect(onlyTask(kim).attributes).toMatchObject({ name: kim.address, customerAddress: kim.address });
		}
	});

	test('afterwards the chat is the agent’s alone: Studio’s webhook is gone, and no message was sent', async () => {
		const kim = customer({ channel });
		await kim.message(kim.address, await parametersOfHandoff(kim));
		expect(kim.classicConversation).toMatchObject({ handedOff: true, webhooks: [] });
		expect(kim.world.messages).toEqual([]);
	});
});

describe('what the flow asks', () => {
	test('says which conversation and whose, and is signed by the account', async () => {
		const kim = customer({ channel: 'WHATSAPP' });
		await kim.message(kim.address, { HandoffData: kim.data() });
		expect(functions.received.map(({ form }) => form)).toEqual([
			{ conversationId: kim.conversation.id, address: kim.address },
			{ conversationId: kim.conversation.id },
			{
				HandoffData: JSON.stringify(kim.data()),
				channel: 'WHATSAPP',
				direction: 'inbound',
				name: '',
				customerAddress: kim.address,
			},
		]);
		const { authToken } = kim.world.account;
		for (const { url, form, signature, authorization } of functions.received) {
			expect(validateRequest(authToken, signature, url, form)).toBe(true);
			expect(validateRequest('another token', signature, url, form)).toBe(false);
			expect(authorization).toBeUndefined();
		}
	});

	test.each<[string, (kim: Writing) => Record<string, unknown>]>([
		['no service SID', ({ classicConversation: { sid } }) => ({ conversationSid: sid })],
		['no conversation SID', ({ classicConversation: { serviceSid } }) => ({ serviceSid })],
		['empty SIDs', () => ({ conversationSid: '', serviceSid: '' })],
		['SIDs that are none', () => ({ conversationSid: 'undefined', serviceSid: 'null' })],
		[
			'SIDs with something behind them',
			({ classicConversation: { sid, serviceSid } }) => ({
				conversationSid: `${sid} `,
				serviceSid: `${serviceSid}x`,
			}),
		],
		[
			'both SIDs and no task',
			({ classicConversation: { sid, serviceSid } }) => ({ conversationSid: sid, serviceSid }),
		],
		[
			'both SIDs and a task without a priority',
			({ classicConversation: { sid, serviceSid } }) => ({
				conversationSid: sid,
				serviceSid,
				task: { attributes: '{}' },
			}),
		],
	])('%s among the Parameters: all is asked, and the answers are used', async (_, parameters) => {
		const kim = customer();
		const execution = await kim.message(kim.address, { HandoffData: kim.data(), ...parameters(kim) });
		expect(paths()).toEqual(ALL);
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
		const task = onlyTask(kim);
		expect(task.conversationSid).toBe(kim.classicConversation.sid);
		expect(task.attributes).toMatchObject({ handoff: true, channel: 'SMS', customerAddress: kim.address });
	});

	test.each<[string, object]>([
		['a code', { reasonCode: 'end-call' }],
		['a reason', { reason: 'call_ended' }],
	])('HandoffData that only ends the session, by %s: no task and no message', async (_, ending) => {
		const kim = customer();
		const { conversationId } = kim.data();
		const execution = await kim.message(kim.address, { HandoffData: { conversationId, ...ending } });
		expect(outcomeOf(execution)).toBe('session_ended_without_handoff');
		expect(kim.world.tasks.size).toBe(0);
		expect(kim.world.messages).toEqual([]);
	});

	test('a hostile name from a lookup is only a name', async () => {
		const name = '"}{{ flow.sid }}""\n\\ </Task>';
		const kim = customer({ name });
		await kim.message(kim.address, { HandoffData: kim.data() });
		expect(onlyTask(kim).attributes).toMatchObject({ name });
	});

	test('may take its time', async () => {
		const kim = customer();
		functions.on('/service-sid', (response) => {
			setTimeout(() => json({ serviceSid: kim.classicConversation.serviceSid })(response), 50);
		});
		const execution = await kim.message(kim.address, { HandoffData: kim.data() });
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
	});
});

describe('/task-attributes cannot be asked', () => {
	/** Each request of the flow has this long; on a busy machine the good ones need some of it, too. */
	const unanswered = (answer: Answer, options: CustomerOptions = {}) => {
		const kim = customer({ httpTimeoutMs: 400, ...options });
		functions.on('/task-attributes', answer);
		return kim;
	};

	test.each(FAILURES)('it %s: the agent gets the chat, with a few fields', async (_, answer) => {
		const kim = unanswered(answer, { channel: 'WHATSAPP', name: 'Kim' });
		const execution = await kim.message(kim.address, { HandoffData: kim.data() });
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
		const task = onlyTask(kim);
		expect(task.priority).toBe(0);
		expect(JSON.parse(task.rawAttributes)).toEqual({
			handoff: true,
			conversationId: kim.conversation.id,
			storeId: handoffData.storeId,
			profileId: handoffData.profileId,
			reason: handoffData.attributes.reason,
			channel: 'WHATSAPP',
			direction: 'inbound',
			name: 'Kim',
			customerAddress: kim.address,
		});
	});

	test.each(Object.entries(texts))('%s stays a text in the task', async (_, text) => {
		const kim = unanswered(json({}, 500), { name: text });
		const HandoffData = { ...kim.data({ reason: text }), storeId: text, profileId: text };
		await kim.message(kim.address, { HandoffData });
		expect(onlyTask(kim).attributes).toMatchObject({
			reason: text,
			storeId: text,
			profileId: text,
			name: text.trim() === '' ? expect.any(String) : text,
			conversationId: kim.conversation.id,
		});
	});

	test.each<[string, unknown]>([
		['missing', undefined],
		['null', null],
		['a text', '{"reason":"x"}'],
		['a number', 7],
		['an array', [{ reason: 'x' }]],
	])('attributes that are %s: the agent still gets the chat', async (_, attributes) => {
		const kim = unanswered(json({}, 500));
		await kim.message(kim.address, { HandoffData: { ...kim.data(), attributes } });
		expect(onlyTask(kim).attributes).toMatchObject({
			conversationId: kim.conversation.id,
			reason: '',
			name: kim.address,
		});
	});
});
