/**
 * What TaskRouter does with tasks, in a queue that reaches no worker.
 * @module
 */
import { asking } from '../../account/asking';
import { SetupError } from '../../account/errors';
import { findFlexConfiguration } from '../../account/flex/configuration';
import { CHAT_CHANNEL } from '../../account/flex/workspace';
import type { Lab } from '../lab';
import { describe, experiment, judge, open, type Probe, refusalOf } from '../probe';

const PLACE = 'a TaskRouter queue that reaches no worker, and two workflows into it';
const TASKS =
	'five tasks in them, each removed; the workspace’s event callback, if it has one, receives their events';
const CONSOLE = 'https://console.twilio.com/us1/develop/taskrouter/workspaces';

/** How long to wait for what TaskRouter does on its own. */
const PATIENCE_S = 60;

const workspace = experiment(async ({ twilio }) => {
	const sid = (await findFlexConfiguration(twilio))?.taskrouter_workspace_sid;
	if (!sid) throw new SetupError('Flex isn’t set up in this account (no TaskRouter workspace).');
	return twilio.taskrouter.v1.workspaces(sid);
});

const place = experiment(async (lab) => {
	const { taskQueues } = await workspace(lab);
	const friendlyName = `${lab.name}-queue`;
	const { sid: queue } = await lab.make({
		kind: 'TaskRouter queue',
		name: friendlyName,
		console: CONSOLE,
		create: () => taskQueues.create({ friendlyName, targetWorkers: `handoff_verify == "${lab.name}"` }),
		find: async () => (await taskQueues.list({ friendlyName }))[0]?.sid,
		remove: (sid) => taskQueues(sid).remove(),
	});
	const target = (priority: number) => ({ queue, priority: String(priority) });
	return {
		/** Takes every task: those that match no filter get the default filter. */
		open: await makeWorkflow(lab, 'open', {
			filters: [{ expression: 'a == 1 OR b == 1 AND c == 1', targets: [target(11)] }],
			default_filter: target(7),
		}),
		closed: await makeWorkflow(lab, 'closed', {
			filters: [{ expression: 'a == "never"', targets: [target(1)] }],
		}),
	};
});

async function makeWorkflow(lab: Lab, suffix: string, routing: object): Promise<string> {
	const { workflows, tasks } = await workspace(lab);
	const friendlyName = `${lab.name}-${suffix}`;
	const { sid } = await lab.make({
		kind: 'TaskRouter workflow',
		name: friendlyName,
		console: CONSOLE,
		create: () =>
			workflows.create({ friendlyName, configuration: JSON.stringify({ task_routing: routing }) }),
		find: async () => (await workflows.list({ friendlyName }))[0]?.sid,
		remove: async (workflowSid) => {
			for (const task of await tasks.list({ workflowSid })) await tasks(task.sid).remove();
			await workflows(workflowSid).remove();
		},
	});
	return sid;
}

/** @param which of the two workflows; removing it removes the task */
async function makeTask(
	lab: Lab,
	which: 'open' | 'closed',
	attributes: object,
	more: { priority?: number; timeout?: number } = {},
) {
	const { tasks } = await workspace(lab);
	const workflowSid = (await place(lab))[which];
	return tasks.create({
		workflowSid,
		taskChannel: CHAT_CHANNEL.uniqueName,
		attributes: JSON.stringify(attributes),
		timeout: 300,
		...more,
	});
}

/** A task as it is once the workflow has processed it, which happens after the response. */
async function become(
	lab: Lab,
	sid: string,
	is: (task: { assignmentStatus: string; priority: number }) => boolean,
) {
	const { tasks } = await workspace(lab);
	const found = await lab.until(PATIENCE_S, async () => {
		const task = await asking('reading a task', () => tasks(sid).fetch());
		return is(task) ? task : undefined;
	});
	return found ?? asking('reading a task', () => tasks(sid).fetch());
}

const first = experiment((lab) => makeTask(lab, 'open', { a: 1, b: 0, c: 0 }));

const isCanceled = ({ assignmentStatus }: { assignmentStatus: string }) => assignmentStatus === 'canceled';

export const ROUTING: readonly Probe[] = [
	{
		id: 'expression-and-or',
		makes: [PLACE, TASKS],
		run: async (lab) => {
			const { sid } = await first(lab);
			const { priority } = await become(lab, sid, (task) => task.priority !== 0);
			if (priority === 0) return open('no filter matched the task in time');
			return judge(priority === 11, `a OR b AND c, with only a true, is ${priority === 11}`);
		},
	},
	{
		id: 'default-filter-priority',
		makes: [PLACE, TASKS],
		run: async (lab) => {
			const { sid } = await makeTask(lab, 'open', { a: 0 }, { priority: 3 });
			const { priority } = await become(lab, sid, (task) => task.priority === 7);
			return judge(
				priority === 7,
				`a task created with priority 3 has priority ${priority} (default filter: 7)`,
			);
		},
	},
	{
		id: 'task-no-filter',
		makes: [PLACE, TASKS],
		run: async (lab) => {
			const { sid } = await makeTask(lab, 'closed', { a: 2 });
			const { assignmentStatus, reason } = await become(lab, sid, isCanceled);
			const found = `${assignmentStatus}, reason "${reason ?? ''}"`;
			return judge(assignmentStatus === 'canceled' && /filter/i.test(reason ?? ''), found);
		},
	},
	{
		id: 'task-ttl-reason',
		makes: [PLACE, TASKS],
		run: async (lab) => {
			const { sid } = await makeTask(lab, 'open', { a: 3 }, { timeout: 1 });
			const { assignmentStatus, reason } = await become(lab, sid, isCanceled);
			if (assignmentStatus !== 'canceled') return open(`still ${assignmentStatus} after ${PATIENCE_S} s`);
			return judge(/^Task TTL Exceeded/i.test(reason ?? ''), `canceled, reason "${reason ?? ''}"`);
		},
	},
	{
		id: 'task-limit-characters',
		makes: [PLACE, TASKS],
		run: async (lab) => {
			await place(lab);
			const text = 'é'.repeat(4_096 - JSON.stringify({ text: '' }).length);
			const refusal = await refusalOf('creating a task', makeTask(lab, 'open', { text }));
			if (refusal && !/attributes/i.test(refusal.message)) return open(describe(refusal));
			return judge(refusal === undefined, `4,096 characters of two bytes each: ${describe(refusal)}`);
		},
	},
	{
		id: 'events-newest-first',
		makes: [PLACE, TASKS],
		run: async (lab) => {
			const { sid: taskSid } = await first(lab);
			const { events } = await workspace(lab);
			const list = () => asking('listing events', () => events.list({ taskSid, limit: 20 }));
			const listed = await lab.until(PATIENCE_S, async () => {
				const some = await list();
				return some.length > 1 ? some : undefined;
			});
			if (!listed) return open('TaskRouter lists fewer than two events of the task');
			const names = listed.map(({ eventType }) => eventType);
			const isNewest = names.indexOf('task.created') === names.length - 1;
			return judge(isNewest, `in this order: ${names.join(', ')}`);
		},
	},
];
