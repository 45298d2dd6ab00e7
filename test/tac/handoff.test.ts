/**
 * The real caller: TAC's own handoff tool, unmodified, through the emulator's Studio and through `/handoff`.
 * @module
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Task } from '../../emulator/core/world';
import { Laptop } from '../../emulator/local-stack/laptop';

const python = process.env.TEST_PYTHON;
if (python === undefined) throw new Error('Run this through `npm run test:tac`, which installs TAC.');

interface Result {
	readonly status: string;
	readonly error?: string;
	readonly twiml?: string;
	readonly endMessage?: { type: string; handoffData: string };
}

let laptop: Laptop;
let agent: ChildProcess;
let answers: AsyncIterator<string>;
let lines: Interface;

beforeAll(async () => {
	laptop = await Laptop.start();
	agent = spawn(String(python), [join(__dirname, 'agent.py')], {
		env: {
			PATH: process.env.PATH,
			...laptop.emulator.env(),
			...laptop.settings,
			TWILIO_VOICE_PUBLIC_DOMAIN: 'agent.example.com',
			TAC_ANALYTICS_DISABLED: 'true',
			TWILIO_LOG_LEVEL: 'CRITICAL',
		},
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	if (!agent.stdout) throw new Error('no pipe');
	lines = createInterface(agent.stdout);
	answers = lines[Symbol.asyncIterator]();
}, 60_000);

afterAll(async () => {
	agent.stdin?.end();
	if (agent.exitCode === null) await once(agent, 'exit');
	lines.close();
	await laptop.stop();
});

/** Lets the agent do one handoff and waits until Studio has nothing left to do. */
async function ask(job: Readonly<Record<string, unknown>>): Promise<Result> {
	agent.stdin?.write(`${JSON.stringify(job)}\n`);
	for (;;) {
		const { value, done } = await answers.next();
		if (done) throw new Error('the agent ended');
		// TAC logs to standard output as well.
		if (!value.startsWith('{')) continue;
		await laptop.emulator.runner.idle();
		return JSON.parse(value);
	}
}

function taskOf(conversationId: string): Task {
	const tasks = [...laptop.emulator.world.tasks.values()].filter(
		({ attributes }) => attributes.conversationId === conversationId,
	);
	expect(tasks).toHaveLength(1);
	const [task] = tasks;
	if (!task) throw new Error('no task');
	return task;
}

/** As in the README's lines, which the agent runs. */
const ATTRIBUTES = { department: 'billing', priority: 'high' };
const REASON = 'Says "a person, please" — it\'s {{urgent}} \\ <now>\n💬';

const customers = [
	{ channel: 'SMS', address: '+15005550101' },
	{ channel: 'WHATSAPP', address: 'whatsapp:+15005550102' },
	{ channel: 'CHAT', address: 'visitor-1@example.com' },
	{ channel: 'RCS', address: 'rcs:+15005550103' },
] as const;

describe.each(customers)('TAC hands over a $channel conversation', ({ channel, address }) => {
	test.each(['studio', 'handoff_url'])('by way of %s, and the task says who and why', async (way) => {
		const { world } = laptop.emulator;
		const profileId = 'mem_profile_01k3b6kp8n7m6k5j4h3g2f1d0s';
		const { conversation, classicConversation } = world.addMessagingConversation({
			channel,
			address,
			name: 'Kim',
			profileId,
		});
		const job = {
			way,
			conversationId: conversation.id,
			channel,
			address,
			profileId,
			reason: REASON,
		};

		const result = await ask({ ...job, url: laptop.handoffUrl });

		expect(result).toMatchObject({ status: 'handoff_initiated' });
		const task = taskOf(conversation.id);
		expect(task.attributes).toMatchObject({
			...ATTRIBUTES,
			reason: REASON,
			storeId: world.memoryStoreId,
			profileId,
			channel,
			direction: 'inbound',
			name: 'Kim',
			customerAddress: address,
		});
		expect(task).toMatchObject({
			priority: 20,
			taskChannelUniqueName: 'chat',
			conversationSid: classicConversation.sid,
		});
		expect(conversation.status).toBe('INACTIVE');
	});
});

