/**
 * An emulated account to trace handoffs in: the project's flow in its Studio, and the Functions themselves.
 * @module
 */
import type { Server } from 'node:http';
import type { Twilio } from 'twilio';
import type { Emulator } from '../../../emulator/core/emulator';
import type { VirtualAgent } from '../../../emulator/local-stack/virtual-agent';
import { addFlow } from '../../../emulator/products/studio/flows';
import { readSettings } from '../../../src/settings';
import template from '../../../studio/agent-handoff.json';
import { renderFlow } from '../../../studio/render/render';
import { AccountView } from '../../../tools/account/account-view';
import { adaptedValues } from '../../../tools/account/studio/flow-values';
import { traceJson, traceLines } from '../../../tools/cli/ui/trace';
import { type Trace, traceHandoff } from '../../../tools/trace';
import { listen } from '../../emulator/flows';
import { nothingLive } from '../../support/account-view';
import { serveFunctions } from './functions';

/** Words of the customer and the virtual agent, which no trace may show. */
export const REASON = 'wants to talk about the burnt toaster';
export const SUMMARY = 'The customer burnt a toaster and is cross about it.';

export interface FlowOptions {
	readonly workflowSid?: string;
	readonly fallbackNumber?: string;
	readonly functionsUrl?: string;
	readonly greeting?: string;
}

export class TraceAccount {
	flowSid = '';
	functionsUrl = '';
	/** The workflow in the settings of /handoff; empty for none. */
	workflowSid = '';
	/** How the project finds its flow when the setting is empty. */
	flowByName = nothingLive.flow;
	/** What the Functions respond instead, by path; `*` for every path. */
	readonly failing = new Map<string, { readonly status: number; readonly body: unknown }>();
	private readonly server: Server;

	protected constructor(
		readonly emulator: Emulator,
		readonly twilio: Twilio,
		readonly agent: VirtualAgent,
	) {
		this.server = serveFunctions(twilio, () => this.settings(), this.failing);
	}

	/** Opens the account for a client of an emulator's. */
	protected async open(): Promise<void> {
		this.functionsUrl = await listen(this.server);
		this.workflowSid = this.world.workflowSid;
		this.world.workspace.eventCallbackUrl = `${this.functionsUrl}/task-events`;
		this.publish();
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
	publish({ workflowSid, fallbackNumber = '', functionsUrl, greeting = '' }: FlowOptions = {}): void {
		const definition = renderFlow(
			{
				FUNCTIONS_URL: functionsUrl ?? this.functionsUrl,
				TWILIO_FLEX_WORKFLOW_SID: workflowSid ?? this.world.workflowSid,
				TWILIO_FLEX_VOICE_CHANNEL_SID: this.world.voiceChannelSid,
				TWILIO_FLEX_CHAT_CHANNEL_SID: this.world.chatChannelSid,
				...adaptedValues({}),
				HANDOFF_CALL_GREETING: greeting,
				HANDOFF_FALLBACK_NUMBER: fallbackNumber,
				TWILIO_PHONE_NUMBER: this.world.phoneNumber,
			},
			template,
		);
		this.flowSid = addFlow(this.world, definition).sid;
	}

	/** Makes the flow a draft, or adds one to it. */
	draft(first: 'draft' | 'published' = 'draft'): void {
		const flow = this.world.flows.get(this.flowSid);
		const [revision] = flow?.revisions ?? [];
		if (flow && revision)
			flow.revisions = [
				{ ...revision, status: first },
				{ ...revision, status: 'draft' },
			];
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
		const project = { ...nothingLive, flow: this.flowByName };
		return new AccountView(this.twilio, undefined, {}, readSettings(this.settings()), project, {});
	}

	/** Those of `.env` and of the Functions alike. */
	private settings(): Readonly<Record<string, string>> {
		const { account, phoneNumber } = this.world;
		return {
			ACCOUNT_SID: account.accountSid,
			AUTH_TOKEN: account.authToken,
			TWILIO_STUDIO_HANDOFF_FLOW_SID: this.flowSid,
			TWILIO_PHONE_NUMBER: phoneNumber,
			TWILIO_FLEX_WORKFLOW_SID: this.workflowSid,
		};
	}
}
