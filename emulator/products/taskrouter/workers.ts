/**
 * TaskRouter: workers, read-only. Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/worker.d.ts`.
 * @module
 */
import { invalidParameter, type Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { Worker, World } from '../../core/world';
import { base, HOST, inWorkspace, WORKSPACE } from './lookup';
import { fits } from './routing';

/** Workers: list (filter `TaskQueueSid`). */
export function addWorkers(router: Router, world: World): void {
	const activities = new Map<string, string>();
	const activitySid = (name: string): string => {
		const known = activities.get(name) ?? sid('WA');
		activities.set(name, known);
		return known;
	};
	const view = (worker: Worker) => ({
		...base(world, 'Workers', worker.sid),
		friendly_name: worker.friendlyName,
		attributes: JSON.stringify(worker.attributes),
		activity_name: worker.activityName,
		activity_sid: activitySid(worker.activityName),
		available: worker.available,
	});
	/** The attributes in worker expressions: https://www.twilio.com/docs/taskrouter/expression-syntax */
	const attributesOf = (worker: Worker) => ({
		...worker.attributes,
		sid: worker.sid,
		friendly_name: worker.friendlyName,
		activity_name: worker.activityName,
		activity_sid: activitySid(worker.activityName),
	});

	router.on('GET', HOST, `${WORKSPACE}/Workers`, (request, params) => {
		inWorkspace(world, request, params);
		const workers = [...world.workers.values()];
		const queueSid = request.query.get('TaskQueueSid');
		if (queueSid === null) return classicPage(request, 'workers', workers.map(view));
		const queue = world.taskQueues.get(queueSid);
		if (!queue) throw invalidParameter(`Invalid TaskQueueSid: ${queueSid} does not exist`);
		const eligible = workers.filter((worker) => fits(queue.targetWorkers, attributesOf(worker)));
		return classicPage(request, 'workers', eligible.map(view));
	});
}
