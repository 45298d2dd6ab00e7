/**
 * What is measured stands here: the emulated account behind a line, and warm processes of `/handoff` that reach it.
 * @module
 */
import type { Conversation } from '../emulator/core/world';
import { Laptop } from '../emulator/local-stack/laptop';
import { Line } from './line';
import { WarmFunction } from './warm-function';
import type { Job, Outcome } from './warm-process';

/** A flow that ends as soon as it has started. */
const NO_FLOW = {
	description: 'Nothing 1.0.0',
	initial_state: 'Trigger',
	flags: { allow_concurrent_calls: true },
	states: [
		{
			name: 'Trigger',
			type: 'trigger',
			properties: { offset: { x: 0, y: 0 } },
			transitions: [{ event: 'incomingRequest' }],
		},
	],
};

/** An outcome, and what it took. */
export interface Measured extends Outcome {
	/** Requests that reached Twilio. */
	readonly requests: number;
	/** Connections opened to Twilio. */
	readonly connections: number;
}

export class BenchStage {
	private readonly started: WarmFunction[] = [];
	private handoffs = 0;

	private constructor(
		readonly laptop: Laptop,
		readonly line: Line,
	) {}

	static async start(rttMs: number): Promise<BenchStage> {
		const laptop = await Laptop.start();
		return new BenchStage(laptop, await Line.start(rttMs, (socket) => laptop.emulator.accept(socket)));
	}

	/** A fresh process, which has no connection yet. */
	async warmFunction(): Promise<WarmFunction> {
		const { emulator, settings } = this.laptop;
		const warm = await WarmFunction.start({ port: this.line.port, caPath: emulator.caPath, settings });
		this.started.push(warm);
		return warm;
	}

	/**
	 * The form that TAC posts for a new customer's chat.
	 * @param participants of the conversation, the customer and the virtual agent among them
	 * @param bytes roughly the size of the attributes
	 */
	chat({ participants = 2, bytes = 0 } = {}): Job['params'] {
		this.handoffs += 1;
		const { world } = this.laptop.emulator;
		const address = `+1500${String(this.handoffs).padStart(7, '0')}`;
		const { conversation } = world.addMessagingConversation({ channel: 'SMS', address, name: 'Kim' });
		addAgents(conversation, participants - 2);
		// As TAC's tool leaves it before it delivers a handoff.
		conversation.status = 'INACTIVE';
		Object.assign(conversation.configuration ?? {}, { statusCallbacks: [] });
		const attributes = { reason: 'asked for a person', notes: 'x'.repeat(bytes) };
		const HandoffData = {
			conversationId: conversation.id,
			storeId: world.memoryStoreId,
			profileId: '',
			attributes,
		};
		return { To: address, From: world.phoneNumber, Parameters: JSON.stringify({ HandoffData }) };
	}

	/** What `/handoff` posts to Studio for a new customer's chat: the flow asks no Function for anything. */
	startOfFlow(): URLSearchParams {
		const { To, From, Parameters } = this.chat();
		const { HandoffData } = JSON.parse(String(Parameters));
		const conversation = this.laptop.emulator.world.conversations.get(HandoffData.conversationId);
		const customer = conversation?.participants.find(({ type }) => type === 'CUSTOMER');
		const task = {
			isHandoff: true,
			attributes: JSON.stringify(HandoffData),
			essentialAttributes: '{}',
			priority: '0',
		};
		const conversationSid = customer?.addresses[0]?.channelId;
		const { serviceSid } = this.laptop.emulator.world;
		const parameters = JSON.stringify({ HandoffData, conversationSid, serviceSid, task });
		return new URLSearchParams({ To: String(To), From: String(From), Parameters: parameters });
	}

	/** Runs a job, and waits until the flow that it started has ended too. */
	async measure(warm: WarmFunction, job: Job): Promise<Measured> {
		const { emulator } = this.laptop;
		const { opened } = this.line;
		emulator.requests.length = 0;
		const outcome = await warm.run(job);
		const requests = emulator.requests.length;
		const connections = this.line.opened - opened;
		await emulator.runner.idle();
		return { ...outcome, requests, connections };
	}

	/** @throws Error when the handoff did not start the flow */
	async handOff(warm: WarmFunction, chat: Parameters<BenchStage['chat']>[0] = {}): Promise<Measured> {
		const measured = await this.measure(warm, { way: 'function', params: this.chat(chat), times: 1 });
		if (measured.status !== 201)
			throw new Error(`status ${measured.status}: ${JSON.stringify(measured.body)}`);
		return measured;
	}

	/** Runs something while Studio takes executions and does nothing more: the flow would take processor time from it. */
	async withoutFlow<T>(run: () => Promise<T>): Promise<T> {
		this.laptop.publishFlow(NO_FLOW);
		try {
			return await run();
		} finally {
			this.laptop.publishFlow();
		}
	}

	async stop(): Promise<void> {
		for (const warm of this.started) warm.stop();
		await this.line.stop();
		await this.laptop.stop();
	}
}

function addAgents(conversation: Conversation, count: number): void {
	for (let n = 0; n < count; n++) {
		conversation.participants.unshift({
			id: `conv_participant_${String(n).padStart(26, '0')}`,
			type: 'HUMAN_AGENT',
			name: `Agent ${n}`,
			addresses: [{ channel: 'CHAT', address: `agent-${n}` }],
		});
	}
}
