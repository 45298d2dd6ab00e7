/**
 * Finds the executions of a flow that are about one conversation or call. Studio cannot be asked for them by
 * conversation: the executions of the time in question are read, those for the customer's address first.
 * @module
 */
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import type { AccountView } from '../account/account-view';
import { bareAddress } from '../account/senders';
import { type Execution, type ListedExecution, readExecution } from './execution';
import type { Period } from './task-log';
import { attempt, failureOf, type TraceEntry } from './trace';
import { isoOf } from './values';

/** Executions that are listed, contexts of the customer's and of strangers' that are read, and how many at a time. */
const MAX_LISTED = 300;
const MAX_OWN = 40;
const MAX_STRANGERS = 40;
const SIDE_BY_SIDE = 5;

/** What is known of the handoffs that are sought. */
export interface Sought {
	readonly conversationId?: string;
	readonly callSid?: string;
	/** Of the customer's chats. */
	readonly conversationSids: readonly string[];
	readonly addresses: readonly string[];
	/** When it can have been: the likeliest first, which is searched to its end. */
	readonly periods: readonly [Period, ...Period[]];
	/** When the one that was asked for was: what is near it is read first, without it the newest. */
	readonly near?: string;
}

export interface FlowSearch {
	readonly isThere: boolean;
	/** Those that are about what is sought. */
	readonly executions: readonly Execution[];
	/** Why executions that may be among them could not be read. */
	readonly failures: readonly TraceEntry[];
	/** The same of strangers' executions: it matters only where none was found. */
	readonly doubts: readonly TraceEntry[];
	/** Whether there were more than are read. */
	readonly isCut: boolean;
}

/**
 * All of the customer's executions, for there may have been more than one handoff.
 * @param withStrangers whether to look at others' too where the customer's tell nothing: an agent may call the customer
 *   by another address
 */
export async function searchFlow(
	account: AccountView,
	flowSid: string,
	sought: Sought,
	withStrangers: boolean,
): Promise<FlowSearch> {
	const nothing = { isThere: true, executions: [], failures: [], doubts: [], isCut: false };
	const listing = await attempt('Studio', () => listExecutions(account, flowSid, sought));
	if ('unreadable' in listing) return { ...nothing, failures: [listing.unreadable] };
	if (!listing.value) return { ...nothing, isThere: false };
	const { customers, strangers } = candidates(listing.value.executions, sought);
	const own = await readAll(account, flowSid, customers.slice(0, MAX_OWN), sought);
	const isCut = listing.value.isCut || customers.length > MAX_OWN;
	if (own.executions.length > 0 || !withStrangers) return { ...nothing, ...own, isCut };
	const others = await readAll(account, flowSid, strangers.slice(0, MAX_STRANGERS), sought);
	const { executions } = others;
	// Where the customer's address is known, nobody else's is expected to lead to the customer.
	const isMissed =
		executions.length === 0 && strangers.length > MAX_STRANGERS && sought.addresses.length === 0;
	return { ...nothing, ...own, executions, doubts: others.failures, isCut: isCut || isMissed };
}

/**
 * GUESS: Studio lists the newest first. It matters where more than 300 ran in the time in question; two of a live flow
 * would tell.
 * @returns `undefined` when there is no such flow
 */
async function listExecutions(
	{ twilio }: AccountView,
	flowSid: string,
	{ periods }: Sought,
): Promise<{ readonly executions: readonly ListedExecution[]; readonly isCut: boolean } | undefined> {
	const { executions } = twilio.studio.v2.flows(flowSid);
	try {
		const lists = await Promise.all(
			periods.map(({ from, to }) =>
				executions.list({
					dateCreatedFrom: from,
					...(to && { dateCreatedTo: to }),
					pageSize: MAX_LISTED,
					limit: MAX_LISTED,
				}),
			),
		);
		const once = new Map(lists.flat().map((each) => [each.sid, each]));
		return { executions: [...once.values()], isCut: lists[0]?.length === MAX_LISTED };
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw fromTwilio('listing the flow’s executions', error);
	}
}

function candidates(listed: readonly ListedExecution[], { addresses, near }: Sought) {
	const known = new Set(addresses.map(bareAddress));
	const time = ({ dateCreated }: ListedExecution) => Date.parse(isoOf(dateCreated) ?? '') || 0;
	const middle = near === undefined ? Date.now() : Date.parse(near);
	const distance = (each: ListedExecution) => Math.abs(middle - time(each));
	const inOrder = [...listed].sort((a, b) => distance(a) - distance(b));
	const isKnown = ({ contactChannelAddress }: ListedExecution) =>
		known.has(bareAddress(contactChannelAddress ?? ''));
	return { customers: inOrder.filter(isKnown), strangers: inOrder.filter((each) => !isKnown(each)) };
}

/** One that cannot be read hides no other. */
async function readAll(
	{ twilio }: AccountView,
	flowSid: string,
	listed: readonly ListedExecution[],
	sought: Sought,
): Promise<Pick<FlowSearch, 'executions' | 'failures'>> {
	const executions: Execution[] = [];
	const failures: TraceEntry[] = [];
	for (const batch of batchesOf(listed, SIDE_BY_SIDE)) {
		const reads = await Promise.all(
			batch.map((each) => attempt('Studio', () => readExecution(twilio, flowSid, each))),
		);
		failures.push(...reads.flatMap(failureOf));
		const found = reads.flatMap((read) => ('value' in read ? [read.value] : []));
		executions.push(...found.filter((each) => isSought(each, sought)));
	}
	return { executions, failures };
}

function isSought({ conversationId, callSid }: Execution, sought: Sought): boolean {
	const sameConversation = conversationId !== undefined && conversationId === sought.conversationId;
	return sameConversation || (callSid !== undefined && callSid === sought.callSid);
}

/** @example batchesOf([1, 2, 3], 2) // [[1, 2], [3]] */
export function batchesOf<T>(all: readonly T[], size: number): T[][] {
	return Array.from({ length: Math.ceil(all.length / size) }, (_, index) =>
		all.slice(index * size, (index + 1) * size),
	);
}
