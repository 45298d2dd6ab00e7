/**
 * How long a task waits for an agent, and the words for its priority. A team adapts both by settings.
 * @module
 */
import { type Settings, wellFormed } from '../settings';

/** How long a task waits for an agent, in seconds, unless a setting says otherwise. A caller is on hold all the while. */
const TASK_TIMEOUT = { HANDOFF_CALL_TIMEOUT: 1_800, HANDOFF_CHAT_TIMEOUT: 3_600 } as const;

/**
 * How long a task waits for an agent before TaskRouter cancels it. A malformed setting is no reason to fail a handoff.
 * @returns seconds
 */
export function taskTimeout(settings: Settings, name: keyof typeof TASK_TIMEOUT): number {
	return Number(wellFormed(settings, name) ?? TASK_TIMEOUT[name]);
}

const PRIORITIES = { low: 0, normal: 10, high: 20, urgent: 30 } as const;

/** The words for priorities and their numbers: the usual ones, and those of `HANDOFF_PRIORITIES`, which win. */
export function priorities(settings: Settings): ReadonlyMap<string, number> {
	const own = wellFormed(settings, 'HANDOFF_PRIORITIES')?.split(',') ?? [];
	const pairs = own.map((pair): [string, number] => {
		const [word = '', number] = pair.split('=');
		return [word.trim().toLowerCase(), Number(number)];
	});
	return new Map([...Object.entries(PRIORITIES), ...pairs]);
}
