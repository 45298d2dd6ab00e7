/**
 * Why did this handoff not work? Follows one through every product.
 * @module
 */
import type { AccountView } from '../account/account-view';
import type { Facts } from './facts';
import { gather } from './gather';
import { parseSubject, resolveSubject } from './subject';
import { inTime, tell } from './tell';
import type { Trace, TraceEntry } from './trace';
import { verdictOf } from './verdict';

export type { Subject, Trace, TraceEntry, TraceStatus, Verdict } from './trace';

/**
 * @param id of a v2 conversation, or the SID of a call, a classic conversation, an execution or a task
 * @returns its timeline and the first thing that went wrong; products that cannot be read are entries of it
 * @throws {SetupError} when the id is none of these
 */
export async function traceHandoff(account: AccountView, id: string, now = new Date()): Promise<Trace> {
	const resolved = await resolveSubject(account, parseSubject(id));
	const facts: Facts | undefined = resolved.isFound ? await gather(account, resolved, now) : undefined;
	const entries = onceUnreadable([...resolved.entries, ...(facts ? tell(facts, now) : [])]);
	return {
		subject: facts?.subject ?? resolved.subject,
		entries: inTime(entries),
		verdict: verdictOf(entries, facts, now),
	};
}

/** Two parts of a trace may stand on one read, such as the conversation and its bridge: its failure is told once. */
function onceUnreadable(entries: readonly TraceEntry[]): TraceEntry[] {
	return entries.filter(
		({ status, product, what }, index) =>
			status !== 'unreadable' ||
			index === entries.findIndex((each) => each.product === product && each.what === what),
	);
}
