/**
 * TaskRouter: the log of what happened to tasks. Field names: twilio-node 6.2
 * `rest/taskrouter/v1/workspace/event.d.ts`.
 * @module
 */
import { pascalCase } from '../../core/fields';
import { invalidParameter, type Router, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { isWanted, secondOf } from '../../core/query';
import { holds } from '../../core/unknowns';
import type { TaskRouterEvent, World } from '../../core/world';
import { base, HOST, inWorkspace, urlOf, WORKSPACE } from './lookup';

const DEFAULT_MINUTES = 15;

/** Filters by a field of the event's data. */
const FILTERS = ['task_queue_sid', 'worker_sid', 'workflow_sid'];

/**
 * Events: list (filters by the SIDs in an event, `EventType`, `StartDate`, `EndDate`, `Minutes`). Without a start it lists those of the
 * last 15 minutes.
 *
 * GUESS(events-newest-first): newest first, as most lists of Twilio's are. One list of a live account would settle it.
 */
export function addEvents(router: Router, world: World): void {
	const view = (event: TaskRouterEvent) => {
		const { taskSid, reservationSid } = event;
		const task = `/Tasks/${taskSid}`;
		return {
			...base(world, 'Events', event.sid),
			event_type: event.type,
			event_date: event.date.toISOString(),
			event_date_ms: event.date.getTime(),
			event_data: event.data,
			description: event.description,
			resource_type: reservationSid ? 'reservation' : 'task',
			resource_sid: reservationSid ?? taskSid,
			resource_url: urlOf(world, reservationSid ? `${task}/Reservations/${reservationSid}` : task),
			actor_type: 'workspace',
			actor_sid: world.workspaceSid,
			actor_url: urlOf(world),
			source: 'twilio',
			source_ip_address: null,
		};
	};
	router.on('GET', HOST, `${WORKSPACE}/Events`, (request, params) => {
		inWorkspace(world, request, params);
		const { from, to } = period(request);
		const found = world.taskRouterEvents.filter(
			(event) =>
				event.date.getTime() >= from &&
				event.date.getTime() <= to &&
				isWanted(request, {
					Sid: event.sid,
					EventType: event.type,
					TaskSid: event.taskSid,
					ReservationSid: event.reservationSid,
					...Object.fromEntries(FILTERS.map((name) => [pascalCase(name), String(event.data[name] ?? '')])),
				}),
		);
		if (holds(world, 'events-newest-first')) found.reverse();
		return classicPage(request, 'events', found.map(view));
	});
}

/** @throws TwilioError 400 for a malformed date or number */
function period(request: TwilioRequest): { from: number; to: number } {
	const minutes = Number(request.query.get('Minutes') ?? DEFAULT_MINUTES);
	if (Number.isNaN(minutes)) throw invalidParameter('Invalid Minutes');
	return {
		from: secondOf(request, 'StartDate')?.start ?? Date.now() - minutes * 60_000,
		to: secondOf(request, 'EndDate')?.end ?? Number.POSITIVE_INFINITY,
	};
}
