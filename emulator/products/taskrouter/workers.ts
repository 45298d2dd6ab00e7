/**
 * TaskRouter: workers, to be read. Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/worker.d.ts`.
 * @module
 */
import { invalidParameter, type Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { Worker, World } from '../../core/world';
import { base, find, HOST, having, inWorkspace, WORKSPACE } from './lookup';
import { fits } from './routing';

/** Workers: list (all of the SDK's filters but those that page), fetch. */
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
	/** What an expression can ask of a worker: https://www.twilio.com/docs/taskrouter/expression-syntax */
	const attributesOf = (worker: Worker) => ({
		...worker.attributes,
		sid: worker.sid,
		friendly_name: worker.friendlyName,
		activity_name: worker.activityName,
		activity_sid: activitySid(worker.activityName),
	});
	const isAmong = (query: URLSearchParams) => {
		const queues = having(world.taskQueues.values(), query, {
			TaskQueueSid: (queue) => queue.sid,
			TaskQueueName: (queue) => queue.friendlyName,
		});
		const byQueue = query.has('TaskQueueSid') || query.has('TaskQueueName');
		if (byQueue && queues.length === 0) throw invalidParameter('Invalid TaskQueueSid or TaskQueueName');
		const expressions = byQueue ? queues.map(({ targetWorkers }) => targetWorkers) : [];
		const asked = query.get('TargetWorkersExpression');
		if (asked !== null) expressions.push(asked);
		const available = query.get('Available');
		// "true, 1, or yes", says the SDK, and anything else means those that are not.
		const wanted = available === null ? undefined : /^(true|1|yes)$/i.test(available);
		return (worker: Worker) =>
			expressions.every((expression) => fits(expression, attributesOf(worker))) &&
			(wanted === undefined || worker.available === wanted);
	};

	router.on('GET', HOST, `${WORKSPACE}/Workers`, (request, params) => {
		inWorkspace(world, request, params);
		const found = having(world.workers.values(), request.query, {
			FriendlyName: (worker) => worker.friendlyName,
			ActivityName: (worker) => worker.activityName,
			ActivitySid: (worker) => activitySid(worker.activityName),
		});
		return classicPage(request, 'workers', found.filter(isAmong(request.query)).map(view));
	});
	router.on('GET', HOST, `${WORKSPACE}/Workers/{sid}`, (request, params) => ({
		status: 200,
		body: view(find(world, world.workers, request, params)),
	}));
}
