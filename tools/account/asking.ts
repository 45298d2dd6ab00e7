/**
 * Requests to Twilio, with errors that name the request.
 * @module
 */
import { fromTwilio, statusOf } from '../../src/twilio/errors';

/**
 * @param doing the operation, as in "reading the participants"
 * @throws {HandoffError} in place of whatever the SDK throws
 * @example const customer = await asking('reading the customer', () => twilio.…fetch());
 */
export async function asking<T>(doing: string, ask: () => Promise<T>): Promise<T> {
	try {
		return await ask();
	} catch (error) {
		throw fromTwilio(doing, error);
	}
}

/** The same, with `undefined` for a 404. */
export function askingFor<T>(doing: string, ask: () => Promise<T>): Promise<T | undefined> {
	return asking(doing, () =>
		ask().catch((error: unknown) => {
			if (statusOf(error) === 404) return undefined;
			throw error;
		}),
	);
}
