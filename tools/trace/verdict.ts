/**
 * What the whole comes to: the first thing that went wrong, or how it went.
 * @module
 */
import { broughtHandoff } from './call-requests';
import type { Facts } from './facts';
import { endedWithoutHandoff } from './flow-steps';
import { got, type TraceEntry, type Verdict } from './trace';
import { secondsBetween } from './values';

/** @param entries in the order of a handoff, not of time */
export function verdictOf(entries: readonly TraceEntry[], facts: Facts | undefined, now: Date): Verdict {
	const first = entries.find(({ status }) => status === 'wrong');
	const accepted = facts && acceptance(facts);
	if (first) {
		// A missing summary is not all that people want to know.
		const before = accepted ?? (first.product === 'Intelligence' && facts ? waiting(facts, now) : undefined);
		return {
			status: 'wrong',
			text: before === undefined ? first.what : `${before} But: ${first.what}`,
			...(first.impact !== undefined && { impact: first.impact }),
			advice: first.advice ?? '',
		};
	}
	if (accepted !== undefined) return { status: 'ok', text: accepted, advice: '' };
	const ended = facts && mereEnd(facts);
	if (ended !== undefined) return { status: 'ok', text: ended, advice: '' };
	const waits = facts && waiting(facts, now);
	if (waits !== undefined) return { status: 'ok', text: `Nothing is wrong so far. ${waits}`, advice: '' };
	const unread = [
		...new Set(entries.filter(({ status }) => status === 'unreadable').map(({ product }) => product)),
	];
	if (unread.length > 0) {
		return {
			status: 'unknown',
			text: `Nothing wrong was found, but not everything could be read: ${unread.join(', ')}.`,
			advice: 'Run the command again. If it stays, see above what Twilio said, and npm run doctor.',
		};
	}
	const uncertain = entries.find(({ status, advice }) => status === 'note' && advice !== undefined);
	if (uncertain) return { status: 'unknown', text: uncertain.what, advice: uncertain.advice ?? '' };
	return {
		status: 'unknown',
		text: 'Nothing wrong was found, and it cannot be told whether a person accepted it.',
		advice:
			'TaskRouter and Studio forget after 30 days. For a younger handoff, follow its task: npm run doctor -- --conversation WT….',
	};
}

function acceptance({ task }: Facts): string | undefined {
	if (!task?.isAccepted) return undefined;
	const seconds = secondsBetween(task.createdAt, task.acceptedAt);
	return seconds === undefined ? 'A person accepted it.' : `A person accepted it after ${seconds} s.`;
}

function mereEnd({ execution, requests, task }: Facts): string | undefined {
	const ended = execution ? endedWithoutHandoff(execution) : broughtHandoff(got(requests) ?? []) === false;
	return ended && !task
		? 'This was no handoff: the virtual agent’s session just ended, and nobody in Flex was bothered.'
		: undefined;
}

function waiting({ task }: Facts, now: Date): string | undefined {
	if (task?.status !== 'pending' && task?.status !== 'reserved') return undefined;
	const seconds = secondsBetween(task.createdAt, now.toISOString());
	const time = seconds === undefined ? '' : ` for ${seconds} s`;
	return task.status === 'reserved'
		? `The customer has waited${time} and is being offered to a person.`
		: `The customer has waited${time}.`;
}
