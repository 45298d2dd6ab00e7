/**
 * The phone network: calls in progress, the webhooks they request and the TwiML they follow.
 * @module
 */

import type { Handle } from '../../core/http';
import { type OutboundRequest, send } from '../../core/outbound';
import { sid } from '../../core/sids';
import type { Call, World } from '../../core/world';
import { callAttributes } from '../taskrouter/call-attributes';
import { changeStatus, createTask } from '../taskrouter/create-task';
import { sendRecorded } from './call-events';
import { mayShow } from './caller-id';
import { RelaySession } from './conversation-relay';
import { CONNECTION_FAILED, type RelayError } from './relay-errors';
import { parseTwiml, type Verb } from './twiml';

interface PhoneOptions {
	/** How the emulator answers `*.twilio.com`. */
	readonly handle: Handle;
	/** How long a call waits for TwiML; 15 s by default (https://www.twilio.com/docs/api/errors/11205). */
	readonly timeoutMs?: number;
}

/** The next TwiML document a call requests. */
interface Target {
	readonly url: URL;
	readonly method: 'GET' | 'POST';
	/** The request's fields beside those of the call. */
	readonly fields: Readonly<Record<string, string>>;
}

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
	/** The virtual agents that callers talk to, with the URL of `<Connect action>`. */
	private readonly sessions = new Map<string, { session: RelaySession; actionUrl: string | undefined }>();

	constructor(
		private readonly world: World,
		private readonly options: PhoneOptions,
	) {}

	/** A call in progress. `from` of an outbound call is the Twilio number, `to` the customer. */
	startCall(call: Pick<Call, 'from' | 'to' | 'direction'>): Call {
		const started: Call = { ...call, sid: sid('CA'), status: 'in-progress', events: [] };
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
		this.sessions.get(call.sid)?.session.prompt(text);
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
		const relay = this.sessions.get(call.sid);
		this.end(call);
		if (relay?.actionUrl !== undefined) await this.endConversationRelay(call, { actionUrl: relay.actionUrl });
		for (const task of this.world.tasks.values()) {
			if (task.callSid === call.sid && task.assignmentStatus === 'pending')
				changeStatus(this.world, task, 'canceled', 'hangup');
		}
		// The call is over: the response is ignored.
		if (target) await this.request(call, target).catch(() => {});
	}

	private async follow(call: Call, first: Target): Promise<void> {
		let target: Target | undefined = first;
		try {
			for (let documents = 0; target; documents++) {
				if (documents === MAX_DOCUMENTS) throw new Error(`more than ${MAX_DOCUMENTS} TwiML documents`);
				const verbs = await this.request(call, target);
				// The caller hung up first: Twilio makes the request all the same, and ignores the response.
				if (call.status === 'completed') return;
				target = await this.perform(call, verbs, target.url);
			}
		} catch (error) {
			this.world.log('Phone', `application error: ${error instanceof Error ? error.message : error}`);
			call.events.push('Say "an application error has occurred"');
			spoke(call, 'twilio', 'An application error has occurred. Goodbye.');
			this.end(call);
		}
	}

	/**
	 * Requests TwiML.
	 * @throws Error that says why there is none. Media types: https://www.twilio.com/docs/api/errors/12300
	 */
	private async request(call: Call, { url, method, fields }: Target): Promise<readonly Verb[]> {
		const { accountSid, authToken } = this.world.account;
		const form = new URLSearchParams({
			AccountSid: accountSid,
			CallSid: call.sid,
			CallStatus: call.status,
			From: call.from,
			To: call.to,
			Direction: call.direction,
			...fields,
		});
		const withQuery = new URL(url);
		if (method === 'GET') for (const [key, value] of form) withQuery.searchParams.append(key, value);
		const request: OutboundRequest =
			method === 'GET' ? { method, url: withQuery } : { method, url: withQuery, form };
		const { handle, timeoutMs = 15_000 } = this.options;
		const { agentDomain } = this.world;
		const signal = AbortSignal.timeout(timeoutMs);
		const response = await sendRecorded(this.world, call, request, form, () =>
			send(request, { authToken, handle, agentDomain, signal }),
		);
		if (response.status < 200 || response.status > 299) {
			throw new Error(`${url.origin}${url.pathname} returned ${response.status}`);
		}
		if (!/\b(xml|html)\b/.test(response.contentType)) {
			throw new Error(`${url.origin}${url.pathname} returned ${response.contentType || 'no content type'}`);
		}
		return parseTwiml(response.body);
	}

	/** Carries out a document. @returns the next one, or nothing when the call has ended or waits */
	private async perform(call: Call, verbs: readonly Verb[], base: URL): Promise<Target | undefined> {
		for (const verb of verbs) {
			const next = { url: base, method: toMethod(verb), fields: {} };
			switch (verb.name) {
				case 'Say':
					call.events.push(`Say "${verb.text}"`);
					spoke(call, 'twilio', verb.text);
					break;
				case 'Play':
					call.events.push(`Play ${verb.text}`);
					break;
				case 'Pause':
					break;
				case 'Redirect':
					return { ...next, url: new URL(verb.text.trim(), base) };
				case 'Enqueue': {
					const queued = this.enqueue(call, verb);
					const action = toAction(verb, base, { QueueResult: queued ? 'hangup' : 'system-error' });
					if (!queued && action) return action;
					if (queued) return this.wait(call, action);
					break;
				}
				case 'Dial': {
					const number = (verb.children.find(({ name }) => name === 'Number') ?? verb).text.trim();
					const dialed = this.dial(call, number, verb.attributes.callerId);
					const action = toAction(verb, base, { DialCallStatus: dialed ? 'completed' : 'failed' });
					if (!dialed && action) return action;
					if (dialed) return this.wait(call, action);
					break;
				}
				case 'Connect': {
					const relay = verb.children.find(({ name }) => name === 'ConversationRelay');
					if (relay) return this.connect(call, relay, verb, base);
					call.events.push('<Connect> without <ConversationRelay> is not emulated');
					break;
				}
				case 'Hangup':
					return this.end(call);
				default:
					call.events.push(`<${verb.name}> is not emulated`);
			}
		}
		return this.end(call);
	}

	/**
	 * Connects a call to the virtual agent. `conversationConfiguration` makes Orchestrator open a conversation for it, whose
	 * addresses have the call's SID (tac/channels/voice/conversation_relay/provider.py looks for it).
	 */
	private async connect(call: Call, relay: Verb, verb: Verb, base: URL): Promise<undefined> {
		const { action } = verb.attributes;
		const actionUrl = action === undefined ? undefined : new URL(action, base).href;
		const { conversationConfiguration, welcomeGreeting } = relay.attributes;
		if (this.world.configurations.has(conversationConfiguration ?? '')) {
			this.world.addVoiceConversation({ callSid: call.sid, from: call.from, to: call.to });
		}
		call.events.push('Connect ConversationRelay');
		if (welcomeGreeting) spoke(call, 'agent', welcomeGreeting);
		const ended = (end: { handoffData?: string; error?: RelayError }) => {
			this.sessions.delete(call.sid);
			if (actionUrl === undefined) return this.end(call);
			void this.endConversationRelay(call, { actionUrl, ...end });
		};
		try {
			const session = await RelaySession.open(this.world, call, relay, ended);
			this.sessions.set(call.sid, { session, actionUrl });
		} catch {
			ended({ error: CONNECTION_FAILED });
		}
	}

	/** Calls a phone number. @returns whether Twilio does */
	private dial(call: Call, number: string, callerId: string | undefined): boolean {
		call.events.push(`Dial ${number}`);
		if (!mayShow(this.world, call, callerId)) {
			this.world.log('Phone', `13214: call ${call.sid} may not use the caller ID ${callerId || call.from}`);
			return false;
		}
		return /^\+[1-9]\d{1,14}$/.test(number);
	}

	/**
	 * Creates a voice task for a call.
	 *
	 * GUESS: what happens when TaskRouter refuses the task, here `QueueResult=system-error` at the `action` URL or the next
	 * verb without one (https://www.twilio.com/docs/voice/twiml/enqueue lists results without saying which this is).
	 * An `<Enqueue>` with an unknown workflow on a live account would settle it.
	 */
	private enqueue(call: Call, verb: Verb): boolean {
		const { workflowSid } = verb.attributes;
		call.events.push(`Enqueue ${workflowSid ?? verb.text.trim()}`);
		// A queue by name does not use TaskRouter.
		if (workflowSid === undefined) return true;
		const task = verb.children.find(({ name }) => name === 'Task');
		try {
			createTask(this.world, {
				attributes: task?.text.trim() || '{}',
				workflowSid,
				taskChannelSid: 'voice',
				...integer('priority', task),
				...integer('timeout', task),
				extra: callAttributes(this.world, call),
				callSid: call.sid,
			});
			return true;
		} catch (error) {
			this.world.log(
				'Phone',
				`TaskRouter refused call ${call.sid}: ${error instanceof Error ? error.message : error}`,
			);
			return false;
		}
	}

	private wait(call: Call, action: Target | undefined): undefined {
		if (action) this.pending.set(call.sid, action);
	}

	private end(call: Call): undefined {
		this.pending.delete(call.sid);
		this.sessions.get(call.sid)?.session.close();
		this.sessions.delete(call.sid);
		if (call.status === 'completed') return;
		call.status = 'completed';
		call.events.push('Hangup');
		this.world.log('Phone', `call ${call.sid} ended`);
	}
}

/** Notes what was said on a call. */
export function spoke(call: Call, who: NonNullable<Call['spoken']>[number]['who'], text: string): void {
	call.spoken = [...(call.spoken ?? []), { at: new Date(), who, text }];
}

function toMethod({ attributes: { method } }: Verb): 'GET' | 'POST' {
	return method?.toUpperCase() === 'GET' ? 'GET' : 'POST';
}

/** An attribute of `<Task>` as a number. @throws Error for anything else, which TaskRouter would refuse */
function integer(name: 'priority' | 'timeout', task: Verb | undefined): { [key in typeof name]?: number } {
	const text = task?.attributes[name];
	if (text === undefined) return {};
	if (!/^\d+$/.test(text)) throw new Error(`${name} "${text}" is not a whole number`);
	return { [name]: Number(text) };
}

/** The request to a verb's `action`, if it has one. */
function toAction(verb: Verb, base: URL, fields: Target['fields']): Target | undefined {
	const { action } = verb.attributes;
	return action === undefined ? undefined : { url: new URL(action, base), method: toMethod(verb), fields };
}
