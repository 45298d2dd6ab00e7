/**
 * The phone network: calls in progress, the webhooks they request and the TwiML they follow.
 * @module
 */

import { sid } from '../../core/sids';
import type { Call, World } from '../../core/world';
import { changeStatus, isWaiting } from '../taskrouter/task-status';
import { type Document, type Line, perform } from './perform';
import type { RelayError } from './relay-errors';
import { RelaySessions } from './relay-sessions';
import { spoke } from './spoken';
import { parseTwiml, type Verb } from './twiml';
import { type PhoneOptions, requestTwiml, type Target } from './twiml-request';

/** TwiML from the REST API has no address: a relative URL in it fails (https://www.twilio.com/docs/api/errors/15004). */
const NO_BASE = new URL('about:blank');

/** Enough for any flow, and a call that redirects to itself still ends. */
const MAX_DOCUMENTS = 50;

/**
 * @example
 * const phone = new Phone(world, { handle });
 * const call = phone.startCall({ from: '+15005550123', to: world.phoneNumber, direction: 'inbound' });
 * await phone.endConversationRelay(call, { actionUrl: 'http://127.0.0.1:3000/handoff', handoffData: '{"reason":"…"}' });
 * console.log(call.events); // [ 'Enqueue WW…' ]
 */
export class Phone {
	/** The `action` request Twilio makes when a call leaves the queue or the number it waits for. */
	private readonly pending = new Map<string, Target>();
	/** What each call follows now: newer TwiML replaces it. */
	private readonly following = new Map<string, object>();
	private readonly underway = new Set<Promise<void>>();
	private readonly agents: RelaySessions;

	constructor(
		private readonly world: World,
		private readonly options: PhoneOptions,
	) {
		this.agents = new RelaySessions(world);
	}

	/** A call in progress. `from` of an outbound call is the Twilio number, `to` the customer. */
	startCall(call: Pick<Call, 'from' | 'to' | 'direction'>): Call {
		const started: Call = {
			...call,
			sid: sid('CA'),
			status: 'in-progress',
			dateCreated: new Date(),
			events: [],
		};
		this.world.calls.set(started.sid, started);
		this.world.log('Phone', `${call.direction} call ${started.sid} from ${call.from} to ${call.to}`);
		return started;
	}

	/**
	 * A customer dials a number of the account. Resolves once the call talks to the virtual agent, waits, or has ended.
	 * @throws Error when the account has no such number
	 */
	async dialIn(from: string, to = this.world.phoneNumber): Promise<Call> {
		const number = [...this.world.phoneNumbers.values()].find(({ phoneNumber }) => phoneNumber === to);
		if (!number) throw new Error(`${to} is not a number of this account`);
		const call = this.startCall({ from, to, direction: 'inbound' });
		const method = number.voiceMethod === 'GET' ? 'GET' : 'POST';
		await this.follow(call, { url: new URL(number.voiceUrl), method, fields: { ApiVersion: '2010-04-01' } });
		return call;
	}

	/** The caller says something: to the virtual agent, if it is still there, else to whoever took the call. */
	hear(call: Call, text: string): void {
		spoke(call, 'caller', text);
		this.world.log('Phone', `the caller said "${text}"`);
		this.agents.prompt(call, text);
	}

	/**
	 * Ends the ConversationRelay session of a call: POSTs `<Connect action>`, then carries out the TwiML in the response.
	 * Twilio does so for every session; only a handoff has `HandoffData`.
	 *
	 * A session ends in three ways, each with the fields of its example in Twilio's docs for `<ConversationRelay>`: the agent
	 * ends it (`SessionStatus=ended`), it fails while the caller is on the line (`error`), or the caller hangs up (`hangUp`
	 * first).
	 *
	 * Resolves when the call has ended, or waits in a queue or for the number it dialed.
	 */
	async endConversationRelay(
		call: Call,
		{ actionUrl, handoffData, error }: { actionUrl: string; handoffData?: string; error?: RelayError },
	): Promise<void> {
		const how = handoffData === undefined ? 'without a handoff' : 'with a handoff';
		const what = error === undefined ? how : `with error ${error.code}`;
		const hungUp = call.status === 'completed';
		this.world.log('Phone', `ConversationRelay of call ${call.sid} ended ${what}`);
		await this.follow(call, {
			url: new URL(actionUrl),
			method: 'POST',
			fields: {
				SessionId: sid('VX'),
				SessionStatus: error ? 'failed' : hungUp ? 'completed' : 'ended',
				SessionDuration: '30',
				...(error && { ErrorCode: error.code, ErrorMessage: error.message }),
				...(handoffData !== undefined && { HandoffData: handoffData }),
			},
		});
	}

