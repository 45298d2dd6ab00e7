/**
 * Whether there are people where handoffs go.
 * @module
 */
import { redact } from '../../../src/redact';
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { readQueues, type Workspace } from '../../account/workspace';
import { type Check, ok, skipped, wrong } from '../engine/check';
import { lookAtRoutes } from './routing';

export const workers: Check = {
	name: 'workers',
	title: 'People in the queue',
	expected: 'the queues that handoffs go to exist, and people belong to them',
	impact: 'The task waits in a queue that nobody works in: the customer waits until they give up.',
	advice:
		'Give people the skills that the queue asks for (Teams view in Flex), or change whom the queue takes (Twilio Console: TaskRouter > Workspaces > Task Queues).',
	look: (account) =>
		lookAtRoutes(account, async (routes, workspace) => {
			const sids = [...new Set(routes.flatMap(({ queues }) => queues))];
			if (sids.length === 0) return skipped('handoffs reach no queue that is known: see flex/routing');
			const views = await Promise.all(sids.map((sid) => viewQueue(account, workspace, sid)));
			const found = redact(views.map(({ found }) => found).join('; '));
			const isMissing = views.some(({ exists }) => !exists);
			const isDeserted = routes.some(
				({ queues }) =>
					queues.length > 0 && !views.some(({ sid, people }) => queues.includes(sid) && people > 0),
			);
			if (isMissing) {
				return wrong(found, {
					advice:
						'Let the workflow lead to a queue that exists (Twilio Console: TaskRouter > Workspaces > Workflows).',
				});
			}
			return isDeserted ? wrong(found) : ok(found);
		}),
};

interface QueueView {
	readonly sid: string;
	readonly exists: boolean;
	readonly people: number;
	readonly found: string;
}

/** Counts, no names: who works where is nobody's business here. */
async function viewQueue(account: AccountView, workspace: Workspace, sid: string): Promise<QueueView> {
	const queue = (await readQueues(account, workspace)).find((each) => each.sid === sid);
	if (!queue) return { sid, exists: false, people: 0, found: `there is no queue ${sid}` };
	const context = account.twilio.taskrouter.v1.workspaces(workspace.sid);
	const all = await asking('listing the workers', () =>
		context.workers.list({ taskQueueSid: sid, pageSize: 1000 }),
	);
	const available = all.filter((worker) => worker.available).length;
	const people = all.length === 1 ? '1 person' : `${all.length} people`;
	const now = all.length === 0 ? '' : `, ${available} available now`;
	return { sid, exists: true, people: all.length, found: `"${queue.friendlyName}": ${people}${now}` };
}
