/**
 * What stands around a handoff in the soak: the Functions' platform, Studio's flow, TaskRouter, and the virtual agent.
 * Not the emulator: thousands of hours pass here in seconds, by a virtual clock that its servers and runner do not have.
 * @module
 */
import { findCustomer } from '../../src/conversation/customer';
import { findService } from '../../src/conversation/service';
import { claimForExecution } from '../../src/handoff/duplicate';
import { HANDED_OVER } from '../../src/handoff/executions';
import { giveBackAndNotify } from '../../src/handoff/give-back';
import { handOffMessaging } from '../../src/handoff/messaging';
import { parseMessagingHandoff } from '../../src/handoff/messaging-request';
import { handleTaskEvent } from '../../src/handoff/task-events';
import { answerCallback } from '../../src/handoff/voice';
import { HandoffError } from '../../src/http/errors';
import type { AccountAccess } from '../../src/twilio/access';
import { REQUEST_BUDGET_MS, TimeBudget } from '../../src/twilio/time-budget';
import { VirtualClock } from '../support/fakes';
import { callForm, FALLBACK_NUMBER, SERVICE_SID, settings } from '../support/fixtures';
import type { Customer, Execution, Store } from './customer';
import type { Random } from './random';
import { reactivate, StandIn } from './stand-in';

/** What the flow's variable `outcome` says from the moment on that it gives the customer back. */
const NOT_HANDED_OVER = 'conversation_not_handed_over';

/** How often something goes wrong. */
const RATE = {
	fault: 0.05,
	death: 0.005,
	lostAnswer: 0.02,
	chatClosed: 0.01,
	flexRefuses: 0.03,
	untaken: 0.05,
	/** Of those whose task was canceled: before the handoff counts as another one. */
	early: 0.7,
	/** The PUT with which TAC makes a conversation INACTIVE takes its metadata away. */
	metadataLost: 0.3,
};
/** Twilio and TAC give up a Function after this long. */
const GIVE_UP_MS = 10_000;
/** So often a virtual agent asks again for a handoff that may be asked for again. */
const AGENT_ATTEMPTS = 10;

const LOST = Symbol('no answer');

export class Platform {
	readonly clock = new VirtualClock();
	readonly standIn: StandIn;
	/** Of the handoffs under way now. */
	store: Store = 'up';
	private underway: Promise<unknown>[] = [];

	constructor(
		private readonly random: Random,
		followed?: number,
	) {
		this.standIn = new StandIn(random, this.clock, followed, (customer, execution) => {
			this.underway.push(this.runFlow(customer, execution));
		});
	}

	/** Resolves when no flow and no event is under way. */
	async idle(): Promise<void> {
		while (this.underway.length > 0) await Promise.all(this.underway.splice(0));
	}

