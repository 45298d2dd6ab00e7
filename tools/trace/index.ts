/**
 * Why a handoff did not work: reads it in every product, orders what happened by time, and decides on the verdict.
 * @module
 */
import type { AccountView } from '../account/account-view';
import { parseSubject } from './ids';
import { readFacts } from './read';
import { entriesOf, inTime } from './timeline';
import { Reads, type Trace } from './trace';
import { judge } from './verdict';

export type { Subject, Trace, TraceEntry, TraceStatus, Verdict } from './trace';

/**
 * @param id of a v2 conversation, or the SID of a call, a classic conversation, an execution or a task
 * @returns its timeline and the first thing that went wrong; products that cannot be read are entries at its end
 * @throws {SetupError} when the id is none of these
 */
export async function traceHandoff(account: AccountView, id: string, now = new Date()): Promise<Trace> {
	const reads = new Reads();
	const facts = await readFacts(account, reads, parseSubject(id), now);
	const { verdict, entries } = judge(facts);
	return {
		subject: facts.subject,
		entries: inTime([...entriesOf(facts), ...entries, ...reads.failures]),
		verdict,
	};
}
