/**
 * TaskRouter's log of the workspace that Flex uses.
 * @see https://www.twilio.com/docs/taskrouter/api/event
 * @module
 */
import { fromTwilio } from '../../src/twilio/errors';
import type { AccountView } from '../account/account-view';
import { workspaceOf } from '../account/workspace';
import { isoOf, objectIn } from './values';

export { workspaceOf } from '../account/workspace';

/** The log goes no further back; so it is with Studio's executions. */
export const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
const MAX_EVENTS = 500;

/** One line of the log. */
export interface LoggedEvent {
	/** `task.created`, `reservation.accepted`, … */
	readonly type: string;
	readonly at?: string;
	readonly data: Readonly<Record<string, unknown>>;
}

/** The time in which a task can have been made. */
export interface Period {
	readonly from: Date;
	readonly to?: Date;
}

/**
 * Where there are more than 500, the newest of them, if TaskRouter lists those first: a guess of
 * emulator/resources/taskrouter-events.ts.
 * @returns oldest first
 * @throws {HandoffError | SetupError} when it cannot be read
 */
export async function readLog(
	account: AccountView,
	filter: { readonly taskSid: string } | { readonly eventType: string },
	{ from, to }: Period,
): Promise<LoggedEvent[]> {
	const { events } = await workspaceOf(account);
	const startDate = new Date(Math.max(from.getTime(), Date.now() - KEPT_MS));
	try {
		const found = await events.list({
			...filter,
			startDate,
			...(to && { endDate: to }),
			pageSize: MAX_EVENTS,
			limit: MAX_EVENTS,
		});
		return found
			.map(({ eventType, eventDate, eventDateMs, eventData }): LoggedEvent => {
				const at = Number.isFinite(eventDateMs) ? isoOf(new Date(eventDateMs)) : isoOf(eventDate);
				return { type: eventType, data: objectIn(eventData), ...(at !== undefined && { at }) };
			})
			.sort((a, b) => (Date.parse(a.at ?? '') || 0) - (Date.parse(b.at ?? '') || 0));
	} catch (error) {
		throw fromTwilio('reading the log of TaskRouter', error);
	}
}
