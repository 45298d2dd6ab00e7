/**
 * Handoffs to trace, in an emulated account: the project's flow in its Studio, and the Functions' own code behind a
 * small server of this process.
 * @module
 */
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Twilio } from 'twilio';
import { Emulator } from '../../../emulator/core/emulator';
import type { Conversation, Task, Worker } from '../../../emulator/core/world';
import { VirtualAgent } from '../../../emulator/local-stack/virtual-agent';
import { addFlow } from '../../../emulator/products/studio/flows';
import { findCustomer, parseCustomerQuery } from '../../../src/conversation/customer';
import { findService } from '../../../src/conversation/service';
import { answerFlow } from '../../../src/handoff/flow-request';
import { handOffMessaging, parseMessagingHandoff } from '../../../src/handoff/messaging';
import { answerCallback } from '../../../src/handoff/voice';
import { HandoffError } from '../../../src/http/errors';
import { readSettings } from '../../../src/settings';
import { TimeBudget } from '../../../src/twilio/time-budget';
import template from '../../../studio/agent-handoff.json';
import { renderFlow } from '../../../studio/render/render';
import { AccountView } from '../../../tools/account/account-view';
import { traceJson, traceLines } from '../../../tools/cli/commands/trace';
import { type Trace, traceHandoff } from '../../../tools/trace';
import { clientOf, withoutNetwork } from '../../emulator/client';
import { listen } from '../../emulator/flows';
import { nothingLive } from '../../support/account-view';

/** Words of the customer and the virtual agent, which no trace may show. */
export const REASON = 'wants to talk about the burnt toaster';
const SUMMARY = 'The customer burnt a toaster and is cross about it.';

/** The verdict on a good handoff. */
export const ACCEPTED = { status: 'ok', text: 'An agent accepted the task after 0 s.', advice: '' } as const;

/** A workflow that does not exist. */
export const NO_WORKFLOW = `WW${'0'.repeat(32)}`;

export interface Texting {
	readonly channel?: 'SMS' | 'WHATSAPP' | 'CHAT';
	readonly address?: string;
	/** Empty for none. */
	readonly summary?: string;
}

export type Kim = ReturnType<TraceStage['texting']>;

export interface FlowOptions {
	readonly workflowSid?: string;
	readonly fallbackNumber?: string;
	readonly functionsUrl?: string;
}

/** What happened, line by line. */
export function textOf({ entries }: Trace): string {
	return entries.map(({ what }) => what).join('\n');
}

export function wrongIn({ entries }: Trace): string[] {
	return entries.filter(({ status }) => status === 'wrong').map(({ what }) => what);
}

/**
 * Opens a stage before the tests of a file, and closes it after them.
 * @param opened takes it
 */
export function onStage(opened: (stage: TraceStage) => void): void {
	let stage: TraceStage;
	beforeAll(async () => {
		stage = await TraceStage.start();
		opened(stage);
	});
	afterEach(() => {
		stage.emulator.faults.clear();
		stage.failing.clear();
		stage.publish();
	});
	afterAll(async () => {
		await stage.stop();
		expect(stage.emulator.crashes).toEqual([]);
	});
}

type Answer = { readonly status: number; readonly body: unknown };

export class TraceStage {
	flowSid = '';
	functionsUrl = '';
	/** The workflow in the settings of /handoff; empty for none. */
	workflowSid = '';
	/** How the project finds its flow when the setting is empty. */
	flowByName = nothingLive.flow;
	/** What the Functions respond instead, by path; `*` for every path. */
	readonly failing = new Map<string, Answer>();
	private readonly server = createServer(async (request, response) => {
		const form = Object.fromEntries(new URLSearchParams(await text(request)));
		await this.answer(request.url ?? '', form, response);
	});
	private customers = 0;

	private constructor(
		readonly emulator: Emulator,
		readonly twilio: Twilio,
		readonly agent: VirtualAgent,
	) {}

	static async start(): Promise<TraceStage> {
		const emulator = await Emulator.start();
		const { accountSid: username, authToken: password } = emulator.world.account;
		const client = clientOf(emulator, { username, password });
		withoutNetwork(client, emulator);
		const stage = new TraceStage(emulator, client, new VirtualAgent(emulator));
		stage.functionsUrl = await listen(stage.server);
		stage.workflowSid = emulator.world.workflowSid;
		stage.publish();
		return stage;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		this.server.close();
		await this.emulator.stop();
	}

	get world() {
		return this.emulator.world;
	}

