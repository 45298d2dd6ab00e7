/** One id, the conversation's, in every log line of a handoff, whatever came of it, and in its task. */
import { setTimeout as wait } from 'node:timers/promises';
import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { expire } from '../../emulator/products/taskrouter/task-status';
import { apiKey, basic, signature, useLocalStack } from '../support/local-stack';
import { expectTwiml } from './expectations';

const FALLBACK = '+15005550199';
const stage = useLocalStack({ settings: { HANDOFF_FALLBACK_NUMBER: FALLBACK } });

/** The Functions' own log lines since the start. */
function lines(): {
	path: string;
	status: number;
	conversationId?: string;
	callSid?: string;
	code?: string;
}[] {
	const output = stage.laptop.functions.output().split('\n');
	return output.flatMap((line) => (line.startsWith('{"path"') ? [JSON.parse(line)] : []));
}

/** What was logged meanwhile. A line comes through the runtime's output, so it may be later than the response. */
async function logged(work: () => Promise<unknown>) {
	const before = lines().length;
	await work();
	await stage.emulator.runner.idle();
	for (let seen = before, turn = 0; turn < 20 && (seen === before || lines().length > seen); turn++) {
		seen = lines().length;
		await wait(200);
	}
	return lines().slice(before);
}

const agent = () => new VirtualAgent(stage.emulator);

test.each(['Studio', '/handoff'] as const)(
	'every log line and the task of a chat that goes to %s have its conversation id',
	async (way) => {
		const { conversation } = stage.world.addMessagingConversation({
			channel: 'SMS',
			address: '+15005550121',
		});
		const to = way === 'Studio' ? stage.laptop.executionsUrl : stage.laptop.handoffUrl;
		const found = await logged(() =>
			agent().handOffMessaging(conversation, { reason: 'r' }, to, '+15005550121'),
		);
		expect(new Set(found.map(({ path }) => path))).toEqual(
			new Set(way === 'Studio' ? ['/participant-lookup', '/service-sid', '/task-attributes'] : ['/handoff']),
		);
		expect(found.map(({ conversationId }) => conversationId)).toEqual(found.map(() => conversation.id));
		expect((await stage.taskOf(conversation.id)).attributes).toMatchObject({
			conversationId: conversation.id,
		});
	},
);

test.each(['Studio', '/handoff'] as const)(
	'the log line and the task of a call that goes to %s have its conversation id',
	async (way) => {
		const { conversation, call } = stage.world.addVoiceConversation({ from: '+15005550111' });
		const to = way === 'Studio' ? stage.laptop.voiceWebhookUrl : stage.laptop.handoffUrl;
		const found = await logged(() => agent().handOffCall(conversation, call, { reason: 'r' }, to));
		expect(found).toEqual([
			expect.objectContaining({
				conversationId: conversation.id,
				callSid: call.sid,
				outcome: expect.any(String),
			}),
		]);
		expect((await stage.taskOf(conversation.id)).attributes).toMatchObject({
			conversationId: conversation.id,
		});
	},
);

test('the log line about a call that the queue did not take has its conversation id, from the signed action URL', async () => {
	const { conversation, call } = stage.world.addVoiceConversation({ from: '+15005550111' });
	const HandoffData = JSON.stringify({ conversationId: conversation.id });
	const form = stage.callForm({ CallSid: call.sid, HandoffData });
	const [enqueue] = expectTwiml(await stage.post('/handoff', form, signature));
	const action = enqueue?.attributes.action ?? '';
	const found = await logged(async () => {
		const failed = { ...stage.callForm({ CallSid: call.sid }), QueueResult: 'system-error' };
		const [dial] = expectTwiml(await stage.post(action, failed, signature));
		expect(dial?.name).toBe('Dial');
	});
	expect(found).toEqual([
		expect.objectContaining({
			conversationId: conversation.id,
			callSid: call.sid,
			outcome: 'fallback_dialed',
		}),
	]);
});

test('the log lines of a refused handoff and of one with wrong credentials have its conversation id', async () => {
	const { conversation } = stage.world.addMessagingConversation({ channel: 'SMS', address: '+15005550121' });
	conversation.participants = [];
	const form = stage.tacForm(conversation);
	const found = await logged(async () => {
		for (const as of [apiKey, () => basic('SK', 'wrong')]) await stage.post('/handoff', form, as);
	});
	expect(found.map(({ code, conversationId }) => [code, conversationId])).toEqual([
		['customer_not_found', conversation.id],
		['forbidden', conversation.id],
	]);
});

test('the log line of /task-events about an untaken task has its conversation id', async () => {
	const { conversation, call } = stage.world.addVoiceConversation({ from: '+15005550111' });
	await agent().handOffCall(conversation, call, { reason: 'r' }, stage.laptop.handoffUrl);
	const { sid } = await stage.taskOf(conversation.id);
	const found = await logged(async () => {
		expire(stage.world, sid);
		await stage.emulator.taskRouter.idle();
		await stage.emulator.phone.idle();
	});
	expect(found).toContainEqual(
		expect.objectContaining({
			path: '/task-events',
			outcome: 'call_redirected',
			conversationId: conversation.id,
			taskSid: sid,
		}),
	);
});
