/**
 * The conversation in Conversation Orchestrator: where it stands, and whether the virtual agent let go of it.
 *
 * TAC's tool sets it INACTIVE and takes its status callbacks away before it hands over; a handoff that failed for
 * certain gives both back (src/handoff/give-back.ts).
 * @module
 */
import * as z from 'zod';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { getJson } from '../../src/twilio/get-json';
import type { AccountView } from '../account/account-view';
import { fetchConfiguration } from '../account/orchestrator-configuration';
import { fine, note, type TraceEntry, wrong } from './trace';
import { isoOf } from './values';

const text = z.nullish(z.string());
const callbacks = z.nullish(z.array(z.unknown()));
/** Field names: twilio-node 6.2 `rest/conversations/v2/conversation.d.ts`. */
const answer = z.looseObject({
	status: text,
	createdAt: text,
	updatedAt: text,
	configurationId: text,
	configuration: z.nullish(z.looseObject({ statusCallbacks: callbacks, version: z.nullish(z.number()) })),
});

export interface TracedConversation {
	/** ACTIVE, INACTIVE or CLOSED. */
	readonly status: string;
	readonly createdAt?: string;
	readonly updatedAt?: string;
	/** The version of the configuration that it started with. */
	readonly version?: number;
	/** Whether the virtual agent stopped listening; `undefined` when that cannot be told. */
	readonly letGo?: boolean;
}

/**
 * @returns `undefined` when Twilio knows no such conversation
 * @throws {HandoffError} when it cannot be read
 */
export async function readTracedConversation(
	account: AccountView,
	conversationId: string,
): Promise<TracedConversation | undefined> {
	let found: z.infer<typeof answer>;
	try {
		const uri = `https://conversations.twilio.com/v2/Conversations/${conversationId}`;
		found = answer.parse(await getJson(account.twilio, uri));
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw fromTwilio('reading the conversation', error);
	}
	const createdAt = isoOf(found.createdAt);
	const updatedAt = isoOf(found.updatedAt);
	const version = found.configuration?.version ?? undefined;
	const letGo = await hasLetGo(account, found);
	return {
		status: found.status ?? '',
		...(createdAt !== undefined && { createdAt }),
		...(updatedAt !== undefined && { updatedAt }),
		...(version !== undefined && { version }),
		...(letGo !== undefined && { letGo }),
	};
}

/** Where the configuration has no callbacks either, as it may for calls alone, their absence tells nothing. */
async function hasLetGo(
	account: AccountView,
	{ configuration, configurationId }: z.infer<typeof answer>,
): Promise<boolean | undefined> {
	const own = configuration?.statusCallbacks;
	if (!own) return undefined;
	if (own.length > 0) return false;
	if (!/^[\w-]+$/.test(configurationId ?? '')) return undefined;
	try {
		const original = await fetchConfiguration(account, configurationId ?? '');
		return original?.statusCallbacks?.length ? true : undefined;
	} catch {
		return undefined;
	}
}

/** That it began, or that there is none. */
export function conversationEntries(conversation: TracedConversation | undefined): TraceEntry[] {
	if (!conversation) {
		return [
			wrong('Orchestrator', 'Twilio knows no such conversation.', {
				advice: 'Check the id, and that it is of this account and region.',
			}),
		];
	}
	const version = conversation.version === undefined ? '' : `, configuration version ${conversation.version}`;
	return [fine('Orchestrator', `The conversation began${version}.`, conversation.createdAt)];
}

/** How it stands now. None of that is wrong by itself: it shows how far a handoff came. */
export function statusEntries({ status, updatedAt, letGo }: TracedConversation): TraceEntry[] {
	const agent =
		letGo === undefined
			? ''
			: letGo
				? ' The virtual agent no longer listens to it.'
				: ' The virtual agent still listens to it.';
	const says: Readonly<Record<string, string>> = {
		ACTIVE: 'The conversation is ACTIVE.',
		INACTIVE: 'The conversation is INACTIVE, as it is after a handoff or a pause.',
		CLOSED: 'The conversation is CLOSED.',
	};
	return [note('Orchestrator', (says[status] ?? `The conversation is ${status}.`) + agent, updatedAt)];
}

/** Of a chat that came into the queue: a tool that forgot to let go of it leaves two who answer. */
export function releaseEntries({ status, letGo }: TracedConversation): TraceEntry[] {
	if (status !== 'ACTIVE' || letGo !== false) return [];
	return [
		wrong('Orchestrator', 'The virtual agent still listens, though the chat was handed over.', {
			impact: 'The virtual agent and the person in Flex both answer the customer.',
			advice:
				'Let your handoff tool set the conversation INACTIVE and clear its status callbacks first, as TAC’s own does.',
		}),
	];
}
