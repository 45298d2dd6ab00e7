/**
 * Reads a conversation of Conversation Orchestrator as Twilio sends it.
 * @module
 */
import type { Twilio } from 'twilio';
import { ConversationNotFoundError } from '../http/errors';
import { isRecord } from '../json';
import { fromTwilio, statusOf } from '../twilio/errors';
import { getJson } from '../twilio/get-json';

/** The classic Conversations service a conversation is connected to, in both spellings: see `Conversation`. */
export interface Bridge {
	readonly serviceSid?: string | undefined;
	readonly serviceId?: string | undefined;
}

/**
 * What of a conversation matters here. The guide has its bridge at the top, `conversationsV1Bridge.serviceSid`, the SDK
 * inside its configuration, `conversationsV1Bridge.serviceId`.
 */
export interface Conversation {
	readonly configurationId: string | undefined;
	readonly status: string | undefined;
	/** As far as the conversation itself has any. */
	readonly bridges: readonly Bridge[];
	/** How many status callbacks it has; `undefined` when it does not say. */
	readonly statusCallbacks: number | undefined;
	/** When it was given back to the virtual agent last, in Unix milliseconds: handoffs that began before are over. */
	readonly givenBackAt: number | undefined;
}

/** The key of its metadata for `givenBackAt`, an ISO date. The other keys are the app's. */
export const GIVEN_BACK_AT = 'handoffGivenBackAt';

/**
 * Raw, not `.fetch()`: the SDK's instances drop fields they do not know, and the guide's spelling is one.
 * @param conversationId already checked: it becomes part of a URL
 * @throws {ConversationNotFoundError}
 * @throws {HandoffError} when Twilio fails
 */
export async function readConversation(twilio: Twilio, conversationId: string): Promise<Conversation> {
	try {
		const uri = `https://conversations.twilio.com/v2/Conversations/${conversationId}`;
		return parseConversation(await getJson(twilio, uri));
	} catch (error) {
		if (statusOf(error) === 404) throw new ConversationNotFoundError(conversationId, error);
		throw fromTwilio('reading the conversation', error);
	}
}

/**
 * @param body a conversation as Twilio sends it
 * @throws TypeError when a field is not of the documented type
 */
export function parseConversation(body: unknown): Conversation {
	const conversation = record(body);
	if (!conversation) throw new TypeError('not a conversation');
	const configuration = record(conversation.configuration);
	const callbacks = configuration?.statusCallbacks;
	if (callbacks !== undefined && callbacks !== null && !Array.isArray(callbacks)) {
		throw new TypeError('statusCallbacks is not a list');
	}
	return {
		configurationId: text(conversation.configurationId),
		status: text(conversation.status),
		bridges: [configuration, conversation].flatMap((each) => {
			const bridge = record(each?.conversationsV1Bridge);
			return bridge ? [{ serviceSid: text(bridge.serviceSid), serviceId: text(bridge.serviceId) }] : [];
		}),
		statusCallbacks: callbacks?.length,
		givenBackAt: dateIn(conversation.metadata),
	};
}

function dateIn(metadata: unknown): number | undefined {
	const date = isRecord(metadata) ? Date.parse(String(metadata[GIVEN_BACK_AT])) : Number.NaN;
	return Number.isNaN(date) ? undefined : date;
}

function record(value: unknown): Record<string, unknown> | undefined {
	if (value === undefined || value === null) return undefined;
	if (!isRecord(value)) throw new TypeError('not an object');
	return value;
}

function text(value: unknown): string | undefined {
	if (value === undefined || value === null) return undefined;
	if (typeof value !== 'string') throw new TypeError('not a string');
	return value;
}
