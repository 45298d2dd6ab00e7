/**
 * The requests of a virtual agent in TypeScript that doesn't use TAC's tool. Copy this file into your
 * project: it needs nothing but `fetch`. The contract is in docs/openapi.yaml.
 *
 *     const handoff = createHandoffClient({ url: 'https://handoff-1234-dev.twil.io', apiKey, apiSecret });
 *     const result = await handoff.handOff({ conversationId, to: '+15005550123', attributes: { reason } });
 *     if (!result.ok) return result.error.retryable ? 'Try again.' : result.error.message;
 */

/** `src/http/errors.ts` has the same codes; a test compares them. */
export type ErrorCode =
	| 'invalid_request'
	| 'unauthenticated'
	| 'forbidden'
	| 'conversation_not_found'
	| 'customer_not_found'
	| 'ambiguous_customer'
	| 'not_bridged'
	| 'no_agent_available'
	| 'misconfigured'
	| 'twilio_error'
	| 'twilio_rate_limited'
	| 'twilio_timeout'
	| 'internal_error';

export interface HandoffError {
	/** `no_answer`: the Functions could not be reached, or what responded was not one of them. */
	readonly code: ErrorCode | 'no_answer';
	readonly message: string;
	/** The parameter or setting it is about. */
	readonly field?: string;
	readonly twilioCode?: number;
	/** Whether retrying is safe and may succeed. */
	readonly retryable: boolean;
}

export type Result<T> =
	| { readonly ok: true; readonly value: T }
	| { readonly ok: false; readonly error: HandoffError };

export interface Handoff {
	/** Of Conversation Orchestrator: `conv_conversation_…`. */
	readonly conversationId: string;
	/** The customer's address. Without it the Functions look for it. */
	readonly to?: string;
	/** The sender; the setting TWILIO_PHONE_NUMBER unless given. */
	readonly from?: string;
	readonly storeId?: string;
	readonly profileId?: string;
	/** `reason`, `priority` (low, normal, high, urgent) and `queueAnyway` mean something; your workflow can route on all. */
	readonly attributes?: Readonly<Record<string, unknown>>;
}

export interface HandedOff {
	/** `already_handed_off`: a repeated handoff, which started nothing. Both are a success. */
	readonly status: 'handoff_initiated' | 'already_handed_off';
	readonly executionSid: string;
	readonly conversationSid?: string;
	readonly serviceSid?: string;
}

export interface Customer {
	readonly conversationId: string;
	readonly conversationSid: string;
	readonly participantId: string;
	readonly profileId: string;
	readonly channel: 'VOICE' | 'SMS' | 'RCS' | 'WHATSAPP' | 'CHAT' | 'VIDEO';
	readonly address: string;
	readonly name: string;
}

export interface GivenBack {
	readonly conversationId: string;
	readonly status: string;
	/** Whether the virtual agent receives the customer's messages again. */
	readonly givenBack: boolean;
	readonly messageSent?: boolean;
}

export interface Options {
	/** Where the Functions are; `npx handoff deploy` prints it. */
	readonly url: string;
	/** TWILIO_API_KEY and TWILIO_API_SECRET. */
	readonly apiKey: string;
	readonly apiSecret: string;
	/** The Functions respond within ten seconds. */
	readonly timeoutMs?: number;
}

/** @returns the requests; none of them throws */
export function createHandoffClient({ url, apiKey, apiSecret, timeoutMs = 15_000 }: Options) {
	const post = <T>(path: string, body: object) =>
		send<T>(new URL(path, url), {
			method: 'POST',
			headers: {
				authorization: `Basic ${btoa(`${apiKey}:${apiSecret}`)}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify(body),
			signal: AbortSignal.timeout(timeoutMs),
		});
	return {
		/** Hands off a messaging conversation. To hand off a call, end its ConversationRelay session instead. */
		handOff: ({ to, from, ...HandoffData }: Handoff) =>
			post<HandedOff>('/handoff', { To: to, From: from, Parameters: { HandoffData } }),
		/** Gives a conversation back to the virtual agent. `message` is sent to the customer. */
		giveBack: (request: { readonly conversationId: string; readonly message?: string }) =>
			post<GivenBack>('/give-back', request),
		/** Who the customer is, and their classic conversation. */
		findCustomer: (
			query: Pick<Customer, 'conversationId'> & Partial<Pick<Customer, 'channel' | 'address'>>,
		) => post<Customer>('/participant-lookup', query),
	};
}

async function send<T>(url: URL, request: RequestInit): Promise<Result<T>> {
	try {
		const response = await fetch(url, request);
		const text = await response.text();
		// Tests hold the Functions' responses to docs/openapi.yaml, so their shape isn't checked again here.
		if (response.ok) return { ok: true, value: JSON.parse(text) };
		const { error }: { error?: HandoffError } = JSON.parse(text);
		if (error?.code) return { ok: false, error };
		return noAnswer(`${url.host} returned ${response.status}.`);
	} catch (error) {
		return noAnswer(`${url.host} did not respond: ${error instanceof Error ? error.message : error}`);
	}
}

/** Retrying is safe: a repeated handoff starts nothing. */
function noAnswer(message: string): Result<never> {
	return { ok: false, error: { code: 'no_answer', message, retryable: true } };
}
