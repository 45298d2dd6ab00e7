/**
 * What happened to a task: a second one of the same chat, one that no agent accepted, one that waits, one that was accepted.
 * @module
 */
import { WORKSPACE } from '../../account/console';
import { plural } from '../../account/format';
import {
	acceptance,
	ageOf,
	type Facts,
	hasTask,
	isOutdated,
	isServed,
	isUntaken,
	waitingNow,
} from '../facts';
import type { Offer, TracedTask } from '../read/tasks';
import { found } from '../trace';
import { secondsBetween } from '../values';
import { ok, type Rule, wrong } from './rule';

/** With agents available, TaskRouter offers a task within seconds. */
const OFFER_TAKES_S = 300;
/** So long after the pickup a missing summary is a fault: until then it may still come. */
const MISSED_AFTER_S = 600;

/** A task of another handoff, known to have been open at the same time. If it had ended before, the chat was handed off again. */
function rivalOf({ task, rivals }: Facts): TracedTask | undefined {
	const isBefore = (one: TracedTask, other: TracedTask) =>
		one.endedAt !== undefined && other.createdAt !== undefined && one.endedAt <= other.createdAt;
	return (
		task?.offers && rivals.find((rival) => rival.offers && !isBefore(rival, task) && !isBefore(task, rival))
	);
}

function refusalsIn(offers: readonly Offer[] = []): number {
	return offers.filter(({ status }) => status === 'rejected' || status === 'timeout').length;
}

/** A task that was canceled before an agent took it. */
function ended(id: string, reason: RegExp, what: string, advice?: string): Rule {
	const when = (facts: Facts) => isUntaken(facts) && reason.test(facts.task?.reason ?? '');
	return wrong(id, 'TaskRouter', when, {
		what: ({ task }) => {
			const seconds = secondsBetween(task?.createdAt, task?.endedAt);
			const why = id === 'task_canceled' && task?.reason ? `: ${task.reason.slice(0, 100)}` : '';
			return `${what}${seconds === undefined ? '' : `, after ${seconds} s`}${why}.`;
		},
		at: ({ task }) => task?.endedAt,
		impact: ({ task }) => {
			const offers = task?.offers;
			const times = `The task was offered ${plural(offers?.length ?? 0, 'time')}; ${refusalsIn(offers)} rejected or timed out.`;
			return `The customer didn’t reach an agent.${offers ? ` ${times}` : ''}`;
		},
		advice:
			advice ??
			`Check that enough agents of the queue are Available in Flex, and which agents its expression matches: ${WORKSPACE} > TaskQueues.`,
	});
}

/** A task that waits, and why it waits too long. */
function waiting(
	id: string,
	when: (facts: Facts) => boolean,
	why: (facts: Facts) => string,
	impact: string,
	advice: string,
): Rule {
	const isWaiting = ({ task }: Facts) => task?.status === 'pending' && !task.isAccepted;
	const what = (facts: Facts) => `${waitingNow(facts)} ${why(facts)}.`;
	return wrong(id, 'TaskRouter', (facts) => isWaiting(facts) && when(facts), { what, impact, advice });
}

/** The conversation’s current state says nothing about a task that has ended. */
const isOver = ({ task }: Facts) => task?.status === 'completed' || task?.status === 'canceled';
const queueOf = ({ task }: Facts) => (task?.queue === undefined ? 'queue' : `queue "${task.queue}"`);
const agentsOf = ({ agents }: Facts) => (agents === 'no queue' ? undefined : agents);

function isSummaryMissing(facts: Facts): boolean {
	const isLate = (ageOf(facts.task?.acceptedAt, facts) ?? 0) >= MISSED_AFTER_S;
	return facts.summary === 'missing' && isLate && !isOutdated(facts);
}

