/**
 * Handoffs to trace, and what customers, the virtual agent and agents do in them.
 * @module
 */
import { Emulator } from '../../../emulator/core/emulator';
import type { Conversation, Task, Worker } from '../../../emulator/core/world';
import { VirtualAgent } from '../../../emulator/local-stack/virtual-agent';
import { reserve } from '../../../emulator/products/taskrouter/reservations';
import type { Trace } from '../../../tools/trace';
import { clientOf, withoutNetwork } from '../../support/client';
import { REASON, SUMMARY, TraceAccount } from './account';

/** The verdict on a good handoff. */
export const ACCEPTED = {
	id: 'accepted',
	status: 'ok',
	text: 'An agent accepted the task after 0 s.',
	advice: '',
} as const;

/** A workflow that does not exist. */
export const NO_WORKFLOW = `WW${'0'.repeat(32)}`;

export interface Texting {
	readonly channel?: 'SMS' | 'WHATSAPP' | 'CHAT';
	readonly address?: string;
	/** Empty for none. */
	readonly summary?: string;
}

export type Kim = ReturnType<TraceStage['texting']>;

/** What happened, line by line. */
export function textOf({ entries }: Trace): string {
	return entries.map(({ what }) => what).join('\n');
}

/** The rules that found something wrong, in the order of time. */
export function wrongIn({ entries }: Trace): (string | undefined)[] {
	return entries.filter(({ status }) => status === 'wrong').map(({ id }) => id);
}

/**
 * Opens a stage before the tests of a file, and closes it after them.
 * @param opened takes it
 */
export function onStage(opened: (stage: TraceStage) => void): void {
	let stage: TraceStage;
	beforeAll(async () => {
		// The Functions' log.
		for (const level of ['info', 'warn', 'error'] as const) jest.spyOn(console, level).mockReturnValue();
		stage = await TraceStage.start();
		opened(stage);
	});
	afterEach(() => {
		stage.emulator.faults.clear();
		stage.functions.reset();
		stage.publish();
	});
	afterAll(async () => {
		await stage.stop();
		expect(stage.emulator.crashes).toEqual([]);
	});
}

function datesIn(value: unknown): Date[] {
	if (value instanceof Date) return [value];
	return Object(value) === value ? Object.values(Object(value)).flatMap(datesIn) : [];
}

export class TraceStage extends TraceAccount {
	private customers = 0;

	static async start(): Promise<TraceStage> {
		const emulator = await Emulator.start();
		const { accountSid: username, authToken: password } = emulator.world.account;
		const client = clientOf(emulator, { username, password });
		withoutNetwork(client, emulator);
		const stage = new TraceStage(emulator, client, new VirtualAgent(emulator));
		await stage.open();
		return stage;
	}

	/** A number of its own for each customer. */
	number(): string {
		this.customers += 1;
		return `+1500555${String(1000 + this.customers)}`;
	}

	/** A customer who writes to the virtual agent. */
	texting({ channel = 'SMS', address = this.number(), summary = SUMMARY }: Texting = {}) {
		const texting = this.world.addMessagingConversation({ channel, address, name: 'Kim' });
		return { address, ...this.summarized(texting, summary) };
	}

	/** A customer on the phone with the virtual agent. */
	calling(direction: 'inbound' | 'outbound-api' = 'inbound', address = this.number()) {
		const ends = direction === 'inbound' ? { from: address } : { from: this.world.phoneNumber, to: address };
		const calling = this.world.addVoiceConversation({ ...ends, direction, name: 'Kim' });
		return { address, ...this.summarized(calling, SUMMARY) };
	}

	/** A chat that was handed over and waits for an agent. */
	async handedOver() {
		const kim = this.texting();
		await this.handOffChat(kim);
		return { ...kim, task: this.task() };
	}

	private summarized<T extends { conversation: Conversation }>(someone: T, summary: string): T {
		if (summary !== '') this.world.summaries.set(someone.conversation.id, summary);
		return someone;
	}

	/** Moves everything that happened so far into the past. */
	pass(seconds: number): void {
		const { conversations, executions, tasks, reservations, taskRouterEvents } = this.world;
		const all = [executions, tasks, reservations].flatMap((each) => [...each.values()]);
		const dates = datesIn([...all, ...taskRouterEvents]);
		for (const date of new Set(dates)) date.setTime(date.getTime() - seconds * 1000);
		const earlier = (iso: string) => new Date(Date.parse(iso) - seconds * 1000).toISOString();
		for (const conversation of conversations.values()) {
			conversation.createdAt = earlier(conversation.createdAt);
			conversation.updatedAt = earlier(conversation.updatedAt);
		}
	}

	/** The newest execution's SID. */
	get executionSid(): string {
		return [...this.world.executions.keys()].at(-1) ?? '';
	}

	/** TAC's tool, for a chat; resolves when the flow has ended. */
	async handOffChat(kim: Kim, url = this.executionsUrl): Promise<void> {
		await this.agent.handOffMessaging(kim.conversation, { reason: REASON }, url, kim.address);
		await this.emulator.runner.idle();
	}

	/** TAC's tool, for a call; resolves when the call waits in a queue, or has ended. */
	async handOffCall(kim: ReturnType<TraceStage['calling']>, url = this.webhookUrl): Promise<void> {
		await this.agent.handOffCall(kim.conversation, kim.call, { reason: REASON }, url);
	}

	/** What TAC's tool does first: the virtual agent releases the customer. */
	async release({ id }: Conversation): Promise<void> {
		const released = { status: 'INACTIVE', configuration: { statusCallbacks: [] } };
		await this.twilio.conversations.v2.conversations(id).patch(released);
	}

	/** A chat whose handoff an agent accepted twenty minutes ago: the Functions would hand it over again. */
	async served() {
		const kim = this.texting();
		await this.handOffChat(kim);
		this.accept();
		this.pass(1200);
		return { kim, execution: this.executionSid, task: this.task().sid };
	}

	/** One more handoff of a chat; it fails when the chat is closed. */
	async again(kim: Kim, chat: 'active' | 'closed' = 'active') {
		kim.classicConversation.state = chat;
		// The Functions have forgotten the last handoff.
		this.world.syncDocuments.clear();
		const before = this.world.tasks.size;
		await this.handOffChat(kim);
		return {
			execution: this.executionSid,
			task: this.world.tasks.size > before ? this.task().sid : '',
		};
	}

	/** The virtual agent gets the customer back, as after a handoff that failed. */
	giveBack({ conversation }: Kim): void {
		const statusCallbacks = [{ url: 'https://agent.example.com/webhook', method: 'POST' }];
		conversation.status = 'ACTIVE';
		Object.assign(conversation.configuration ?? {}, { statusCallbacks });
	}

	/** The same customer calls, in the same conversation. */
	joining({ address, conversation }: Kim) {
		const calling = this.calling('inbound', address);
		this.world.conversations.delete(calling.conversation.id);
		conversation.participants.push(...calling.conversation.participants);
		return { ...calling, conversation };
	}

	/** The newest task. */
	task(): Task {
		const task = [...this.world.tasks.values()].at(-1);
		if (!task) throw new Error('there is no task');
		return task;
	}

	worker(): Worker {
		const worker = [...this.world.workers.values()].find(({ available }) => available);
		if (!worker) throw new Error('no worker is available');
		return worker;
	}

	/** An agent accepts the newest task. */
	accept(): void {
		reserve(this.world, this.task().sid, this.worker().sid, 'pending');
		reserve(this.world, this.task().sid, this.worker().sid, 'accepted');
	}
}