	/** TAC's tool, by way of `/handoff`: what the agent learns, in the end, is success or a reported failure. */
	async handOff(customer: Customer): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			if (attempt === 1 || this.random.happens(0.5)) this.release(customer);
			const answer = await this.invoke(customer, (access) =>
				handOffMessaging(parseMessagingHandoff(customer.form), access),
			);
			const mayAskAgain = answer === LOST || (answer instanceof HandoffError && answer.retryable);
			if (!mayAskAgain || attempt === AGENT_ATTEMPTS) {
				if (answer === LOST || answer instanceof HandoffError) customer.reports++;
				return;
			}
			await this.clock.sleep(this.random.between(200, 3_000));
		}
	}

	/** TAC's tool, by way of Studio: it posts once, whatever comes of it. */
	async handOffToStudio(customer: Customer): Promise<void> {
		this.silence(customer);
		await this.clock.sleep(this.random.between(5, 120));
		this.standIn.start(customer, false);
	}

	/** A customer who was given back asks for a person again, by either way and whatever the store does by then. */
	private async handOffAgain(customer: Customer): Promise<void> {
		if (!this.random.happens(0.7)) return;
		customer.again++;
		await this.clock.sleep(this.random.between(2_000, 60_000));
		customer.store = this.random.oneOf('up', 'down', 'silent', 'slow');
		await (this.random.happens(0.7) ? this.handOff(customer) : this.handOffToStudio(customer));
	}

	/** ConversationRelay's action callback. */
	async handOffCall(customer: Customer): Promise<void> {
		const params = {
			...callForm,
			CallSid: customer.callSid,
			From: customer.address,
			HandoffData: JSON.stringify(customer.handoffData),
		};
		const answer = (fields: object) =>
			answerCallback(
				{ params: { ...params, ...fields }, settings: this.settings, path: '/handoff' },
				async () => '',
			);
		if ((await answer({})).outcome !== 'enqueued') return;
		if (this.random.happens(RATE.flexRefuses)) {
			const { outcome } = await answer({ QueueResult: 'error' });
			if (outcome === 'fallback_dialed') customer.redirected++;
			return;
		}
		this.createTask(customer, { channel: 'VOICE', call_sid: customer.callSid, from: customer.address });
	}

	private get settings() {
		return { ...settings, HANDOFF_FALLBACK_NUMBER: FALLBACK_NUMBER };
	}

	/** What TAC does before it delivers a handoff, as well as it can. */
	private release(customer: Customer): void {
		if (!this.random.happens(RATE.fault)) this.silence(customer);
	}

	/** The virtual agent's closing sentence, or the customer's next message, comes soon after. */
	private silence(customer: Customer): void {
		Object.assign(customer, { status: 'INACTIVE', callbacks: [] });
		if (losesMetadata(customer)) customer.metadata = {};
		const speak = async () => {
			await this.clock.sleep(this.random.between(100, 20_000));
			reactivate(customer);
		};
		if (this.random.happens(0.8)) this.underway.push(speak());
	}

	/** One invocation of `/handoff`: its result, the error it answers with, or no answer. */
	private async invoke<T>(
		customer: Customer,
		work: (access: AccountAccess) => Promise<T>,
	): Promise<T | HandoffError | typeof LOST> {
		const dies = this.random.happens(RATE.death);
		const upstream = this.standIn.reached(customer, {
			faultRate: RATE.fault,
			store: customer.store ?? this.store,
			...(dies && { diesAt: this.random.between(0, 6) }),
		});
		const budget = new TimeBudget(REQUEST_BUDGET_MS, this.clock);
		const twilio = (some = budget) => upstream.twilio(some);
		const asked = work({ settings: this.settings, budget, twilio }).catch((error: unknown) => {
			if (error instanceof HandoffError) return error;
			throw error;
		});
		if (dies || this.random.happens(RATE.lostAnswer)) {
			await Promise.all([asked, this.clock.sleep(GIVE_UP_MS)]);
			return LOST;
		}
		return asked;
	}

	/** Studio's flow of a chat, widget by widget. */
	private async runFlow(customer: Customer, execution: Execution): Promise<void> {
		const { conversationId, address } = customer;
		await this.clock.sleep(this.random.between(300, 1_200));
		if (!execution.task) {
			const lookups = await this.settle(customer, ({ twilio }) =>
				Promise.all([
					findCustomer(twilio(), { conversationId, address }),
					findService(twilio(), conversationId),
				]),
			);
			if (lookups === undefined) return this.giveBack(customer, execution);
			const params = { customerAddress: address, executionSid: execution.sid };
			const duplicate = await this.settle(customer, (access) =>
				claimForExecution(conversationId, params, access),
			);
			if (duplicate === true) return end(execution, 'already_handed_over');
		}
		await this.clock.sleep(this.random.between(300, 1_200));
		if (this.random.happens(RATE.chatClosed)) return this.giveBack(customer, execution);
		if (this.random.happens(RATE.flexRefuses) && this.random.happens(0.3)) {
			return this.giveBack(customer, execution);
		}
		// It may have been ended from outside.
		if (execution.status === 'ended') return;
		execution.reachedFlex = true;
		this.createTask(customer, {
			channel: 'SMS',
			customerAddress: address,
			conversationSid: customer.conversationSid,
		});
		end(execution, HANDED_OVER);
	}

	/** The flow asks `/give-back`. */
	private async giveBack(customer: Customer, execution: Execution): Promise<void> {
		const { conversationId, conversationSid, address } = customer;
		const { sid: executionSid } = execution;
		const message = 'We are sorry.';
		const request = {
			conversationId,
			conversationSid,
			serviceSid: SERVICE_SID,
			message,
			address,
			executionSid,
		};
		execution.outcome = NOT_HANDED_OVER;
		const answer = await this.settle(customer, (access) => giveBackAndNotify(access, request));
		end(execution, answer?.isDuplicate ? 'already_handed_over' : NOT_HANDED_OVER);
	}

	/**
	 * An invocation that Studio or TaskRouter asks for. That its process lives and its answer arrives is taken for granted:
	 * nothing of ours runs where it does not. The flow then goes on without us: it hands over with basic attributes, or writes
	 * to the customer itself.
	 * @returns `undefined` when it answers with an error
	 */
	private async settle<T>(
		customer: Customer,
		work: (access: AccountAccess) => Promise<T>,
	): Promise<T | undefined> {
		const upstream = this.standIn.reached(customer, {
			faultRate: RATE.fault,
			store: customer.store ?? this.store,
		});
		const budget = new TimeBudget(REQUEST_BUDGET_MS, this.clock);
		const twilio = (some = budget) => upstream.twilio(some);
		return work({ settings: this.settings, budget, twilio }).catch((error: unknown) => {
			if (error instanceof HandoffError) return undefined;
			throw error;
		});
	}

	private createTask(customer: Customer, attributes: object): void {
		customer.tasks.created++;
		if (!this.random.happens(RATE.untaken)) return;
		const event = {
			EventType: 'task.canceled',
			Reason: 'Task TTL Exceeded',
			TaskAttributes: JSON.stringify({
				handoff: true,
				conversationId: customer.conversationId,
				...attributes,
			}),
		};
		const cancel = async () => {
			const isEarly = this.random.happens(RATE.early);
			const [least, most] = losesMetadata(customer) ? [310_000, 800_000] : [2_000, 800_000];
			await this.clock.sleep(isEarly ? this.random.between(least, most) : 3_600_000);
			customer.tasks.canceled++;
			await this.settle(customer, (access) =>
				handleTaskEvent({ ...access, params: event, domain: 'handoff-1234-dev.twil.io' }),
			);
			if (customer.isServed) await this.handOffAgain(customer);
		};
		this.underway.push(cancel());
	}
}

function end(execution: Execution, outcome: string): void {
	Object.assign(execution, { status: 'ended', outcome });
}

/** One account's conversations do, another one's do not. */
function losesMetadata({ number }: Customer): boolean {
	return number % 10 < RATE.metadataLost * 10;
}
