/**
 * The result of a trace: the first thing that went wrong, or how the handoff went.
 * @module
 */
import { GIVEN_BACK } from './conversation';
import type { Facts } from './read';
import { sessionEndIn } from './requests';
import { withoutHandoff } from './steps';
import type { TraceEntry, Verdict } from './trace';
import { secondsBetween } from './values';

/** @param entries in the order of a handoff, not of time */
export function verdictOf(entries: readonly TraceEntry[], facts: Facts | undefined, now: Date): Verdict {
	const first = entries.find(({ status }) => status === 'wrong');
	const accepted = facts && acceptance(facts);
	if (first) {
		const isBack = entries.some(({ what }) => what === GIVEN_BACK);
		// A missing summary is not all that the reader wants to know.
		const before = accepted ?? (first.product === 'Intelligence' ? facts && waiting(facts, now) : undefined);
		return {
			status: 'wrong',
			text: before === undefined ? first.what : `${before} But: ${first.what}`,
			...(isBack ? { impact: GIVEN_BACK } : first.impact !== undefined && { impact: first.impact }),
			advice: first.advice ?? '',
		};
	}
	const good = accepted ?? (facts && (noHandoff(facts) ?? waitingWell(facts, now)));
	if (good !== undefined) return { status: 'ok', text: good, advice: '' };
	const unread = [
		...new Set(entries.filter(({ status }) => status === 'unreadable').map(({ product }) => product)),
	];
	if (unread.length > 0) {
		return {
			status: 'unknown',
			text: `Nothing wrong was found, but not everything could be read: ${unread.join(', ')}.`,
			advice: 'Run the command again. If it persists, see Twilio’s messages above, and npx handoff doctor.',
		};
	}
	const doubt = entries.find(({ status, advice }) => status === 'note' && advice !== undefined);
	if (doubt) return { status: 'unknown', text: doubt.what, advice: doubt.advice ?? '' };
	return {
		status: 'unknown',
		text: 'Nothing wrong was found, and whether an agent accepted the handoff is not known.',
		advice:
			'TaskRouter and Studio keep data for 30 days. For a more recent handoff, trace its task by its SID (WT…).',
	};
}

function acceptance({ task }: Facts): string | undefined {
	if (!task?.isAccepted) return undefined;
	const seconds = secondsBetween(task.createdAt, task.acceptedAt);
	return `An agent accepted the task${seconds === undefined ? '' : ` after ${seconds} s`}.`;
}

/** The AI session of a call ended without a handoff. */
function noHandoff({ execution, requests, hasTask }: Facts): string | undefined {
	const end = execution ? execution.callSid && execution.end : sessionEndIn(requests ?? []);
	if (!end || end.isHandoff || hasTask) return undefined;
	return `Not a handoff: ${withoutHandoff(end.outcome).replace('The', 'the')} No task was created.`;
}

function waitingWell(facts: Facts, now: Date): string | undefined {
	const text = waiting(facts, now);
	return text && `Nothing is wrong so far. ${text}`;
}

function waiting({ task }: Facts, now: Date): string | undefined {
	if (task?.status !== 'pending' && task?.status !== 'reserved') return undefined;
	const seconds = secondsBetween(task.createdAt, now.toISOString());
	const time = `The customer has waited${seconds === undefined ? '' : ` for ${seconds} s`}`;
	return task.status === 'reserved' ? `${time}, and the task is being offered to an agent.` : `${time}.`;
}