export const TASK: readonly Rule[] = [
	wrong('doubled', 'TaskRouter', (facts) => rivalOf(facts) !== undefined, {
		what: (facts) =>
			`The chat was handed off twice: tasks ${facts.task?.sid} and ${rivalOf(facts)?.sid} were open at the same time.`,
		at: (facts) => rivalOf(facts)?.createdAt,
		impact: 'Two agents receive the same chat.',
		advice:
			'Complete one of the tasks in Flex. To prevent duplicates, the Functions need Sync, and the flow has to call them. To check both: npx handoff doctor. To update the flow: npx handoff deploy.',
	}),
	// "hangup" and "TTL exceeded" are in Twilio's docs.
	ended('caller_hung_up', /hang.?up/i, 'The customer hung up while waiting for an agent'),
	ended('untaken', /ttl|time.?out/i, 'No agent accepted the task before it timed out'),
	// GUESS(task-no-filter): the reason of a task that fits no filter of its workflow contains that word. One such task
	// would verify it.
	ended(
		'no_filter_matches',
		/filter/i,
		'The task matched no filter of the workflow and was canceled',
		`Give the workflow a default queue, or a filter that matches: ${WORKSPACE} > Workflows.`,
	),
	ended('task_canceled', /^/, 'The task was canceled'),
	waiting(
		'queue_deleted',
		({ agents }) => agents === 'no queue',
		(facts) => `The ${queueOf(facts)} was deleted`,
		'The task is never offered to an agent.',
		`Give the workflow’s filters a queue that exists (npx handoff doctor checks them), then move the waiting task: ${WORKSPACE} > Tasks.`,
	),
	waiting(
		'queue_empty',
		(facts) => agentsOf(facts)?.eligible === 0,
		(facts) => `The ${queueOf(facts)} has no agents`,
		'The task is never offered to an agent.',
		`Make the queue’s expression match your agents’ skills: ${WORKSPACE} > TaskQueues; or give your agents the skills in Flex.`,
	),
	waiting(
		'no_agent_available',
		(facts) => agentsOf(facts)?.available === 0,
		(facts) =>
			`The ${queueOf(facts)} has ${plural(agentsOf(facts)?.eligible ?? 0, 'agent')}, but none is available`,
		'The customer waits until an agent is available, or until the task’s timeout.',
		'An agent of that queue has to set their status to Available in Flex.',
	),
	waiting(
		'offers_refused',
		({ task }) => refusalsIn(task?.offers) > 0,
		({ task }) => `The task was offered ${plural(refusalsIn(task?.offers), 'time')} but not accepted`,
		'The customer waits until an agent accepts, or until the task’s timeout.',
		'Ask the agents of that queue why they reject the task or let it time out.',
	),
	waiting(
		'not_offered',
		(facts) => (ageOf(facts.task?.createdAt, facts) ?? 0) > OFFER_TAKES_S,
		(facts) => {
			const agents = agentsOf(facts);
			const available = agents ? ` with ${plural(agents.available, 'agent')} available` : '';
			return `${facts.task?.offers ? 'The task was not offered' : 'No agent accepted the task'}${available}`;
		},
		'The customer waits until the task’s timeout.',
		`Check the expression of the workflow’s target, and the capacity of the agents for this task channel: ${WORKSPACE} > Workflows.`,
	),
	wrong(
		'virtual_agent_listens',
		'Orchestrator',
		(facts) => !facts.isCall && hasTask(facts) && !isOver(facts) && isServed(facts),
		{
			what: 'The virtual agent is still active after the handoff.',
			at: ({ conversation }) => found(conversation)?.updatedAt,
			impact: 'Both the virtual agent and the agent in Flex reply to the customer.',
			advice:
				'In your handoff tool, set the conversation INACTIVE and clear its status callbacks first, as TAC’s own tool does.',
		},
	),
	wrong('summary_missing', 'Intelligence', isSummaryMissing, {
		what: 'No summary was created.',
		impact: 'The agent sees no summary and has to ask the customer again.',
		advice:
			'Run npx handoff doctor. Conversation Intelligence needs two rules with the operator Summary, triggers Conversation moved to inactive and At conversation end, in an Intelligence configuration that the Orchestrator configuration names. npx handoff setup creates them. If they already exist, check Conversation Intelligence for errors.',
	}),
];

export const WELL: readonly Rule[] = [
	ok(
		'accepted',
		(facts) => acceptance(facts) !== undefined,
		(facts) => acceptance(facts) ?? '',
	),
	ok(
		'waiting',
		(facts) => waitingNow(facts) !== undefined,
		(facts) => `No problems so far. ${waitingNow(facts)}`,
	),
];
