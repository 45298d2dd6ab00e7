/**
 * Finds the execution of the flow that handed a conversation over. Studio cannot be asked for it by conversation: the
 * executions of the time in question are read, those for the customer's address first.
 * @module
 */
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import type { AccountView } from '../account-view';
import { bareAddress } from '../senders';
import { type Execution, type ListedExecution, readExecution } from './execution';
import { FLOW_SID } from './ids';
import { isoOf } from './values';

/** Executions that are listed, contexts of strangers that are read, and how many at a time. */
const MAX_LISTED = 300;
const MAX_STRANGERS = 40;
const SIDE_BY_SIDE = 5;

/** What is known of the handoff whose execution is sought. */
export interface Sought {
	readonly conversationId?: string;
	readonly callSid?: string;
	/** Executions that a call started are not it. */
	readonly isChat?: true;
	readonly addresses: readonly string[];
	readonly from?: Date;
	readonly to?: Date;
}

export type FoundExecution =
	| { readonly execution: Execution }
	/** `flow`: whether there is a flow it could have run. */
	| { readonly execution?: undefined; readonly flow: 'there' | 'missing' | 'not set' };

/**
 * The newest execution of the handoff's flow that is about it.
 *
 * GUESS: Studio lists the newest first. It matters where more than 300 ran in the time in question; two of a live flow
 * would tell.
 * @throws {HandoffError} when Studio cannot be read
 */
export async function findExecution(account: AccountView, sought: Sought): Promise<FoundExecution> {
	if (sought.conversationId === undefined && sought.callSid === undefined) return { flow: 'there' };
	const flowSid = await flowSidOf(account);
	if (flowSid === undefined) return { flow: 'not set' };
	let listed: ListedExecution[];
	try {
		listed = await account.twilio.studio.v2.flows(flowSid).executions.list({
			...(sought.from && { dateCreatedFrom: sought.from }),
			...(sought.to && { dateCreatedTo: sought.to }),
			pageSize: MAX_LISTED,
			limit: MAX_LISTED,
		});
	} catch (error) {
		if (statusOf(error) === 404) return { flow: 'missing' };
		throw fromTwilio('listing the flow’s executions', error);
	}
	for (const batch of batchesOf(candidates(listed, sought.addresses))) {
		const executions = await Promise.all(batch.map((each) => readExecution(account.twilio, flowSid, each)));
		const execution = executions.find((each) => isSought(each, sought));
		if (execution) return { execution };
	}
	return { flow: 'there' };
}

async function flowSidOf({ settings, project }: AccountView): Promise<string | undefined> {
	const set = settings.TWILIO_STUDIO_HANDOFF_FLOW_SID;
	if (set !== undefined) return FLOW_SID.test(set) ? set : undefined;
	return (await project.flow())?.sid;
}

/** Newest first, and before all others those of the customer. */
function candidates(listed: readonly ListedExecution[], addresses: readonly string[]): ListedExecution[] {
	const known = new Set(addresses.map(bareAddress));
	const time = ({ dateCreated }: ListedExecution) => Date.parse(isoOf(dateCreated) ?? '') || 0;
	const newestFirst = [...listed].sort((a, b) => time(b) - time(a));
	const isKnown = ({ contactChannelAddress }: ListedExecution) =>
		known.has(bareAddress(contactChannelAddress ?? ''));
	const strangers = newestFirst.filter((each) => !isKnown(each)).slice(0, MAX_STRANGERS);
	return [...newestFirst.filter(isKnown), ...strangers];
}

function isSought({ conversationId, callSid }: Execution, sought: Sought): boolean {
	if (sought.isChat && callSid !== undefined) return false;
	const sameConversation = conversationId !== undefined && conversationId === sought.conversationId;
	return sameConversation || (callSid !== undefined && callSid === sought.callSid);
}

function batchesOf<T>(all: readonly T[]): T[][] {
	return Array.from({ length: Math.ceil(all.length / SIDE_BY_SIDE) }, (_, index) =>
		all.slice(index * SIDE_BY_SIDE, (index + 1) * SIDE_BY_SIDE),
	);
}
