/**
 * Checks that agents work in the queues that handoffs are routed to.
 * @module
 */
import { redact } from '../../../src/redact';
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { readQueues, type Workspace } from '../../account/workspace';
import { type Check, ok, skipped, wrong } from '../engine/check';
import { lookAtRoutes } from './route';

export const workers: Check = {
	name: 'workers',
	title: 'Agents work in the queue',
	expected: 'the queues that handoffs are routed to exist, and have agents',
	impact: 'The task waits in a queue without agents, and the customer waits until they give up.',
	advice:
		'Give agents the skills that the queue requires (Flex: Teams view), or change which workers the queue takes (Console: TaskRouter > Workspaces > Task Queues).',
	look: (account) =>
		lookAtRoutes(account, async (routes, workspace) => {
			const sids = [...new Set(routes.flatMap(({ queues }) => queues))];
			if (sids.length === 0) return skipped('handoffs reach no known queue: see flex/routing');
			const all = await Promise.all(sids.map((sid) => readQueue(account, workspace, sid)));
			const found = redact(all.map((queue) => queue.found).join('; '));
			if (all.some(({ agents }) => agents === undefined)) {
				return wrong(found, {
					advice: 'Route the workflow to a queue that exists (Console: TaskRouter > Workspaces > Workflows).',
				});
			}
			const staffed = all.flatMap(({ sid, agents }) => (agents ? [sid] : []));
			const isStaffed = routes.every(
				({ queues }) => queues.length === 0 || queues.some((sid) => staffed.includes(sid)),
			);
			return isStaffed ? ok(found) : wrong(found);
		}),
};

interface Queue {
	readonly sid: string;
	/** Counted, not named. `undefined` when there is no such queue. */
	readonly agents: number | undefined;
	readonly found: string;
}

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
	return { sid, agents: all.length, found: `"${queue.friendlyName}": ${agents}${now}` };
}