	/** Publishes the flow again, with another SID. */
	publish({ workflowSid, fallbackNumber = '', functionsUrl }: FlowOptions = {}): void {
		const definition = renderFlow(
			{
				FUNCTIONS_URL: functionsUrl ?? this.functionsUrl,
				TWILIO_FLEX_WORKFLOW_SID: workflowSid ?? this.world.workflowSid,
				TWILIO_FLEX_VOICE_CHANNEL_SID: this.world.voiceChannelSid,
				TWILIO_FLEX_CHAT_CHANNEL_SID: this.world.chatChannelSid,
				HANDOFF_FALLBACK_NUMBER: fallbackNumber,
				HANDOFF_CALL_TIMEOUT: '1800',
				HANDOFF_CHAT_TIMEOUT: '3600',
				TWILIO_PHONE_NUMBER: this.world.phoneNumber,
			},
			template,
		);
		this.flowSid = addFlow(this.world, definition).sid;
	}

	get handoffUrl(): string {
		return `${this.functionsUrl}/handoff`;
	}

	get executionsUrl(): string {
		return `https://studio.twilio.com/v2/Flows/${this.flowSid}/Executions`;
	}

	get webhookUrl(): string {
		const { accountSid } = this.world.account;
		return `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${this.flowSid}?Trigger=incomingCall`;
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
		const dates = [
			...[...executions.values()].flatMap(({ dateCreated, dateUpdated, steps }) => [
				dateCreated,
				dateUpdated,
				...steps.map((step) => step.dateCreated),
			]),
			...[...tasks.values()].map(({ dateCreated }) => dateCreated),
			...[...reservations.values()].flatMap(({ dateCreated, dateUpdated }) => [dateCreated, dateUpdated]),
			...taskRouterEvents.map(({ date }) => date),
		];
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

	/** A chat whose handoff an agent accepted one minute ago. */
	async served() {
		const kim = this.texting();
		await this.handOffChat(kim);
		this.accept();
		this.pass(60);
		return { kim, execution: this.executionSid, task: this.task().sid };
	}

	/** One more handoff of a chat; it fails when the chat is closed. */
	async again(kim: Kim, chat: 'active' | 'closed' = 'active') {
		kim.classicConversation.state = chat;
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
		this.world.reserve(this.task().sid, this.worker().sid, 'pending');
		this.world.reserve(this.task().sid, this.worker().sid, 'accepted');
	}

	/** Traces, and checks for what no trace may show. */
	async trace(id: string, secondsLater = 0): Promise<Trace> {
		const trace = await traceHandoff(this.account(), id, new Date(Date.now() + secondsLater * 1000));
		const shown = [traceJson(trace), ...traceLines(trace, { color: false })].join('\n');
		expect(shown).not.toMatch(/\+?1?500555\d{4}/);
		expect(shown).not.toContain(REASON);
		expect(shown).not.toContain(SUMMARY);
		expect(shown).not.toContain(this.world.account.authToken);
		return trace;
	}

	account(): AccountView {
		const { accountSid, authToken } = this.world.account;
		const environment = {
			ACCOUNT_SID: accountSid,
			AUTH_TOKEN: authToken,
			TWILIO_STUDIO_HANDOFF_FLOW_SID: this.flowSid,
			TWILIO_PHONE_NUMBER: this.world.phoneNumber,
		};
		const settings = readSettings(environment);
		const project = { ...nothingLive, flow: this.flowByName };
		return new AccountView(this.twilio, undefined, environment, settings, project, {});
	}

	private async answer(
		path: string,
		form: Readonly<Record<string, string>>,
		response: ServerResponse,
	): Promise<void> {
		if (path === '/handoff' && form.CallSid) {
			const settings = readSettings({ TWILIO_FLEX_WORKFLOW_SID: this.workflowSid });
			const { twiml } = answerCallback({ params: form, settings, path });
			response.writeHead(200, { 'content-type': 'text/xml' }).end(twiml);
			return;
		}
		const { status, body } = await this.lookUp(path, form).catch((error: unknown): Answer => {
			if (error instanceof HandoffError) return { status: error.status, body: { error: error.toBody() } };
			throw error;
		});
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	}

	private async lookUp(path: string, form: Readonly<Record<string, string>>): Promise<Answer> {
		const failing = this.failing.get(path) ?? this.failing.get('*');
		if (failing) return failing;
		if (path === '/task-attributes') return { status: 200, body: answerFlow(form).answer };
		if (!['/participant-lookup', '/service-sid', '/handoff'].includes(path)) return { status: 404, body: {} };
		if (path === '/participant-lookup') {
			return { status: 200, body: await findCustomer(this.twilio, parseCustomerQuery(form)) };
		}
		if (path === '/service-sid') {
			return { status: 200, body: await findService(this.twilio, form.conversationId ?? '') };
		}
		const handoff = parseMessagingHandoff(form);
		const settings = { TWILIO_STUDIO_HANDOFF_FLOW_SID: this.flowSid };
		const budget = new TimeBudget(8_000);
		return {
			status: 201,
			body: await handOffMessaging(handoff, { settings, budget, twilio: () => this.twilio }),
		};
	}
}
