/**
 * A task's history, in words.
 * @module
 */
import type { Agents, Offer, TracedTask } from './task';
import { fine, note, type TraceEntry, wrong } from './trace';
import { counted, secondsBetween } from './values';

const OFFERS: Readonly<Record<string, string>> = {
	created: 'It is being offered to an agent.',
	rejected: 'An agent rejected it.',
	timeout: 'An agent did not answer the offer in time.',
	canceled: 'The offer to an agent was canceled.',
	rescinded: 'The offer to an agent was rescinded.',
};
const WORKSPACE = 'Console > TaskRouter > Workspaces > the Flex workspace';
/** With agents available, TaskRouter offers a task within seconds. */
const OFFER_TAKES_S = 300;

/** @param agents who can get it, while it waits */
export function taskEntries(
	task: TracedTask,
	agents: Agents | 'no queue' | undefined,
	now: Date,
): TraceEntry[] {
	const { createdAt, queue, workflow, priority, offers = [] } = task;
	const details = [workflow && `workflow "${workflow}"`, priority && `priority ${priority}`].filter(Boolean);
	const where = queue === undefined ? 'A task was created' : `A task was created in queue "${queue}"`;
	return [
		fine('TaskRouter', `${where}${details.length > 0 ? ` (${details.join(', ')})` : ''}.`, createdAt),
		...offers.flatMap(({ status, at }) => {
			const words = OFFERS[status];
			return words === undefined ? [] : [note('TaskRouter', words, at)];
		}),
		...(task.isAccepted
			? [fine('TaskRouter', 'An agent accepted it.', task.acceptedAt)]
			: endEntries(task, agents, now)),
	];
}

function endEntries(task: TracedTask, agents: Agents | 'no queue' | undefined, now: Date): TraceEntry[] {
	if (task.status === 'canceled') return [canceled(task)];
	return task.status === 'pending' ? [waiting(task, agents, now)] : [];
}

function waiting(task: TracedTask, agents: Agents | 'no queue' | undefined, now: Date): TraceEntry {
	const { createdAt, offers } = task;
	const seconds = secondsBetween(createdAt, now.toISOString());
	const time = seconds === undefined ? 'The customer is waiting' : `The customer has waited for ${seconds} s`;
	const queue = task.queue === undefined ? 'the queue' : `queue "${task.queue}"`;
	if (agents === 'no queue') {
		return wrong('TaskRouter', `${time}, and ${queue} was deleted.`, {
			impact: 'No agent will ever be offered this customer.',
			advice: `Give the workflow’s filters a queue that exists (npx handoff doctor checks them), then move the waiting task: ${WORKSPACE} > Tasks.`,
		});
	}
	if (agents?.eligible === 0) {
		return wrong('TaskRouter', `${time}, and ${queue} has no agents.`, {
			impact: 'No agent will ever be offered this customer.',
			advice: `Make the queue’s expression match your agents’ skills: ${WORKSPACE} > TaskQueues; or give your agents the skills in Flex.`,
		});
	}
	if (agents?.available === 0) {
		return wrong(
			'TaskRouter',
			`${time}, and of ${counted(agents.eligible, 'agent')} of ${queue} none is available.`,
			{
				impact: 'The customer waits until an agent is available, or until the task’s timeout.',
				advice: 'An agent of that queue has to set their status to Available in Flex.',
			},
		);
	}
	const refusals = refusalsIn(offers);
	if (refusals > 0) {
		return wrong(
			'TaskRouter',
			`${time}. The task was offered ${counted(refusals, 'time')}, and no agent accepted it.`,
			{
				impact: 'The customer waits until an agent accepts, or until the task’s timeout.',
				advice: 'Ask the agents of that queue why they reject the task or let it time out.',
			},
		);
	}
	if ((seconds ?? 0) > OFFER_TAKES_S) {
		const available = agents ? ` with ${counted(agents.available, 'agent')} available` : '';
		const isOffered = offers === undefined ? 'no agent accepted the task' : 'the task was not offered';
		return wrong('TaskRouter', `${time}${available}, and ${isOffered}.`, {
			impact: 'The customer waits until the task’s timeout.',
			advice: `Check the expression of the workflow’s target, and the capacity of the agents for this task channel: ${WORKSPACE} > Workflows.`,
		});
	}
	return note('TaskRouter', `${time}${agents ? `; available agents: ${agents.available}` : ''}.`);
}

function canceled({ reason = '', createdAt, endedAt, offers }: TracedTask): TraceEntry {
	const seconds = secondsBetween(createdAt, endedAt);
	const after = seconds === undefined ? '' : `, after ${seconds} s`;
	const count =
		offers &&
		`It was offered ${counted(offers.length, 'time')}; ${refusalsIn(offers)} rejected or timed out.`;
	const more = {
		at: endedAt,
		impact: `No agent talked to the customer.${count === undefined ? '' : ` ${count}`}`,
		advice: `Check that enough agents of the queue are Available in Flex, and which agents its expression matches: ${WORKSPACE} > TaskQueues.`,
	};
	// "hangup" and "TTL exceeded" are in Twilio's docs.
	if (/hang.?up/i.test(reason)) {
		return wrong('TaskRouter', `The customer hung up while waiting for an agent${after}.`, more);
	}
	if (/ttl|time.?out/i.test(reason)) {
		return wrong('TaskRouter', `No agent accepted the task, and its timeout ended it${after}.`, more);
	}
	// GUESS: the reason of a task that fits no filter of its workflow contains that word. One such task would settle it.
	if (/filter/i.test(reason)) {
		return wrong('TaskRouter', 'The workflow had no queue for the task, which was canceled.', {
			...more,
			advice: `Give the workflow a default queue, or a filter that matches: ${WORKSPACE} > Workflows.`,
		});
	}
	const why = reason === '' ? '' : `: ${reason.slice(0, 100)}`;
	return wrong('TaskRouter', `The task was canceled${after}${why}.`, more);
}

function refusalsIn(offers: readonly Offer[] = []): number {
	return offers.filter(({ status }) => status === 'rejected' || status === 'timeout').length;
}
