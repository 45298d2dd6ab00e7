/**
 * Every error a caller can see. The codes are the HTTP contract: callers build on them, so none is ever renamed.
 * @module
 */

export const ERROR_CODES = [
	'invalid_request',
	'unauthenticated',
	'forbidden',
	'conversation_not_found',
	'customer_not_found',
	'ambiguous_customer',
	'not_bridged',
	'no_agent_available',
	'misconfigured',
	'twilio_error',
	'twilio_rate_limited',
	'twilio_timeout',
	'internal_error',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** What goes over the wire, below the key `error`. */
export interface ErrorBody {
	readonly code: ErrorCode;
	readonly message: string;
	readonly field?: string;
	readonly twilioCode?: number;
	readonly retryable: boolean;
}

interface Details {
	readonly field?: string;
	readonly twilioCode?: number;
	readonly retryable?: boolean;
	readonly cause?: unknown;
}

/** An error with a status and a stable code. The message says what is wrong and what to do about it. */
export class HandoffError extends Error {
	readonly field: string | undefined;
	readonly twilioCode: number | undefined;
	readonly retryable: boolean;

	constructor(
		readonly status: number,
		readonly code: ErrorCode,
		message: string,
		{ field, twilioCode, retryable = false, cause }: Details = {},
	) {
		super(message, { cause });
		this.name = new.target.name;
		this.field = field;
		this.twilioCode = twilioCode;
		this.retryable = retryable;
	}

	/** Adds a sentence to the message. @returns this very error */
	adding(sentence: string): this {
		this.message = `${this.message} ${sentence}`;
		return this;
	}

	/** The error as callers get it: no stack, no cause. */
	toBody(): ErrorBody {
		return {
			code: this.code,
			message: this.message,
			...(this.field !== undefined && { field: this.field }),
			...(this.twilioCode !== undefined && { twilioCode: this.twilioCode }),
			retryable: this.retryable,
		};
	}
}

/** A parameter is missing or malformed. `field` is its name as the caller wrote it. */
export class InvalidRequestError extends HandoffError {
	constructor(field: string, message: string) {
		super(400, 'invalid_request', message, { field });
	}
}

/** The request carried no credentials at all. */
export class UnauthenticatedError extends HandoffError {
	constructor() {
		super(
			401,
			'unauthenticated',
			'Missing credentials. Use HTTP Basic (TWILIO_API_KEY:TWILIO_API_SECRET or ACCOUNT_SID:AUTH_TOKEN), or send a request that Twilio signed.',
		);
	}
}

/** The request carried credentials that are not valid here. */
export class ForbiddenError extends HandoffError {
	constructor() {
		super(
			403,
			'forbidden',
			'Invalid credentials. Check TWILIO_API_KEY and TWILIO_API_SECRET on both sides. For a signed request, check that it was signed for this service’s URL.',
		);
	}
}

/** No agent could take the task now. The customer may still be queued. */
export class NoAgentAvailableError extends HandoffError {
	constructor() {
		super(
			409,
			'no_agent_available',
			'No agent is available right now. Offer an alternative, or hand off with the attribute queueAnyway: true.',
		);
	}
}

/** One of our own settings is missing or malformed. The value is never repeated. */
export class MisconfiguredError extends HandoffError {
	constructor(setting: string, problem: string) {
		super(500, 'misconfigured', `${setting} ${problem}.`, { field: setting });
	}
}

/** Something unforeseen, such as a field of Twilio's that is not of the documented type. */
export class InternalError extends HandoffError {
	constructor(cause: unknown) {
		super(500, 'internal_error', 'Unexpected error. Report it with the time of the request.', {
			retryable: true,
			cause,
		});
	}
}

/** The conversation was not found. */
export class ConversationNotFoundError extends HandoffError {
	constructor(conversationId: string, cause?: unknown) {
		super(
			404,
			'conversation_not_found',
			`Conversation ${conversationId} was not found. It may have been deleted, or may belong to another account or region.`,
			{ field: 'conversationId', cause },
		);
	}
}

/** The conversation has no participant of type CUSTOMER, and not one of type UNKNOWN at the customer's address. */
export class CustomerNotFoundError extends HandoffError {
	constructor(conversationId: string) {
		super(
			404,
			'customer_not_found',
			`Conversation ${conversationId} has no participant of type CUSTOMER, and there is not exactly one of type UNKNOWN at the given address.`,
		);
	}
}

/** More than one classic conversation could be the customer's. We never guess whose chat it is. */
export class AmbiguousCustomerError extends HandoffError {
	constructor(conversationId: string, count: number) {
		super(
			409,
			'ambiguous_customer',
			`Conversation ${conversationId} has ${count} classic conversations. Send channel and address to select one.`,
		);
	}
}

/** There is no classic conversation, or no classic service, behind this conversation. */
export class NotBridgedError extends HandoffError {
	constructor(conversationId: string, missing: string) {
		super(
			422,
			'not_bridged',
			`Conversation ${conversationId} has no ${missing}. Connect the Conversations service that Flex uses in the Conversation Orchestrator configuration (Channel Traffic tab). This affects new conversations only.`,
		);
	}
}

/** Twilio did not respond inside the time this request had. */
export class TwilioTimeoutError extends HandoffError {
	/** @param wasSent `false`: there was no time to make the request, so that it was definitely not carried out */
	constructor(
		what: string,
		cause?: unknown,
		readonly wasSent = true,
	) {
		super(504, 'twilio_timeout', `Twilio did not respond in time (${what}).`, { retryable: true, cause });
	}
}
