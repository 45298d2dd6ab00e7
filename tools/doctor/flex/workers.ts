/**
 * Checks that the queues of handoffs have agents, and that one of these matches a target of the workflow.
 * @module
 */
import type { WorkerInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/worker';
import { isRecord } from '../../../src/json';
import { redact } from '../../../src/redact';
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { readQueues, type Workspace } from '../../account/flex/workspace';
import { type Check, ok, skipped, wrong } from '../engine/check';
import { fits, ofTarget } from './expression';
import { lookAtRoutes, queuesOf, type Route, type Target } from './route';

const WORKFLOWS = 'Console: TaskRouter > Workspaces > Workflows';

export const workers: Check = {
	name: 'workers',
	title: 'Agents in the queues',
	expected: 'the queues of handoffs exist, and have agents who match the workflow’s targets',
	impact: 'The task waits in a queue without agents until the customer gives up.',
	advice:
		'Give agents the skills that the queue requires (Flex: Teams view), or change which workers the queue selects (Console: TaskRouter > Workspaces > Task Queues).',
	look: (account) =>
		lookAtRoutes(account, async (routes, workspace) => {
			const sids = [...new Set(routes.flatMap(queuesOf))];
			if (sids.length === 0) return skipped('handoffs aren’t routed to a known queue; see flex/routing');
			const queues = await Promise.all(sids.map((sid) => readQueue(account, workspace, sid)));
			const found = queues.map((queue) => queue.found);
			if (queues.some(({ agents }) => agents === undefined)) {
				return wrong(redact(found.join('; ')), {
					advice: `Route the workflow to a queue that exists (${WORKFLOWS}).`,
				});
			}
			const judged = routes.map((route) => judge(route, queues));
			const missed = judged.filter((each) => each.isMatched !== true).flatMap((each) => each.found);
			const all = redact([...found, ...new Set(missed)].join('; '));
			if (judged.some(({ isMatched }) => isMatched === false)) {
				return wrong(all, missed.length > 0 ? { advice: SKILLS } : {});
			}
			if (missed.length === 0) return ok(all);
			return { status: 'note', found: all, advice: UNCLEAR };
		}),
};

const SKILLS = `Give agents of that queue what the target’s expression requires (Flex: Teams view > the agent > Skills), change the expression, or add a target without one after it (${WORKFLOWS}).`;
const UNCLEAR = `Make sure that agents match the targets. Doctor can’t evaluate the expression because it depends on your custom attributes or on unsupported syntax. A last target without an expression matches every agent (${WORKFLOWS}).`;

interface Queue {
	readonly sid: string;
	/** `undefined` when the queue is not found. */
	readonly agents: readonly WorkerInstance[] | undefined;
	readonly found: string;
}

/** Agents are counted, not named. */
async function readQueue(account: AccountView, workspace: Workspace, sid: string): Promise<Queue> {
	const queue = (await readQueues(account, workspace)).find((each) => each.sid === sid);
	if (!queue) return { sid, agents: undefined, found: `queue ${sid} not found` };
	const context = account.twilio.taskrouter.v1.workspaces(workspace.sid);
	const all = await asking('listing the workers', () =>
		context.workers.list({ taskQueueSid: sid, pageSize: 1000 }),
	);
	const available = all.filter((worker) => worker.available).length;
	const agents = all.length === 1 ? '1 agent' : `${all.length} agents`;
	const now = all.length === 0 ? '' : `, ${available} available now`;
	return { sid, agents: all, found: `"${queue.friendlyName}": ${agents}${now}` };
}

interface Judged {
	/** Whether some agent gets the task in the end; `undefined` when that is unknown. */
	readonly isMatched: boolean | undefined;
	/** The targets that no agent is known to match. */
	readonly found: readonly string[];
}

/** One target that matches an agent is enough: the task moves on to it. */
function judge({ sample, targets }: Route, queues: readonly Queue[]): Judged {
	const judged = targets.map((target) => {
		const agents = queues.find(({ sid }) => sid === target.queue)?.agents ?? [];
		const truths = agents.map((agent) => isMatchedBy(target, sample.attributes, agent));
		return {
			target,
			agents,
			isMatched: truths.includes(true) || (truths.includes(undefined) ? undefined : false),
		};
	});
	const known = judged.map(({ isMatched }) => isMatched);
	const isMatched =
		targets.length === 0 || known.includes(true) || (known.includes(undefined) ? undefined : false);
	return {
		isMatched,
		found: judged.flatMap(({ target, agents, isMatched: matched }) =>
			matched === true || agents.length === 0
				? []
				: [
						`${matched === false ? 'no agent matches' : 'doctor can’t tell whether an agent matches'} the target’s expression ${target.expression}`,
					],
		),
	};
}

function isMatchedBy({ expression }: Target, task: Route['sample']['attributes'], agent: WorkerInstance) {
	if (!expression?.trim()) return true;
	const { attributes, sid, friendlyName, activityName, activitySid } = agent;
	const read: unknown = JSON.parse(attributes || '{}');
	// What TaskRouter adds: https://www.twilio.com/docs/taskrouter/expression-syntax
	const added = { sid, friendly_name: friendlyName, activity_name: activityName, activity_sid: activitySid };
	return fits(expression, ofTarget(task, { ...(isRecord(read) && read), ...added }));
}
