/**
 * Finds the classic Conversations service that a conversation is bridged to.
 * @module
 */
import type { Twilio } from 'twilio';
import { NotBridgedError } from '../http/errors';
import { isSid } from '../ids';
import { fromTwilio, statusOf } from '../twilio/errors';
import { type Bridge, type Conversation, readConversation } from './conversation';

export interface ClassicService {
	readonly conversationId: string;
	readonly serviceSid: string;
	readonly configurationId: string;
	/** ACTIVE, INACTIVE or CLOSED. */
	readonly status: string;
}

/**
 * Asks Twilio for a conversation and, when that does not name the service, for the configuration it belongs to.
 * @param conversationId already checked: it becomes part of a URL
 * @throws {ConversationNotFoundError | NotBridgedError}
 * @throws {HandoffError} when Twilio fails
 */
export async function findService(twilio: Twilio, conversationId: string): Promise<ClassicService> {
	return findServiceOf(twilio, conversationId, await readConversation(twilio, conversationId));
}

/** The same for a conversation that has been read. */
export async function findServiceOf(
	twilio: Twilio,
	conversationId: string,
	conversation: Conversation,
): Promise<ClassicService> {
	const configurationId = conversation.configurationId ?? '';
	const serviceSid = namedService(conversation) ?? (await readConfiguredService(twilio, configurationId));
	if (serviceSid === undefined) throw new NotBridgedError(conversationId, 'classic Conversations service');
	return { conversationId, serviceSid, configurationId, status: conversation.status ?? '' };
}

/** The service that a conversation names itself. */
export function namedService({ bridges }: Pick<Conversation, 'bridges'>): string | undefined {
	return bridges.map(serviceOf).find((sid) => sid !== undefined);
}

async function readConfiguredService(twilio: Twilio, configurationId: string): Promise<string | undefined> {
	if (!/^[\w-]+$/.test(configurationId)) return undefined;
	try {
		const configuration = await twilio.conversations.v2.configurations(configurationId).fetch();
		return serviceOf(configuration.conversationsV1Bridge);
	} catch (error) {
		// A configuration that is gone bridges nothing: the conversation, not the configuration, is what was asked for.
		if (statusOf(error) === 404) return undefined;
		throw fromTwilio('reading the configuration', error);
	}
}

function serviceOf(bridge: Bridge | null | undefined): string | undefined {
	const serviceSid = bridge?.serviceSid || bridge?.serviceId || undefined;
	return isSid('IS', serviceSid) ? serviceSid : undefined;
}
