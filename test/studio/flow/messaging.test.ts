/**
 * A chat that is handed over, whether TAC starts the flow itself or through `/handoff`.
 * @module
 */
import { validateRequest } from 'twilio';
import { json, type Responder, useCannedFunctions } from '../../support/canned-functions';
import { handoffData } from '../../support/fixtures';
import { FAILURES } from '../../support/function-failures';
import { texts } from '../../support/hostile-attributes';
import {
	ADDRESSES,
	type Channel,
	type CustomerOptions,
	parametersOfHandoff,
	setLookups,
	type Writing,
	writing,
} from '../../support/messaging-account';
import { outcomeOf } from '../../support/studio-account';

const functions = useCannedFunctions();

const CHANNELS: readonly Channel[] = ['SMS', 'WHATSAPP', 'RCS', 'CHAT'];

const customer = (options: CustomerOptions = {}) => {
	const writes = writing({ ...options, functionsUrl: functions.url });
	setLookups(functions, writes);
	return writes;
};

const onlyTask = ({ world }: Writing) => {
	const [task, ...others] = world.tasks.values();
	if (!task || others.length > 0) throw new Error(`${world.tasks.size} tasks instead of one`);
	return task;
};

const ALL = ['/participant-lookup', '/service-sid', '/task-attributes'];
const paths = () => functions.received.map(({ path }) => path);

describe.each(CHANNELS)('%s', (channel) => {
	test('started by /handoff, the flow hands over without requests to the Functions', async () => {
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

	test('started by TAC, the flow requests all three Functions and creates the same task', async () => {
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

	test('the task of a customer without a name has their address as the name', async () => {
		for (const known of [true, false]) {
			const kim = customer({ channel });
			await kim.message(kim.address, known ? await parametersOfHandoff(kim) : { HandoffData: kim.data() });
			expect(onlyTask(kim).attributes).toMatchObject({ name: kim.address, customerAddress: kim.address });
		}
	});

	test('after the handoff Studio’s webhook is removed, and the flow has sent no message', async () => {
		const kim = customer({ channel });
		await kim.message(kim.address, await parametersOfHandoff(kim));
		expect(kim.classicConversation).toMatchObject({ handedOff: true, webhooks: [] });
		expect(kim.world.messages).toEqual([]);
	});
});

describe('requests to the Functions', () => {
	test('name the conversation and the customer, and are signed with the auth token', async () => {
		const kim = customer({ channel: 'WHATSAPP' });
		const { sid: executionSid } = await kim.message(kim.address, { HandoffData: kim.data() });
		expect(functions.received.map(({ form }) => form)).toEqual([
			{ conversationId: kim.conversation.id, address: kim.address },
			{ conversationId: kim.conversation.id },
			{
				HandoffData: JSON.stringify(kim.data()),
				channel: 'WHATSAPP',
				direction: 'inbound',
				name: '',
				customerAddress: kim.address,
				executionSid,
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
		['malformed SIDs', () => ({ conversationSid: 'undefined', serviceSid: 'null' })],
		[
			'SIDs with extra characters',
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
	])('are all made, and their responses used, after Parameters with %s', async (_, parameters) => {
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
	])(
		'are not followed by a task or a message when HandoffData ends the session with %s',
		async (_, ending) => {
			const kim = customer();
			const { conversationId } = kim.data();
			const execution = await kim.message(kim.address, { HandoffData: { conversationId, ...ending } });
			expect(outcomeOf(execution)).toBe('session_ended_without_handoff');
			expect(kim.world.tasks.size).toBe(0);
			expect(kim.world.messages).toEqual([]);
		},
	);

	test('may return a hostile name, which stays a name', async () => {
		const name = '"}{{ flow.sid }}""\n\\ </Task>';
		const kim = customer({ name });
		await kim.message(kim.address, { HandoffData: kim.data() });
		expect(onlyTask(kim).attributes).toMatchObject({ name });
	});

	test('may be slow', async () => {
		const kim = customer();
		functions.on('/service-sid', (response) => {
			setTimeout(() => json({ serviceSid: kim.classicConversation.serviceSid })(response), 50);
		});
		const execution = await kim.message(kim.address, { HandoffData: kim.data() });
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
	});
});

describe('when /task-attributes fails', () => {
	/** The time limit is for each request, and on a busy machine the good ones need some of it. */
	const unanswered = (respond: Responder, options: CustomerOptions = {}) => {
		const kim = customer({ httpTimeoutMs: 400, ...options });
		functions.on('/task-attributes', respond);
		return kim;
	};

	test.each(FAILURES)('because it %s, the agent gets the chat with basic attributes', async (_, respond) => {
		const kim = unanswered(respond, { channel: 'WHATSAPP', name: 'Kim' });
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
	])('and the attributes are %s, the agent still gets the chat', async (_, attributes) => {
		const kim = unanswered(json({}, 500));
		await kim.message(kim.address, { HandoffData: { ...kim.data(), attributes } });
		expect(onlyTask(kim).attributes).toMatchObject({
			conversationId: kim.conversation.id,
			reason: '',
			name: kim.address,
		});
	});
});