	/** The caller hangs up: a pending `action` request is made, and a task that no agent accepted yet is canceled. */
	async hangUp(call: Call): Promise<void> {
		const target = this.pending.get(call.sid);
		const actionUrl = this.agents.actionUrlOf(call);
		this.end(call);
		if (actionUrl !== undefined) await this.endConversationRelay(call, { actionUrl });
		this.cancelTasks(call, 'hangup');
		// The call is over: the response is ignored.
		if (target) await requestTwiml(this.world, call, target, this.options).catch(() => {});
	}

	/**
	 * The REST API sends a call in progress elsewhere: it leaves the queue it waits in, and follows the new TwiML.
	 *
	 * The queue's `action` is requested with `QueueResult=redirected` (https://www.twilio.com/docs/voice/twiml/enqueue).
	 * GUESS(call-on-hold-updated): its response is ignored, and an `action` of `<Dial>` or `<Connect>` is not requested;
	 * the task that no agent accepted is canceled, with that reason. A call on hold that is updated on a live account
	 * would settle them.
	 * @param next TwiML as text, or where to request it; `idle` resolves when the call has ended or waits again
	 */
	redirect(call: Call, next: string | Pick<Target, 'url' | 'method'>): void {
		const left = this.pending.get(call.sid);
		this.pending.delete(call.sid);
		this.agents.close(call);
		this.cancelTasks(call, 'redirected');
		if (left?.fields.QueueResult !== undefined) {
			const fields = { ...left.fields, QueueResult: 'redirected' };
			this.track(requestTwiml(this.world, call, { ...left, fields }, this.options).catch(() => {}));
		}
		this.world.log('Phone', `call ${call.sid} is redirected to other TwiML`);
		this.track(this.follow(call, typeof next === 'string' ? next : { ...next, fields: {} }));
	}

	/** Resolves when every call that was redirected has ended, or waits. */
	async idle(): Promise<void> {
		while (this.underway.size > 0) await Promise.all(this.underway);
	}

	private track(work: Promise<unknown>): void {
		const tracked = work.then(() => void this.underway.delete(tracked));
		this.underway.add(tracked);
	}

	private cancelTasks(call: Call, reason: string): void {
		for (const task of this.world.tasks.values()) {
			if (task.callSid === call.sid && isWaiting(task)) changeStatus(this.world, task, 'canceled', reason);
		}
	}

	/** @param first TwiML as text, or where to request it */
	private async follow(call: Call, first: string | Target): Promise<void> {
		const turn = {};
		this.following.set(call.sid, turn);
		const line: Line = {
			wait: (action) => void (action && this.pending.set(call.sid, action)),
			connect: (relay, verb, base) => this.connect(call, relay, verb, base),
			end: () => this.end(call),
		};
		try {
			let next: string | Target | undefined = first;
			for (let documents = 0; next !== undefined; documents++) {
				if (documents === MAX_DOCUMENTS) throw new Error(`more than ${MAX_DOCUMENTS} TwiML documents`);
				const document = await this.read(call, next);
				// The caller hung up first: Twilio makes the request all the same, and ignores the response.
				if (call.status === 'completed' || this.following.get(call.sid) !== turn) return;
				next = await perform(this.world, call, document, line);
			}
		} catch (error) {
			if (this.following.get(call.sid) !== turn) return;
			this.world.log('Phone', `application error: ${error instanceof Error ? error.message : error}`);
			call.events.push('Say "an application error has occurred"');
			spoke(call, 'twilio', 'An application error has occurred. Goodbye.');
			this.end(call);
		}
	}

	private async read(call: Call, next: string | Target): Promise<Document> {
		if (typeof next === 'string') return { verbs: parseTwiml(next), base: NO_BASE };
		return { verbs: await requestTwiml(this.world, call, next, this.options), base: next.url };
	}

	private connect(call: Call, relay: Verb, verb: Verb, base: URL): Promise<void> {
		const turn = this.following.get(call.sid);
		const { action } = verb.attributes;
		const actionUrl = action === undefined ? undefined : new URL(action, base).href;
		return this.agents.connect(call, {
			relay,
			actionUrl,
			isElsewhere: () => this.following.get(call.sid) !== turn,
			onEnd: (end) => {
				if (actionUrl === undefined) this.end(call);
				else void this.endConversationRelay(call, { actionUrl, ...end });
			},
		});
	}

	private end(call: Call): void {
		this.pending.delete(call.sid);
		this.agents.close(call);
		if (call.status === 'completed') return;
		call.status = 'completed';
		call.dateEnded = new Date();
		call.events.push('Hangup');
		this.world.log('Phone', `call ${call.sid} ended`);
	}
}
