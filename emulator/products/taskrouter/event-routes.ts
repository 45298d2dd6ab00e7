/**
 * TaskRouter: the log of what happened to tasks. Field names: twilio-node 6.2
 * `rest/taskrouter/v1/workspace/event.d.ts`.
 * @module
 */
import { invalidParameter, type Router, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { secondOf } from '../../core/query';
import type { TaskRouterEvent, World } from '../../core/world';
import { base, HOST, having, find as inMap, inWorkspace, urlOf, WORKSPACE } from './lookup';

const DEFAULT_MINUTES = 15;

/**
 * Events: list (all of the SDK's filters), fetch. Without a date or `Minutes` it lists those of the last 15 minutes.
 *
 * GUESS: newest first, as Twilio lists mostly are. One list of an account would tell.
 */
export function addEvents(router: Router, world: World): void {
	const view = (event: TaskRouterEvent) => {
		const [collection, resource] = event.reservationSid
			? ['Reservations', event.reservationSid]
			: ['Tasks', event.taskSid];
		const ofTask = `/Tasks/${event.taskSid}`;
		return {
			...base(world, 'Events', event.sid),
			event_type: event.type,
			event_date: event.date.toISOString(),
			event_date_ms: event.date.getTime(),
			event_data: event.data,
			description: event.description,
			resource_type: event.reservationSid ? 'reservation' : 'task',
			resource_sid: resource,
			resource_url: urlOf(world, event.reservationSid ? `${ofTask}/${collection}/${resource}` : ofTask),
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
		const found = having(world.taskRouterEvents, request.query, {
			EventType: ({ type }) => type,
			TaskSid: ({ taskSid }) => taskSid,
			ReservationSid: ({ reservationSid }) => reservationSid,
			WorkerSid: ({ data }) => data.worker_sid,
			WorkflowSid: ({ data }) => data.workflow_sid,
			TaskQueueSid: ({ data }) => data.task_queue_sid,
			TaskChannel: ({ data }) => data.task_channel_unique_name,
			Sid: ({ sid }) => sid,
		});
		const within = found.filter(({ date }) => date.getTime() >= from && date.getTime() <= to);
		return classicPage(request, 'events', within.reverse().map(view));
	});
	router.on('GET', HOST, `${WORKSPACE}/Events/{sid}`, (request, params) => {
		const events = new Map(world.taskRouterEvents.map((event) => [event.sid, event]));
		return { status: 200, body: view(inMap(world, events, request, params)) };
	});
}

/** @throws TwilioError 400 for a date or a number that is none */
function period(request: TwilioRequest): { from: number; to: number } {
	const minutes = Number(request.query.get('Minutes') ?? DEFAULT_MINUTES);
	if (Number.isNaN(minutes)) throw invalidParameter('Invalid Minutes');
	return {
		from: secondOf(request, 'StartDate')?.start ?? Date.now() - minutes * 60_000,
		to: secondOf(request, 'EndDate')?.end ?? Number.POSITIVE_INFINITY,
	};
}
