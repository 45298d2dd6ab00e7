/**
 * One customer of the soak, with everything that Twilio holds of them.
 * @module
 */
import {
	CONFIGURATION_ID,
	conversation,
	customer,
	handoffData,
	OUR_NUMBER,
	participantsPage,
	SERVICE_SID,
} from '../support/fixtures';

/** As Studio keeps it. */
export interface Execution {
	readonly sid: string;
	readonly startedAt: number;
	readonly task: boolean;
	status: 'active' | 'ended';
	outcome?: string;
	reachedFlex: boolean;
}

/** Sync: 503, no answer, or one that comes late. */
export type Store = 'up' | 'down' | 'silent' | 'slow';

export const STATUS_CALLBACKS = [{ url: 'https://agent.example.com/webhook', method: 'POST' }];

export class Customer {
	readonly conversationId: string;
	readonly conversationSid: string;
	readonly callSid: string;
	readonly address: string;
	readonly executions: Execution[] = [];
	readonly claims = new Map<string, { data: unknown; revision: number }>();
	status = 'ACTIVE';
	callbacks: readonly object[] = STATUS_CALLBACKS;
	metadata: Readonly<Record<string, string>> = { crm: '7' };
	/** Of the second handoff of a customer who was given back. */
	store: Store | undefined;
	/** How often this customer was handed over again after being given back. */
	again = 0;
	/** How many tasks were created for this customer, and how many of them wait or are taken. */
	tasks = { created: 0, canceled: 0 };
	/** What the customer, or the virtual agent for them, learned of a failure. */
	reports = 0;
	/** A call that left the queue for the fallback number or an apology. */
	redirected = 0;

	constructor(readonly number: number) {
		const hex = number.toString(16).padStart(32, '0');
		this.conversationId = `conv_conversation_${number.toString(32).padStart(26, '0')}`;
		this.conversationSid = `CH${hex}`;
		this.callSid = `CA${hex}`;
		this.address = `+1500${String(number).padStart(7, '0')}`;
	}

	/** Whether the virtual agent receives what this customer writes. */
	get isServed(): boolean {
		return this.status === 'ACTIVE' && this.callbacks.length > 0;
	}

	get openTasks(): number {
		return this.tasks.created - this.tasks.canceled;
	}

	get handoffData() {
		return { ...handoffData, conversationId: this.conversationId };
	}

	/** What TAC's `post_studio_handoff` posts. */
	get form() {
		const Parameters = JSON.stringify({ HandoffData: this.handoffData });
		return { To: this.address, From: OUR_NUMBER, Parameters };
	}

	get view() {
		return {
			...conversation,
			id: this.conversationId,
			configurationId: CONFIGURATION_ID,
			status: this.status,
			metadata: this.metadata,
			configuration: {
				conversationsV1Bridge: { serviceId: SERVICE_SID },
				statusCallbacks: this.callbacks,
			},
		};
	}

	get participants() {
		const addresses = [{ channel: 'SMS', address: this.address, channelId: this.conversationSid }];
		return participantsPage([{ ...customer, addresses }]);
	}
}
