/**
 * What one does in the console: as the customer, as the person in Flex, and to Twilio.
 * @module
 */
import { z } from 'zod';
import type { Emulator } from '../core/emulator';
import { toRequest } from '../core/proxy';
import { sid } from '../core/sids';
import type { Conversation, Worker, World } from '../core/world';
import { reserve } from '../products/taskrouter/reservations';
import { changeStatus, expire } from '../products/taskrouter/task-status';
import { spoke } from '../products/voice/spoken';
import { type Action, CHANNELS, type Failure, failures } from './state';
import { conversationOf, taskOf } from './view';

const text = z.string().trim().min(1).max(1600);
const action: z.ZodType<Action> = z.discriminatedUnion('do', [
	z.object({ do: z.literal('write'), channel: z.enum(CHANNELS).exclude(['VOICE']), text }),
	z.object({ do: z.literal('call') }),
	z.object({ do: z.enum(['speak', 'reply']), id: z.string(), text }),
	z.object({ do: z.enum(['hangUp', 'accept', 'complete']), id: z.string() }),
	z.object({ do: z.literal('fail'), failure: z.enum(failures), on: z.boolean() }),
]);

/** One customer a channel: a known number, so that the account's settings fit. */
const CUSTOMERS = {
	SMS: { address: '+15005550123', name: 'Kim' },
	WHATSAPP: { address: 'whatsapp:+15005550124', name: 'Sam' },
	CHAT: { address: 'visitor-8d2f@example.com', name: 'Robin' },
} as const;
const CALLER = '+15005550125';
/** How long a task waits when no agent is available: short, so that one sees what happens then. */
const SHORT_TIMEOUT_MS = 5_000;

export class Actions {
	readonly failures = new Set<Failure>();

	constructor(private readonly emulator: Emulator) {
		this.watch();
	}

	/**
	 * @param input what the page sent
	 * @returns the customer that it was about, if it began with one
	 * @throws Error when it cannot be done
	 */
	async run(input: unknown): Promise<string | undefined> {
		const wanted = action.parse(input);
		const { capture, phone, world } = this.emulator;
		switch (wanted.do) {
			case 'write': {
				const { channel } = wanted;
				return capture.receive({ channel, ...CUSTOMERS[channel], text: wanted.text }).classic.sid;
			}
			case 'call':
				return (await phone.dialIn(CALLER)).sid;
			case 'speak':
				return void phone.hear(callOf(world, wanted.id), wanted.text);
			case 'hangUp':
				return void (await phone.hangUp(callOf(world, wanted.id)));
			case 'accept':
				return void this.accept(wanted.id);
			case 'reply':
				return void (await this.reply(wanted.id, wanted.text));
			case 'complete':
				return void (await this.complete(wanted.id));
			case 'fail':
				return void this.switchFailure(wanted.failure, wanted.on);
		}
	}

	private accept(id: string): void {
		const { world } = this.emulator;
		const worker = personOf(world);
		if (!worker.available) throw new Error('No agent is available');
		reserve(world, openTask(world, id).sid, worker.sid, 'accepted');
		const inChat = { sid: sid('MB'), identity: worker.friendlyName, address: null, proxyAddress: null };
		world.classicConversations.get(id)?.participants.push(inChat);
		const conversation = conversationOf(world, id);
		// Flex makes it ACTIVE on pickup and CLOSED at the end, says TAC's tool (tac/tools/handoff.py).
		if (conversation && conversation.status !== 'CLOSED') conversation.status = 'ACTIVE';
	}

	/** As the Flex UI does: a message in the same chat, by the person. On a call they speak. */
	private async reply(id: string, said: string): Promise<void> {
		const { world } = this.emulator;
		const worker = personOf(world);
		if (openTask(world, id).assignmentStatus !== 'assigned') throw new Error('Accept the task first');
		const call = world.calls.get(id);
		if (call) {
			spoke(call, 'person', said);
			return world.log('Flex', `${worker.friendlyName} said "${said}"`);
		}
		const chat = world.classicConversations.get(id);
		if (!chat) throw new Error('The chat was not found');
		const { accountSid, authToken } = world.account;
		const { status } = await this.emulator.handle(
			toRequest({
				method: 'POST',
				host: 'conversations.twilio.com',
				path: `/v1/Services/${chat.serviceSid}/Conversations/${id}/Messages`,
				query: '',
				headers: {
					authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
					'content-type': 'application/x-www-form-urlencoded',
				},
				body: new URLSearchParams({ Author: worker.friendlyName, Body: said }).toString(),
			}),
		);
		if (status >= 400) throw new Error(`Conversations answered ${status}`);
	}

