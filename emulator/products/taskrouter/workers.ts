/**
 * TaskRouter: workers, read-only. Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/worker.d.ts`.
 * @module
 */
import { iso } from '../../core/dates';
import { dates } from '../../core/fields';
import { invalidParameter, type Router, type TwilioRequest } from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { TaskQueue, Worker, World } from '../../core/world';
import { base, HOST, inWorkspace, linksOf, WORKSPACE } from './lookup';
import { fits } from './routing';

/** Workers: list (filter `TaskQueueSid`). */
export function addWorkers(router: Router, world: World): void {
	const view = (worker: Worker) => ({
		...base(world, 'Workers', worker.sid),
		friendly_name: worker.friendlyName,
		attributes: JSON.stringify(worker.attributes),
		activity_name: worker.activityName,
		activity_sid: activitySid(world, worker.activityName),
		available: worker.available,
		...dates(world),
		date_status_changed: iso(world.dateCreated),
		links: linksOf(world, `/Workers/${worker.sid}`),
	});

	router.on('GET', HOST, `${WORKSPACE}/Workers{?TaskQueueSid}`, (request, params) => {
		inWorkspace(world, request, params);
		return classicPage(request, 'workers', inQueue(world, request).map(view));
	});
}

/** @throws TwilioError 400 for a queue that does not exist */
function inQueue(world: World, { query }: TwilioRequest): Worker[] {
	const queueSid = query.get('TaskQueueSid');
	if (queueSid === null) return [...world.workers.values()];
	const queue = world.taskQueues.get(queueSid);
	if (!queue) throw invalidParameter(`Invalid TaskQueueSid: ${queueSid} does not exist`);
	return eligibleWorkers(world, queue);
}

/** The workers whom a queue reaches, available or not. */
export function eligibleWorkers(world: World, { targetWorkers }: TaskQueue): Worker[] {
	return [...world.workers.values()].filter((worker) => fits(targetWorkers, attributesOf(world, worker)));
}

/** The SID of the activity with this name. */
export function activitySid({ activitySids }: World, name: string): string {
	const known = activitySids.get(name) ?? sid('WA');
	activitySids.set(name, known);
	return known;
}

/** The attributes in worker expressions: https://www.twilio.com/docs/taskrouter/expression-syntax */
export function attributesOf(world: World, worker: Worker): Record<string, unknown> {
	return {
		...worker.attributes,
		sid: worker.sid,
		friendly_name: worker.friendlyName,
		activity_name: worker.activityName,
		activity_sid: activitySid(world, worker.activityName),
	};
}
