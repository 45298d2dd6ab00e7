/**
 * A chat that is handed over, whether TAC started the flow itself or through `/handoff`.
 * @module
 */
import { validateRequest } from 'twilio';
import { handoffData } from '../fixtures';
import { CannedFunctions, json, outcomeOf } from './account';
import {
	ADDRESSES,
	answerFor,
	type Channel,
	type CustomerOptions,
	parametersOfHandoff,
	type Writing,
	writing,
} from './messaging-account';

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

const paths = () => functions.received.map(({ path }) => path);

describe.each(CHANNELS)('%s', (channel) => {
	test('/handoff has looked everything up: the flow asks nobody, and the agent gets the chat', async () => {
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

	test('TAC started the flow: it looks up both SIDs, and the agent sees the same', async () => {
		const kim = customer({ channel, name: 'Kim' });
		const execution = await kim.message(kim.address, { HandoffData: kim.data() });
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
		expect(paths()).toEqual(['/participant-lookup', '/service-sid']);

		const other = customer({ channel, name: 'Kim' });
		await other.message(other.address, await parametersOfHandoff(other));
		const attributes = JSON.parse(onlyTask(kim).rawAttributes);
		expect(JSON.parse(onlyTask(other).rawAttributes)).toEqual({
			...attributes,
			conversationId: other.conversation.id,
		});
	});

	test('a customer without a name is called by their address', async () => {
		for (const known of [true, false]) {
			const kim = customer({ channel });
			await kim.message(kim.address, known ? await parametersOfHandoff(kim) : { HandoffData: kim.data() });
			expect(onlyTask(kim).attributes).toMatchObject({ name: kim.address, customerAddress: kim.address });
		}
	});

	test('afterwards the chat is the agent’s alone: Studio’s webhook is gone, and nobody was sent anything', async () => {
		const kim = customer({ channel });
		await kim.message(kim.address, await parametersOfHandoff(kim));
		expect(kim.classicConversation).toMatchObject({ handedOff: true, webhooks: [] });
		expect(kim.world.messages).toEqual([]);
	});
});

describe('the lookups', () => {
	test('say which conversation and whose, and are signed by the account', async () => {
		const kim = customer({ channel: 'WHATSAPP' });
		await kim.message(kim.address, { HandoffData: kim.data() });
		expect(functions.received.map(({ form }) => form)).toEqual([
			{ conversationId: kim.conversation.id, address: kim.address },
			{ conversationId: kim.conversation.id },
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
	])('%s among the Parameters: are made, and what they found is used', async (_, parameters) => {
		const kim = customer();
		const execution = await kim.message(kim.address, { HandoffData: kim.data(), ...parameters(kim) });
		expect(paths()).toEqual(['/participant-lookup', '/service-sid']);
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
		expect(onlyTask(kim).conversationSid).toBe(kim.classicConversation.sid);
	});

	test('both SIDs and nothing else, as the contract has it: the agent still sees where the customer writes', async () => {
		const kim = customer({ channel: 'WHATSAPP' });
		const { sid: conversationSid, serviceSid } = kim.classicConversation;
		await kim.message(kim.address, { HandoffData: kim.data(), conversationSid, serviceSid });
		expect(functions.received).toEqual([]);
		expect(onlyTask(kim).attributes).toMatchObject({
			channel: 'WHATSAPP',
			name: kim.address,
			customerAddress: kim.address,
		});
	});

	test('a hostile name from a lookup is only a name', async () => {
		const name = '"}{{ flow.sid }}""\n\\ </Task>';
		const kim = customer({ name });
		await kim.message(kim.address, { HandoffData: kim.data() });
		expect(onlyTask(kim).attributes).toMatchObject({ name });
	});

	test('may take their time', async () => {
		const kim = customer();
		functions.on('/service-sid', (response) => {
			setTimeout(() => json({ serviceSid: kim.classicConversation.serviceSid })(response), 50);
		});
		const execution = await kim.message(kim.address, { HandoffData: kim.data() });
		expect(outcomeOf(execution)).toBe('conversation_handed_over');
	});
});
