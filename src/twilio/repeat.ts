/**
 * Retries of idempotent requests.
 * @module
 */
import type { Twilio } from 'twilio';
import { statusOf } from './errors';
import { MAX_ATTEMPTS, type TimeBudget } from './time-budget';

/** How long to wait after 429, in milliseconds. */
const PAUSE_MS = 1_000;
/** The time is not halved into less than this, in milliseconds: an attempt needs `SHORTEST_ATTEMPT_MS` and a little more. */
const SHORTEST_HALF_MS = 200;

/**
 * Makes a request until Twilio responds. Only for idempotent requests: after a failure it is unknown whether one was carried
 * out. Each attempt but the last gets half of the time that is left, since one may hang.
 * @param twilio a client whose requests share the given budget
 * @returns Twilio's first response
 * @throws what the last attempt fails with; at once when Twilio refuses, with a status below 500
 */
export async function repeat<T>(
	twilio: (budget: TimeBudget) => Twilio,
	budget: TimeBudget,
	request: (twilio: Twilio) => Promise<T>,
): Promise<T> {
	for (let attempt = 1; ; attempt++) {
		const isLast = attempt === MAX_ATTEMPTS || budget.remaining() < 2 * SHORTEST_HALF_MS;
		try {
			return await request(twilio(isLast ? budget : budget.atMost(budget.remaining() / 2)));
		} catch (error) {
			if (isLast || !(isRetryable(error) || isLimited(error))) throw error;
			if (isLimited(error)) await budget.clock.sleep(Math.min(PAUSE_MS, budget.remaining() / 2));
		}
	}
}

/** 429, with a `Retry-After` that did not fit the attempt. */
function isLimited(error: unknown): boolean {
	return statusOf(error) === 429;
}

/** Whether a retry may help: not after a status below 500, unless the body of a success could not be read. */
export function isRetryable(error: unknown): boolean {
	const status = statusOf(error);
	return status === undefined || status < 300 || status >= 500;
}
