/**
 * TaskRouter: the one workspace, with the callback that receives its events.
 * Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace.d.ts`.
 * @module
 */
import { z } from 'zod';
import { readForm } from '../../core/body';
import { collections, dates } from '../../core/fields';
import { invalidParameter, type Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import type { World } from '../../core/world';
import { EVENT_TYPES, namesIn } from './event-types';
import { HOST, inWorkspace, urlOf, WORKSPACE } from './lookup';
import { activitySid } from './workers';

const updateForm = z.object({
	FriendlyName: z.string().min(1).exactOptional(),
	EventCallbackUrl: z.string().exactOptional(),
	EventsFilter: z.string().exactOptional(),
	MultiTaskEnabled: z.enum(['true', 'false']).exactOptional(),
	PrioritizeQueueOrder: z.enum(['FIFO', 'LIFO']).exactOptional(),
});

const COLLECTIONS = [
	'activities',
	'statistics',
	'real_time_statistics',
	'cumulative_statistics',
	'task_queues',
	'tasks',
	'workers',
	'workflows',
	'task_channels',
	'events',
];

/** Workspaces: list, fetch, update. */
export function addWorkspaces(router: Router, world: World): void {
	const view = () => {
		const { friendlyName, eventCallbackUrl, eventsFilter, ...settings } = world.workspace;
		return {
			account_sid: world.account.accountSid,
			sid: world.workspaceSid,
			friendly_name: friendlyName,
			event_callback_url: eventCallbackUrl,
			events_filter: eventsFilter || null,
			multi_task_enabled: settings.multiTaskEnabled,
			prioritize_queue_order: settings.prioritizeQueueOrder,
			default_activity_name: 'Offline',
			default_activity_sid: activitySid(world, 'Offline'),
			timeout_activity_name: 'Offline',
			timeout_activity_sid: activitySid(world, 'Offline'),
			...dates(world),
			url: urlOf(world),
			links: collections(urlOf(world), COLLECTIONS),
		};
	};
	router.on('GET', HOST, '/v1/Workspaces', (request) => classicPage(request, 'workspaces', [view()]));
	router.on('GET', HOST, WORKSPACE, (request, params) => {
		inWorkspace(world, request, params);
		return { status: 200, body: view() };
	});
	router.on('POST', HOST, WORKSPACE, (request, params) => {
		inWorkspace(world, request, params);
		const form = readForm(request, updateForm);
		requireUrl(form.EventCallbackUrl);
		requireEvents(form.EventsFilter);
		const { workspace } = world;
		workspace.friendlyName = form.FriendlyName ?? workspace.friendlyName;
		workspace.eventCallbackUrl = form.EventCallbackUrl ?? workspace.eventCallbackUrl;
		workspace.eventsFilter = form.EventsFilter ?? workspace.eventsFilter;
		if (form.MultiTaskEnabled) workspace.multiTaskEnabled = form.MultiTaskEnabled === 'true';
		workspace.prioritizeQueueOrder = form.PrioritizeQueueOrder ?? workspace.prioritizeQueueOrder;
		return { status: 200, body: view() };
	});
}

/** An empty URL turns the callback off. @throws TwilioError 400 for what is no URL of the web */
function requireUrl(url = ''): void {
	if (url === '' || (URL.canParse(url) && /^https?:/.test(url))) return;
	throw invalidParameter(`Invalid EventCallbackUrl: ${url}`);
}

/** GUESS(events-filter-code): the code. An update with an unknown event on a live account would settle it. @throws TwilioError 400 */
function requireEvents(filter = ''): void {
	const unknown = namesIn(filter).find((name) => !EVENT_TYPES.has(name));
	if (unknown !== undefined) throw invalidParameter(`Invalid EventsFilter: ${unknown} is not an event`);
}
