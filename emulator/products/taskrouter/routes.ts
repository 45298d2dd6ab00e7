/**
 * TaskRouter: its task channels, read-only. The rest of it has modules of its own.
 * Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/taskChannel.d.ts`.
 * @module
 */
import { dates } from '../../core/fields';
import type { Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import type { TaskChannel, World } from '../../core/world';
import { addEvents } from './event-routes';
import { base, HOST, inWorkspace, linksOf, WORKSPACE } from './lookup';
import { addStatistics } from './statistics';
import { addTasks } from './tasks';
import { addWorkers } from './workers';
import { addWorkflows } from './workflows';
import { addWorkspaces } from './workspaces';

/** Task channels: list. */
export function addTaskRouter(router: Router, world: World): void {
	const viewChannel = (channel: TaskChannel) => ({
		...base(world, 'TaskChannels', channel.sid),
		friendly_name: channel.friendlyName,
		unique_name: channel.uniqueName,
		channel_optimized_routing: false,
		...dates(world),
		links: linksOf(world),
	});
	router.on('GET', HOST, `${WORKSPACE}/TaskChannels`, (request, params) => {
		inWorkspace(world, request, params);
		return classicPage(request, 'channels', [...world.taskChannels.values()].map(viewChannel));
	});

	addWorkspaces(router, world);
	addWorkflows(router, world);
	addWorkers(router, world);
	addTasks(router, world);
	addEvents(router, world);
	addStatistics(router, world);
}