test.each(['studio', 'handoff_url'])(
	'TAC’s tool called twice at once, by way of %s, makes one task',
	async (way) => {
		const address = `+1500555013${way.length % 10}`;
		const { conversation } = laptop.emulator.world.addMessagingConversation({ channel: 'SMS', address });
		const job = { way, conversationId: conversation.id, channel: 'SMS', address, reason: REASON };
		await ask({ ...job, url: laptop.handoffUrl, times: 2 });
		taskOf(conversation.id);
	},
);

describe('TAC hands over a call', () => {
	test('directly to Studio', async () => {
		const { world, phone } = laptop.emulator;
		const { conversation, call } = world.addVoiceConversation({ from: '+15005550111' });
		const result = await ask({
			way: 'voice',
			conversationId: conversation.id,
			channel: 'VOICE',
			reason: REASON,
		});

		const actionUrl = actionOf(result);
		expect(actionUrl).toBe(laptop.voiceWebhookUrl);
		await phone.endConversationRelay(call, { actionUrl, handoffData: handoffDataOf(result) });

		expect(taskOf(conversation.id)).toMatchObject({
			callSid: call.sid,
			priority: 20,
			attributes: {
				...ATTRIBUTES,
				reason: REASON,
				channel: 'VOICE',
				direction: 'inbound',
				customerAddress: '+15005550111',
			},
		});
	});

	test('that the agent placed, to /handoff', async () => {
		const { world, phone } = laptop.emulator;
		const { conversation, call } = world.addVoiceConversation({
			from: world.phoneNumber,
			to: '+15005550112',
			direction: 'outbound-api',
		});
		const job = {
			way: 'voice',
			conversationId: conversation.id,
			channel: 'VOICE',
			reason: REASON,
		};
		const result = await ask({ ...job, url: laptop.handoffUrl });

		const actionUrl = actionOf(result);
		expect(actionUrl).toBe(laptop.handoffUrl);
		await phone.endConversationRelay(call, { actionUrl, handoffData: handoffDataOf(result) });

		expect(taskOf(conversation.id)).toMatchObject({
			callSid: call.sid,
			priority: 20,
			attributes: {
				...ATTRIBUTES,
				reason: REASON,
				channel: 'VOICE',
				direction: 'outbound',
				customerAddress: '+15005550112',
			},
		});
	});
});

describe('TAC receives the error when a handoff fails', () => {
	test('to Studio', async () => {
		const { faults, world } = laptop.emulator;
		const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550121' });
		faults.add({ match: { host: 'studio.twilio.com' }, fault: { status: 503 } });

		const job = { way: 'studio', conversationId: conversation.id, channel: 'SMS', address: '+15005550121' };
		const result = await ask({ ...job, reason: REASON });
		faults.clear();

		expect(result.status).toBe('handoff_failed');
		expect(result.error).toContain('503');
	});

	test('to /handoff, and gets its customer back', async () => {
		const { world } = laptop.emulator;
		const { conversation } = world.addMessagingConversation({ channel: 'SMS', address: '+15005550122' });
		for (const { addresses } of conversation.participants)
			for (const address of addresses) delete address.channelId;

		const job = {
			way: 'handoff_url',
			conversationId: conversation.id,
			channel: 'SMS',
			address: '+15005550122',
		};
		const result = await ask({ ...job, reason: REASON, url: laptop.handoffUrl });

		expect(result.status).toBe('handoff_failed');
		expect(result.error).toContain('422');
		expect(conversation.status).toBe('ACTIVE');
		expect(conversation.configuration?.statusCallbacks).toEqual(
			world.configurations.get(world.configurationId)?.statusCallbacks,
		);
	});
});

function actionOf({ twiml = '' }: Result): string {
	return /<Connect action="([^"]*)"/.exec(twiml)?.[1]?.replace(/&amp;/g, '&') ?? '';
}

function handoffDataOf({ endMessage }: Result): string {
	if (endMessage?.type !== 'end') throw new Error('the session did not end with a handoff');
	return endMessage.handoffData;
}
