/**
 * The events of TaskRouter, as an `EventsFilter` names them.
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 * @module
 */

const NAMES: Readonly<Record<string, readonly string[]>> = {
	activity: ['created', 'updated', 'deleted'],
	reservation: [
		'created',
		'accepted',
		'rejected',
		'timeout',
		'canceled',
		'rescinded',
		'completed',
		'failed',
		'wrapup',
	],
	task: [
		'created',
		'updated',
		'canceled',
		'wrapup',
		'completed',
		'deleted',
		'system-deleted',
		'transfer-initiated',
		'transfer-attempt-failed',
		'transfer-failed',
		'transfer-canceled',
		'transfer-completed',
	],
	'task-channel': ['created', 'updated', 'deleted'],
	'task-queue': ['created', 'deleted', 'entered', 'timeout', 'moved', 'expression.updated'],
	worker: [
		'created',
		'activity.update',
		'attributes.update',
		'capacity.update',
		'channel.availability.update',
		'deleted',
	],
	workflow: ['created', 'updated', 'deleted', 'target-matched', 'entered', 'timeout', 'skipped'],
	workspace: ['created', 'updated', 'deleted'],
};

/** Every event type, such as `task.canceled`. */
export const EVENT_TYPES: ReadonlySet<string> = new Set(
	Object.entries(NAMES).flatMap(([group, names]) => names.map((name) => `${group}.${name}`)),
);

/** The names in an `EventsFilter`; spaces after the commas are allowed, as in the API reference's example. */
export function namesIn(eventsFilter: string): string[] {
	return eventsFilter
		.split(',')
		.map((name) => name.trim())
		.filter((name) => name !== '');
}