	private async complete(id: string): Promise<void> {
		const { world, phone } = this.emulator;
		const task = openTask(world, id);
		const worker = personOf(world);
		reserve(world, task.sid, worker.sid, 'completed');
		changeStatus(world, task, 'completed', 'completed by the agent');
		const conversation = conversationOf(world, id);
		if (conversation) conversation.status = 'CLOSED';
		const chat = world.classicConversations.get(id);
		if (chat) chat.state = 'closed';
		const call = world.calls.get(id);
		if (call) await phone.hangUp(call);
		world.log('Flex', `${worker.friendlyName} completed the task`);
	}

	private switchFailure(failure: Failure, on: boolean): void {
		const { world } = this.emulator;
		if (on) this.failures.add(failure);
		else this.failures.delete(failure);
		personOf(world).available = !this.failures.has('noAgent');
		personOf(world).activityName = this.failures.has('noAgent') ? 'Offline' : 'Available';
		this.setFaults();
	}

	/** Set again for each handoff: of each, a single response is lost. */
	private setFaults(): void {
		const { faults } = this.emulator;
		faults.clear();
		if (this.failures.has('studio')) {
			faults.add({ match: { method: 'POST', host: 'studio.twilio.com' }, fault: { status: 503 } });
			faults.add({ match: { host: 'webhooks.twilio.com' }, fault: { status: 503 } });
		}
		if (this.failures.has('busy')) {
			faults.add({ match: { method: 'POST', host: 'studio.twilio.com' }, fault: { status: 429 } });
		}
		if (this.failures.has('lost')) faults.add({ match: HANDOFF, nth: 1, fault: { lost: true } });
		if (this.failures.has('twice')) faults.add({ match: HANDOFF, fault: { twice: true } });
	}

	/** Twilio's part that depends on what happens: the summary, a chat that closes, a task that no one takes. */
	private watch(): void {
		const { world } = this.emulator;
		world.events.on('conversationStatus', (conversation) => {
			if (conversation.status !== 'INACTIVE') return;
			this.setFaults();
			this.released(conversation);
		});
		world.events.on('taskRouter', ({ type, taskSid }) => {
			if (type === 'task.created' && this.failures.has('noAgent')) this.expireSoon(taskSid);
		});
	}

	private released({ id, participants }: Conversation): void {
		const { world } = this.emulator;
		const addresses = participants.flatMap((each) => each.addresses);
		const channelId = addresses.find((each) => each.channelId)?.channelId ?? '';
		const chat = world.classicConversations.get(channelId);
		const said = [
			...(chat?.messages.filter(({ author }) => author === addresses[0]?.address).map(({ body }) => body) ??
				[]),
			...(world.calls
				.get(channelId)
				?.spoken?.filter(({ who }) => who === 'caller')
				.map((each) => each.text) ?? []),
		];
		world.summaries.set(id, `The customer said: ${said.join(' / ')} (Made up by the emulator.)`);
		if (chat && this.failures.has('chatClosed')) chat.state = 'closed';
	}

	private expireSoon(taskSid: string): void {
		const { world } = this.emulator;
		const timer = setTimeout(() => {
			if (world.tasks.has(taskSid)) expire(world, taskSid, 'Task canceled on Workflow timeout');
		}, SHORT_TIMEOUT_MS);
		timer.unref();
	}
}

const HANDOFF = { method: 'POST', path: '/handoff' } as const;

/** The person who plays the agent in Flex. */
export function personOf({ workers }: World): Worker {
	const [first] = workers.values();
	if (!first) throw new Error('The account has no worker');
	return first;
}

function openTask(world: World, id: string) {
	const task = taskOf(world, id);
	if (!task || ['completed', 'canceled'].includes(task.assignmentStatus))
		throw new Error('There is no open task');
	return task;
}

function callOf({ calls }: World, id: string) {
	const call = calls.get(id);
	if (!call) throw new Error('The call was not found');
	return call;
}
