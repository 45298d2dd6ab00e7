/**
 * Why did this handoff not work? Follows one through every product.
 * @module
 */
import type { AccountView } from '../account/account-view';
import { readFacts } from './read';
import { parseSubject, resolve } from './resolve';
import { entriesOf, inTime } from './timeline';
import { Reads, type Trace } from './trace';
import { verdictOf } from './verdict';

export type { Subject, Trace, TraceEntry, TraceStatus, Verdict } from './trace';

/**
 * @param id of a v2 conversation, or the SID of a call, a classic conversation, an execution or a task
 * @returns its timeline and the first thing that went wrong; products that cannot be read are entries at its end
 * @throws {SetupError} when the id is none of these
 */
export async function traceHandoff(account: AccountView, id: string, now = new Date()): Promise<Trace> {
	const subject = parseSubject(id);
	const reads = new Reads();
	const resolved = await resolve(account, reads, subject);
	const facts = resolved.isFound ? await readFacts(account, reads, resolved, now) : undefined;
	const isTaskKnown = !reads.isMissing('TaskRouter');
	const entries = [
		...resolved.entries,
		...(facts ? entriesOf(facts, isTaskKnown, now) : []),
		...reads.failures,
	];
	return {
		subject: facts?.subject ?? resolved.subject,
		entries: inTime(entries),
		verdict: verdictOf(entries, facts, now),
	};
}
