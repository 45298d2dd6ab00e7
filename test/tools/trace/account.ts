/**
 * An emulated account to trace handoffs in: the project's flow in its Studio, and the Functions themselves.
 * @module
 */
import type { Twilio } from 'twilio';
import type { Emulator } from '../../../emulator/core/emulator';
import type { VirtualAgent } from '../../../emulator/local-stack/virtual-agent';
import { readSettings } from '../../../src/settings';
import { AccountView } from '../../../tools/account/account-view';
import { traceJson, traceLines } from '../../../tools/cli/ui/trace';
import { type Trace, traceHandoff } from '../../../tools/trace';
import { nothingLive } from '../../support/account-view';
import { type FlowOptions, publishFlow } from '../../support/agent-handoff';
import { CannedFunctions } from '../../support/canned-functions';
import { realFunctions } from './functions';

/** Words of the customer and the virtual agent, which no trace may show. */
export const REASON = 'wants to talk about the burnt toaster';
export const SUMMARY = 'The customer burnt a toaster and is cross about it.';

export class TraceAccount {
	flowSid = '';
	/** The workflow in the settings of /handoff; empty for none. */
	workflowSid = '';
	/** How the project finds its flow when the setting is empty. */
	flowByName = nothingLive.flow;
	readonly functions: CannedFunctions;

	protected constructor(
		readonly emulator: Emulator,
		readonly twilio: Twilio,
		readonly agent: VirtualAgent,
	) {
		this.functions = new CannedFunctions(realFunctions(twilio, () => this.settings()));
	}

	/** Opens the account for a client of an emulator's. */
	protected async open(): Promise<void> {
		await this.functions.start();
		this.workflowSid = this.world.workflowSid;
		this.world.workspace.eventCallbackUrl = `${this.functionsUrl}/task-events`;
		this.publish();
	}

	async stop(): Promise<void> {
		this.functions.stop();
		await this.emulator.stop();
	}

	get functionsUrl(): string {
		return this.functions.url;
	}

	get world() {
		return this.emulator.world;
	}

	/** Publishes the flow again, with another SID. */
	publish(options: FlowOptions = {}): void {
		this.flowSid = publishFlow(this.world, { functionsUrl: this.functionsUrl, ...options }).sid;
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
