/**
 * A task's story, in words.
 * @module
 */
import type { Offer, People, TaskStory } from './task';
import { fine, note, type TraceEntry, wrong } from './trace';
import { counted, secondsBetween } from './values';

const ACCEPTED = 'A person accepted it.';
const OFFERS: Readonly<Record<string, string>> = {
	pending: 'It is being offered to a person.',
	accepted: ACCEPTED,
	wrapping: ACCEPTED,
	completed: ACCEPTED,
	wrapup: ACCEPTED,
	rejected: 'A person was offered it and rejected it.',
	timeout: 'A person was offered it and did not answer in time.',
	canceled: 'The offer to a person was taken back.',
	rescinded: 'The offer to a person was taken back.',
};
const REFUSED: ReadonlySet<string> = new Set(['rejected', 'timeout']);
const TASKROUTER = 'Console, TaskRouter, Workspaces, the Flex workspace';

/** @param people who could take it, while it waits */
export function taskEntries(story: TaskStory, people: People | undefined, now: Date): TraceEntry[] {
	const { createdAt, queue, workflow, priority } = story;
	const details = [
		workflow === undefined ? undefined : `workflow "${workflow}"`,
		priority === undefined ? undefined : `priority ${priority}`,
	].filter((each) => each !== undefined);
	const where = queue === undefined ? 'A task was made' : `A task came into queue "${queue}"`;
	const offers = story.offers.flatMap(offerEntry);
	const isTold = offers.some(({ what }) => what === ACCEPTED);
	return [
		fine('TaskRouter', `${where}${details.length > 0 ? ` (${details.join(', ')})` : ''}.`, createdAt),
		...offers,
		...(story.isAccepted && !isTold ? [fine('TaskRouter', ACCEPTED, story.acceptedAt)] : []),
		...endEntries(story, people, now),
	];
}

function offerEntry({ status, at }: Offer): TraceEntry[] {
	const words = OFFERS[status];
	if (words === undefined) return [];
	return [(words === ACCEPTED ? fine : note)('TaskRouter', words, at)];
}

function endEntries(story: TaskStory, people: People | undefined, now: Date): TraceEntry[] {
	if (story.isAccepted) return [];
	if (story.status === 'canceled') return [canceled(story)];
	if (story.status === 'pending') return waiting(story, people, now);
	return [];
}

function waiting(story: TaskStory, people: People | undefined, now: Date): TraceEntry[] {
	const seconds = secondsBetween(story.createdAt, now.toISOString());
	const time =
		seconds === undefined ? 'The customer still waits' : `The customer has waited for ${seconds} s`;
	const queue = story.queue === undefined ? 'the queue' : `queue "${story.queue}"`;
	if (people?.eligible === 0) {
		return [
			wrong('TaskRouter', `${time}, and nobody may take tasks from ${queue}.`, {
				impact: 'No person will ever be offered this customer.',
				advice: `Make the queue’s expression match your people’s skills: ${TASKROUTER}, TaskQueues; or give your people the skills in Flex.`,
			}),
		];
	}
	if (people?.available === 0) {
		const many = counted(people.eligible, 'person', 'people');
		return [
			wrong('TaskRouter', `${time}: of ${many} who may take tasks from ${queue} nobody is available.`, {
				impact: 'The customer waits until somebody is, or until the task’s timeout.',
				advice: 'Somebody of that queue has to set themselves to Available in Flex.',
			}),
		];
	}
	const refusals = story.offers.filter(({ status }) => REFUSED.has(status)).length;
	if (refusals > 0) {
		return [
			wrong('TaskRouter', `${time}: offered ${counted(refusals, 'time')}, and nobody took it.`, {
				impact: 'The customer waits until somebody does, or until the task’s timeout.',
				advice: 'Ask the people of that queue why they reject it or let it pass.',
			}),
		];
	}
	const free = people ? `; ${counted(people.available, 'person is', 'people are')} available` : '';
	return [note('TaskRouter', `${time}${free}.`)];
}

function canceled(story: TaskStory): TraceEntry {
	const { reason = '', createdAt, canceledAt } = story;
	const seconds = secondsBetween(createdAt, canceledAt);
	const after = seconds === undefined ? '' : `, after ${seconds} s`;
	const refusals = story.offers.filter(({ status }) => REFUSED.has(status)).length;
	const offered =
		story.offers.length === 0
			? story.offersAreKnown
				? 'It had been offered to nobody.'
				: ''
			: `It had been offered ${counted(story.offers.length, 'time')}${refusals > 0 ? `, and ${counted(refusals, 'time')} not been taken` : ''}.`;
	const more = {
		at: canceledAt,
		impact: `No person talked to the customer. ${offered}`.trim(),
		advice: `See that enough people of the queue are Available in Flex, and whom its expression reaches: ${TASKROUTER}, TaskQueues.`,
	};
	// "hangup" and "TTL exceeded" are in Twilio's docs; what a task says that no filter wants is a guess of
	// emulator/tasks.ts.
	if (/hang.?up/i.test(reason))
		return wrong('TaskRouter', `The customer hung up while waiting for a person${after}.`, more);
	if (/ttl|time.?out/i.test(reason)) {
		return wrong('TaskRouter', `Nobody took the task, and its timeout ended it${after}.`, more);
	}
	if (/filter/i.test(reason)) {
		return wrong('TaskRouter', 'The workflow had no queue for the task, which was canceled.', {
			...more,
			advice: `Give the workflow a default queue, or a filter that fits: ${TASKROUTER}, Workflows.`,
		});
	}
	const why = reason === '' ? '' : `: ${reason.slice(0, 100)}`;
	return wrong('TaskRouter', `The task was canceled${after}${why}.`, more);
}
