/**
 * Which flow handed over: the one that `.env` names, or another of the account. The agent's server and the Functions
 * have settings of their own.
 * @module
 */
import { HandoffError } from '../../src/http/errors';
import type { AccountView } from '../account/account-view';
import { asking } from '../account/asking';
import { FLOW_SETTING } from '../account/flow';
import type { Execution } from './execution';
import { batchesOf, type FlowSearch, type Sought, searchFlow } from './find-execution';
import { FLOW_SID } from './ids';
import { attempt, failureOf, got, type TraceEntry } from './trace';

/** Flows that are searched, and how many at a time. */
export const MAX_FLOWS = 50;
const SIDE_BY_SIDE = 5;

/** The flow that `.env` means. */
export interface OwnFlow {
	readonly sid?: string;
	readonly status: 'there' | 'missing' | 'not set' | 'malformed' | 'unreadable';
}

/** What was looked at, and what came of it. */
export interface Search {
	readonly flow: OwnFlow;
	readonly executions: readonly Execution[];
	/** Why executions that may be among them could not be read. */
	readonly failures: readonly TraceEntry[];
	/** The same of what matters only where no execution was found. */
	readonly doubts: readonly TraceEntry[];
	/** How far the flow of `.env` was searched, and the others. */
	readonly own: Extent;
	readonly others: Extent;
}

/** `all`: what was not found is not there. */
export type Extent = 'all' | 'some' | 'none';

/** The flow of `.env`, or without the setting the one of this project's name. */
export async function searchOwnFlow(account: AccountView, sought: Sought): Promise<Search> {
	const { flow, failures } = await readOwnFlow(account);
	const own = flow.status === 'unreadable' ? 'none' : 'all';
	const nothing: Search = { flow, executions: [], failures, doubts: [], own, others: 'none' };
	if (flow.sid === undefined || !isKnown(sought)) return nothing;
	const { isThere, isCut, ...found } = await searchFlow(account, flow.sid, sought, true);
	const isAll = !isCut && found.failures.length === 0 && found.doubts.length === 0;
	const status = isThere ? 'there' : 'missing';
	return { ...nothing, ...found, flow: { ...flow, status }, own: isAll ? 'all' : 'some' };
}

/**
 * The account's other flows, as far as they can be searched: of each the executions for the customer's address.
 * @param only the one to search, where it is known
 */
export async function searchOtherFlows(
	account: AccountView,
	search: Search,
	sought: Sought,
	only?: string,
): Promise<Search> {
	if (sought.addresses.length === 0 || !isKnown(sought)) return search;
	const listing = await attempt('Studio', async () =>
		only === undefined ? await listFlows(account) : [only],
	);
	if ('unreadable' in listing) return { ...search, doubts: [...search.doubts, listing.unreadable] };
	const flowSids = listing.value.slice(0, MAX_FLOWS).filter((sid) => sid !== search.flow.sid);
	const found: FlowSearch[] = [];
	for (const batch of batchesOf(flowSids, SIDE_BY_SIDE)) {
		found.push(...(await Promise.all(batch.map((sid) => searchFlow(account, sid, sought, false)))));
	}
	const failures = found.flatMap((each) => each.failures);
	const isAll =
		only === undefined &&
		listing.value.length <= MAX_FLOWS &&
		failures.length === 0 &&
		found.every(({ isCut }) => !isCut);
	return {
		...search,
		executions: [...search.executions, ...found.flatMap(({ executions }) => executions)],
		doubts: [...search.doubts, ...failures],
		others: isAll ? 'all' : 'some',
	};
}

function isKnown({ conversationId, callSid }: Sought): boolean {
	return conversationId !== undefined || callSid !== undefined;
}

async function readOwnFlow({
	settings,
	project,
}: AccountView): Promise<{ readonly flow: OwnFlow; readonly failures: readonly TraceEntry[] }> {
	const set = settings[FLOW_SETTING];
	if (set !== undefined) {
		const isWellFormed = FLOW_SID.test(set);
		return { flow: isWellFormed ? { sid: set, status: 'there' } : { status: 'malformed' }, failures: [] };
	}
	const named = await attempt('Studio', () => flowByName(project));
	if ('unreadable' in named) return { flow: { status: 'unreadable' }, failures: failureOf(named) };
	const sid = got(named);
	return { flow: sid === undefined ? { status: 'not set' } : { sid, status: 'there' }, failures: [] };
}

async function flowByName(project: AccountView['project']): Promise<string | undefined> {
	try {
		return (await project.flow())?.sid;
	} catch (error) {
		// Several have the name, and any of them may be meant.
		if (error instanceof HandoffError && error.field === FLOW_SETTING) return undefined;
		throw error;
	}
}

/** SIDs. One more than are searched tells that there are more. @throws {HandoffError} when Studio cannot be read */
export async function listFlows({ twilio }: AccountView): Promise<string[]> {
	const flows = await asking('listing the flows', () =>
		twilio.studio.v2.flows.list({ limit: MAX_FLOWS + 1 }),
	);
	return flows.map(({ sid }) => sid);
}
