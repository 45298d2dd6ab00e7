/**
 * Requests that may be made again.
 * @module
 */
import type { Twilio } from 'twilio';
import { statusOf } from './errors';
import { MAX_ATTEMPTS, SHORTEST_ATTEMPT_MS, type TimeBudget } from './time-budget';

/** How long to wait after 429, in milliseconds. */
const PAUSE_MS = 1_000;

/**
 * Makes a request until Twilio answers it. Only for one that gives the same however often it is made: after a failure it is
 * unknown whether it was carried out. Each attempt but the last gets half of the time that is left, since one may hang.
 * @param twilio a client whose requests share the given budget
 * @returns Twilio's first answer
 * @throws what the last attempt fails with; at once what Twilio refuses, with a status below 500
 */
export async function repeat<T>(
	twilio: (budget: TimeBudget) => Twilio,
	budget: TimeBudget,
	request: (twilio: Twilio) => Promise<T>,
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		const isLast = attempt === MAX_ATTEMPTS || budget.remaining() < 2 * SHORTEST_ATTEMPT_MS;
		try {
			return await request(twilio(isLast ? budget : budget.atMost(budget.remaining() / 2)));
		} catch (error) {
			if (isLast || !(mayHelp(error) || isLimited(error))) throw error;
			if (isLimited(error)) await budget.clock.sleep(Math.min(PAUSE_MS, budget.remaining() / 2));
		}
	}
}

/** 429, with a `Retry-After` that did not fit the attempt. */
function isLimited(error: unknown): boolean {
	return statusOf(error) === 429;
}

/** Whether asking again may help: a status below 500 is an answer; without one, or with a body that cannot be read, none. */
export function mayHelp(error: unknown): boolean {
	const status = statusOf(error);
	return status === undefined || status < 300 || status >= 500;
}
