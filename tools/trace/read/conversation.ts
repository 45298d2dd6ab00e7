/**
 * The conversation in Conversation Orchestrator, its participants, the classic chat behind it, and its summary.
 *
 * TAC's tool sets a conversation INACTIVE and removes its status callbacks before it hands off; a handoff that failed
 * restores both (src/handoff/give-back.ts).
 * @module
 */
import type { Twilio } from 'twilio';
import { type Conversation, parseConversation } from '../../../src/conversation/conversation';
import { type Customer, chooseCustomer, type ParticipantLike } from '../../../src/conversation/customer';
import { namedService } from '../../../src/conversation/service';
import { HandoffError } from '../../../src/http/errors';
import { isSid } from '../../../src/ids';
import { valueAt } from '../../../src/json';
import { getJson } from '../../../src/twilio/get-json';
import type { AccountView } from '../../account/account-view';
import { asking, askingFor } from '../../account/asking';
import { isoOf } from '../../account/format';
import { bridgedService, fetchConfiguration } from '../../account/orchestrator/configuration';
import { SUMMARY_OPERATOR_ID } from '../../account/orchestrator/summary-operator';
import { byTime } from '../values';

const CONVERSATIONS_URL = 'https://conversations.twilio.com/v2/Conversations';
const MAX_CONVERSATIONS = 20;

export interface TracedConversation extends Conversation {
	readonly createdAt: string | undefined;
	readonly updatedAt: string | undefined;
}

/** @throws {HandoffError} when Twilio cannot be read; so do all functions below */
export async function readConversation(
	{ twilio }: AccountView,
	conversationId: string,
): Promise<TracedConversation | 'missing'> {
	const conversation = await askingFor('reading the conversation', async () => {
		const body = await getJson(twilio, `${CONVERSATIONS_URL}/${conversationId}`);
		const [createdAt, updatedAt] = [valueAt(body, 'createdAt'), valueAt(body, 'updatedAt')].map(isoOf);
		return { ...parseConversation(body), createdAt, updatedAt };
	});
	return conversation ?? 'missing';
}

/** What only a conversation and its configuration together say. */
interface Configured {
	/** Whether the virtual agent was released; `undefined` when that is not known. */
	readonly isReleased: boolean | undefined;
	/** The classic service it is connected to, by the rule of src/conversation/service.ts. */
	readonly serviceSid: string | 'none';
}

export async function readConfigured(
	account: AccountView,
	conversation: TracedConversation,
): Promise<Configured> {
	const { configurationId = '', statusCallbacks } = conversation;
	const configuration = /^[\w-]+$/.test(configurationId)
		? await fetchConfiguration(account, configurationId)
		: undefined;
	const service = namedService(conversation) ?? (configuration && bridgedService(configuration));
	// Where the configuration has no callbacks either, as it may for calls only, their absence means nothing.
	const hadCallbacks = (configuration?.statusCallbacks?.length ?? 0) > 0;
	const isReleased = statusCallbacks === undefined ? undefined : statusCallbacks === 0;
	return {
		isReleased: isReleased && !hadCallbacks ? undefined : isReleased,
		serviceSid: isSid('IS', service) ? service : 'none',
	};
}

export async function readParticipants(
	twilio: Twilio,
	conversationId: string,
): Promise<readonly ParticipantLike[]> {
	// The conversation's own entry says when it is missing.
	const list = () => twilio.conversations.v2.participants(conversationId).list();
	return (await askingFor('reading the participants', list)) ?? [];
}

/** Whom a handoff of a chat finds, or the code with which it is refused. */
export type ChosenCustomer = Customer | 'customer_not_found' | 'ambiguous_customer' | 'not_bridged';

/** Chooses by the code that chooses in a handoff. @param address as the handoff had it */
export function choose(
	conversationId: string,
	participants: readonly ParticipantLike[],
	address = '',
): ChosenCustomer {
	try {
		return chooseCustomer(conversationId, participants, address === '' ? {} : { address });
	} catch (error) {
		const { code } = error instanceof HandoffError ? error : { code: '' };
		if (code === 'customer_not_found' || code === 'ambiguous_customer' || code === 'not_bridged') return code;
		throw error;
	}
}

/**
 * The v2 conversations of a call or of a classic conversation, the newest first. A list may leave out when they began
 * (Twilio's skill, github.com/twilio/ai, twilio-conversation-orchestrator), which twilio-node 6.2 turns into the present:
 * so each is fetched.
 */
export async function listConversations(account: AccountView, channelId: string): Promise<string[]> {
	const listed = await asking('listing the conversations', () =>
		account.twilio.conversations.v2.conversations.list({ channelId, limit: MAX_CONVERSATIONS }),
	);
	const ids = listed.flatMap(({ id }) => (id === undefined ? [] : [id]));
	if (ids.length < 2) return ids;
	const dated = await Promise.all(
		ids.map(async (id) => {
			const one = await readConversation(account, id);
			return { id, at: one === 'missing' ? undefined : one.createdAt };
		}),
	);
	return dated.sort((a, b) => byTime(b.at, a.at)).map(({ id }) => id);
}

/** The classic conversation behind a chat: the one that Studio attaches and Flex shows. */
export interface ClassicChat {
	/** The service it is in. */
	readonly serviceSid: string;
	/** `active`, `inactive` or `closed`. */
	readonly state: string;
}

/** @param serviceSid the service it should be in, when that is known */
export async function readClassicChat(
	twilio: Twilio,
	conversationSid: string,
	serviceSid: string | undefined,
): Promise<ClassicChat | 'missing'> {
	const doing = 'reading the classic conversation';
	const { services, conversations } = twilio.conversations.v1;
	const chat =
		(serviceSid !== undefined &&
			serviceSid !== 'none' &&
			(await askingFor(doing, () => services(serviceSid).conversations(conversationSid).fetch()))) ||
		(await askingFor(doing, () => conversations(conversationSid).fetch()));
	return chat ? { serviceSid: chat.chatServiceSid, state: chat.state } : 'missing';
}

/** What Flex shows: it polls Conversation Intelligence up to twenty times, one second apart. */
export interface Summary {
	readonly createdAt: string | undefined;
	/** Of its text, which a trace must not show. */
	readonly characters: number;
}

/** The first one. */
export async function readSummary(twilio: Twilio, conversationId: string): Promise<Summary | 'missing'> {
	const query = new URLSearchParams({ conversationId, operatorId: SUMMARY_OPERATOR_ID });
	const body = await asking('reading the summary', () =>
		getJson(twilio, `https://intelligence.twilio.com/v3/OperatorResults?${query}`),
	);
	const items = valueAt(body, 'items');
	const all = (Array.isArray(items) ? items : []).map((item: unknown): Summary => {
		const result = valueAt(item, 'result') ?? '';
		const { length } = typeof result === 'string' ? result : JSON.stringify(result);
		return { characters: length, createdAt: isoOf(valueAt(item, 'dateCreated')) };
	});
	return all.sort((a, b) => byTime(a.createdAt, b.createdAt))[0] ?? 'missing';
}
