/**
 * TaskRouter: the log of what happened to tasks. Field names: twilio-node 6.2
 * `rest/taskrouter/v1/workspace/event.d.ts`.
 * @module
 */
import type { Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import { isWanted, secondOf } from '../../core/query';
import { holds } from '../../core/unknowns';
import type { TaskRouterEvent, World } from '../../core/world';
import { base, HOST, inWorkspace, urlOf, WORKSPACE } from './lookup';

const DEFAULT_MS = 15 * 60_000;

/**
 * Events: list (filters `EventType`, `TaskSid`, `StartDate`). Without a start it lists those of the last 15 minutes.
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
	router.on('GET', HOST, `${WORKSPACE}/Events{?EventType,TaskSid,StartDate}`, (request, params) => {
		inWorkspace(world, request, params);
		const from = secondOf(request, 'StartDate')?.start ?? Date.now() - DEFAULT_MS;
		const found = world.taskRouterEvents.filter(
			({ date, type, taskSid }) =>
				date.getTime() >= from && isWanted(request, { EventType: type, TaskSid: taskSid }),
		);
		if (holds(world, 'events-newest-first')) found.reverse();
		return classicPage(request, 'events', found.map(view));
	});
}
