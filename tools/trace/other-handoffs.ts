/**
 * The handoffs of a conversation beside the one that is traced, so that people can follow those too.
 * @module
 */
import { inWords } from '../account/format';
import { beganAt, type Handoff } from './handoffs';
import { note, type TraceEntry } from './trace';

const MAX_TOLD = 5;

/**
 * One line for all of them, the newest first.
 * @param handoff the one that is traced, if there is one
 */
export function otherEntries(others: readonly Handoff[], handoff: Handoff): TraceEntry[] {
	if (others.length === 0) return [];
	const told = others.slice(0, MAX_TOLD).map((other) => `${idsOf(other)}${whenWas(other, handoff)}`);
	const more = others.length > MAX_TOLD ? `; and ${others.length - MAX_TOLD} more` : '';
	const which =
		others.length === 1
			? 'Another handoff of this conversation can be followed by its id'
			: `${others.length} other handoffs of this conversation can be followed by their ids`;
	return [note('Orchestrator', `${which}: ${told.join('; ')}${more}.`)];
}

/** Any of them leads to the handoff. */
function idsOf({ execution, task }: Handoff): string {
	return inWords([execution?.sid, task?.sid].filter((sid) => sid !== undefined));
}

function whenWas(other: Handoff, handoff: Handoff): string {
	const [then, now] = [beganAt(other), beganAt(handoff)];
	if (then === undefined || now === undefined || then === now) return '';
	return then < now ? ' (earlier)' : ' (later)';
}

/** Whether what the conversation is like now is the doing of a later one. */
export function isOutdated(others: readonly Handoff[], handoff: Handoff): boolean {
	const began = beganAt(handoff);
	return others.some((other) => began === undefined || (beganAt(other) ?? 0) > began);
}
