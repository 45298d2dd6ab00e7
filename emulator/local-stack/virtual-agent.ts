/**
 * A stand-in for a virtual agent built with Twilio Agent Connect. It makes the same requests as TAC's handoff tool, in the
 * same order (twilio-agent-connect 2.5, tools/handoff.py). `npm run test:tac` does this with TAC itself.
 * @module
 */
import type { Emulator } from '../core/emulator';
import { payload } from '../core/http';
import { toRequest } from '../core/proxy';
import type { Call, Conversation } from '../core/world';

/** What the tool returns to the LLM. */
interface HandoffOutcome {
	readonly status: 'handoff_initiated' | 'handoff_failed';
	readonly error?: string;
	/** Whether asking again may end well. */
	readonly mayPass?: boolean;
}

export class VirtualAgent {
	constructor(private readonly emulator: Emulator) {}

	/**
	 * Hands over a chat: sets the conversation INACTIVE, then posts the payload once, form encoded, with the API key.
	 * @param handoffUrl Studio's Executions URL, as in the stock tool, or our `/handoff`
	 * @param to the customer's address; TAC sends `""` when it is unknown
	 */
	async handOffMessaging(
		conversation: Conversation,
		attributes: Readonly<Record<string, unknown>>,
		handoffUrl: string,
		to: string,
	): Promise<HandoffOutcome> {
		await this.release(conversation);
		return this.post(conversation, attributes, handoffUrl, to);
	}

	private async post(
		conversation: Conversation,
		attributes: Readonly<Record<string, unknown>>,
		handoffUrl: string,
		to: string,
	): Promise<HandoffOutcome> {
		const form = new URLSearchParams({
			To: to,
			From: this.emulator.world.phoneNumber,
			Parameters: JSON.stringify({ HandoffData: this.payload(conversation, attributes) }),
		});
		const type = 'application/x-www-form-urlencoded';
		const { status, text } = await this.request('POST', handoffUrl, type, form.toString()).catch((error) => ({
			// As in TAC, a lost response is a failure like any other.
			status: 599,
			text: error instanceof Error ? error.message : String(error),
		}));
		if (status < 400) return { status: 'handoff_initiated' };
		const why = status === 599 ? text : `${status}: ${text}`;
		this.emulator.world.log('TAC', `the handoff failed: ${why}`);
		return { status: 'handoff_failed', error: why, mayPass: status >= 500 };
	}

	/**
	 * The same through our `/handoff`. What may pass is asked for once more: that finds a handoff whose answer was lost. When
	 * it fails again, the conversation is given back, so that the customer's next message reaches the agent.
	 * @param functionsUrl where the Functions are deployed
	 */
	async handOffOrGiveBack(
		conversation: Conversation,
		attributes: Readonly<Record<string, unknown>>,
		functionsUrl: string,
		to: string,
	): Promise<HandoffOutcome> {
		const handoffUrl = `${functionsUrl}/handoff`;
		const first = await this.handOffMessaging(conversation, attributes, handoffUrl, to);
		const outcome = first.mayPass ? await this.post(conversation, attributes, handoffUrl, to) : first;
		if (outcome.status === 'handoff_initiated') return outcome;
		const body = JSON.stringify({ conversationId: conversation.id });
		await this.request('POST', `${functionsUrl}/give-back`, 'application/json', body);
		this.emulator.world.log('TAC', `gives conversation ${conversation.id} back to the virtual agent`);
		return outcome;
	}

	/**
	 * Hands over a call: sets the conversation INACTIVE, then ends the ConversationRelay session with the payload. Twilio
	 * then requests TwiML from the `<Connect action>` URL.
	 * @param actionUrl Studio's webhook, as in the stock tool, or our `/handoff`
	 */
	async handOffCall(
		conversation: Conversation,
		call: Call,
		attributes: Readonly<Record<string, unknown>>,
		actionUrl: string,
	): Promise<void> {
		const handoffData = await this.handoffDataOf(conversation, attributes);
		await this.emulator.phone.endConversationRelay(call, { actionUrl, handoffData });
	}

	/** What the tool leaves for the end of the ConversationRelay session, after it released the conversation. */
	async handoffDataOf(
		conversation: Conversation,
		attributes: Readonly<Record<string, unknown>>,
	): Promise<string> {
		await this.release(conversation);
		return JSON.stringify(this.payload(conversation, attributes));
	}

	/** INACTIVE triggers the summary; without callbacks the agent receives no more messages. TAC undoes neither. */
	private async release({ id }: Conversation): Promise<void> {
		const url = `https://conversations.twilio.com/v2/Conversations/${id}`;
		const configuration = { statusCallbacks: [] };
		await this.request('PUT', url, 'application/json', JSON.stringify({ status: 'INACTIVE' }));
		await this.request('PATCH', url, 'application/json', JSON.stringify({ configuration }));
		this.emulator.world.log('TAC', `set conversation ${id} INACTIVE and stopped listening to it`);
	}

	private payload(conversation: Conversation, attributes: Readonly<Record<string, unknown>>) {
		const customer = conversation.participants.find(({ type }) => type === 'CUSTOMER');
		return {
			conversationId: conversation.id,
			storeId: this.emulator.world.memoryStoreId,
			profileId: customer?.profileId ?? '',
			attributes,
		};
	}

	/** A request with the agent's API key. Those to Twilio's hosts go to the emulator in process. */
	async request(
		method: string,
		url: string,
		contentType: string,
		body: string,
	): Promise<{ status: number; text: string }> {
		const { apiKey, apiSecret } = this.emulator.world.account;
		const headers = {
			'content-type': contentType,
			authorization: `Basic ${Buffer.from(`${apiKey}:${apiSecret}`).toString('base64')}`,
		};
		const { hostname, pathname, search } = new URL(url);
		if (/\.(twilio\.com|twil\.io)$/.test(hostname)) {
			const request = toRequest({
				method,
				host: hostname,
				path: pathname,
				query: search.slice(1),
				headers,
				body,
			});
			const response = await this.emulator.handle(request);
			return { status: response.status, text: payload(response).toString() };
		}
		const response = await fetch(url, { method, headers, body });
		return { status: response.status, text: await response.text() };
	}
}
