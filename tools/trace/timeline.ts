/**
 * What happened, product by product, in the order of a handoff.
 * @module
 */
import type { PhoneCall } from '../account/call';
import { inWords } from '../account/format';
import { type Facts, failedStep, hasTask, isFailure, isGivenBack, isRecovered, transfersOf } from './facts';
import { beganAt, type Handoff, isDuplicate } from './handoffs';
import { type CallRequest, isPlaced, isRefused, whatIsAt } from './read/call';
import type { TracedConversation } from './read/conversation';
import type { Execution, Step } from './read/executions';
import type { TracedTask } from './read/tasks';
import { notFound } from './rules/chat';
import { failureWords } from './rules/flow';
import { fine, found, note, type TraceEntry } from './trace';
import { maskedNumber, secondOf, secondsBetween } from './values';

/** How long Flex polls for a summary. */
const FLEX_POLLS_S = 20;

/** What a step of our flow means when it goes well. */
const STEPS: Readonly<Record<string, string>> = {
	'fetch_conversation_sid success': 'The Functions found the customer’s chat.',
	'fetch_service_sid success': 'The Functions found the Conversations service.',
	'resume_conversation resumed': 'Studio attached the chat.',
	'send_conversation_to_flex callComplete': 'Studio sent the chat to Flex.',
	'send_essential_conversation_to_flex callComplete':
		'Studio sent the chat to Flex, with the essential attributes only.',
	'send_call_to_flex callComplete': 'The call left the queue.',
	'send_essential_call_to_flex callComplete':
		'The call left the queue; its task had the essential attributes only.',
	'give_back success': 'The flow asked to give the conversation back to the virtual agent.',
	'tell_customer sent': 'The customer received an apology and was asked to write again later.',
	'greet_caller audioComplete': 'The caller heard the greeting.',
	'apologize_to_caller audioComplete': 'The caller heard an apology.',
};
/** Steps that mean nothing to the reader. */
const QUIET = /^(Trigger|ask_|check_|set_|parse_|prepare_|record_)/;

/** What happened, except for problems, which come from the rules. */
export function entriesOf(facts: Facts): TraceEntry[] {
	const { call, requests, execution, task } = facts;
	const conversation = found(facts.conversation);
	return [
		...(conversation ? [fine('Orchestrator', 'The conversation started.', conversation.createdAt)] : []),
		...conversationsEntries(facts),
		...otherEntries(facts),
		...chatEntries(facts),
		...(conversation ? [statusEntry(conversation, facts.isReleased)] : []),
		...(call === 'missing' ? [note('Voice', 'Call not found.')] : call ? callEntries(call) : []),
		...(requests ? requestEntries(requests) : []),
		...(execution ? executionEntries(execution) : []),
		...(!execution && hasTask(facts)
			? [note('Studio', `${notFound(facts)} The task was created by another flow or by /handoff.`)]
			: []),
		...(task ? taskEntries(task, facts) : hasTask(facts) ? [fine('TaskRouter', 'A task was created.')] : []),
		...(conversation && isGivenBack(facts)
			? [
					fine(
						'Orchestrator',
						'The conversation was given back to the virtual agent.',
						conversation.updatedAt,
					),
				]
			: []),
		...summaryEntries(facts),
	];
}

function conversationsEntries({ conversations = 1, isCall }: Facts): TraceEntry[] {
	if (conversations > 1)
		return [note('Orchestrator', `The newest of ${conversations} conversations with this ID.`)];
	return conversations === 0 && isCall ? [note('Orchestrator', 'No conversation found for this call.')] : [];
}

/** One line that names the other handoffs, the newest first. */
function otherEntries({ others, handoff }: Facts): TraceEntry[] {
	if (others.length === 0) return [];
	const now = beganAt(handoff) ?? 0;
	const name = (other: Handoff) => {
		const sids = inWords([other.execution?.sid, other.tasks[0]?.sid].filter((sid) => sid !== undefined));
		const then = beganAt(other) ?? now;
		return then === now ? sids : `${sids} (${then < now ? 'earlier' : 'later'})`;
	};
	const what = `This conversation was handed off ${others.length + 1} times. To trace another handoff, use its ID:`;
	return [note('Orchestrator', `${what} ${others.map(name).join('; ')}.`)];
}

/** Where the customer is, and their chat. An address that isn’t a number may be a name or an email address. */
function chatEntries({ customer, chat }: Facts): TraceEntry[] {
	const entries: TraceEntry[] = [];
	if (typeof customer === 'object') {
		const number = customer.channel === 'CHAT' ? undefined : maskedNumber(customer.address);
		const where = customer.channel === 'CHAT' ? 'in a web chat' : `on ${customer.channel}`;
		entries.push(fine('Orchestrator', `The customer is ${where}${number ? `, ${number}` : ''}.`));
	}
	if (chat === 'missing') entries.push(note('Conversations', 'The classic conversation was not found.'));
	else if (chat) entries.push(fine('Conversations', `The classic conversation is ${chat.state}.`));
	return entries;
}

/** Its current state, which is never a problem in itself. It shows how far a handoff got. */
function statusEntry({ status, updatedAt }: TracedConversation, isReleased: boolean | undefined): TraceEntry {
	const state = isReleased ? 'no longer active' : 'still active';
	const agent = isReleased === undefined ? '' : ` The virtual agent is ${state}.`;
	const reason = status === 'INACTIVE' ? ' (normal after a handoff or a pause)' : '';
	return note('Orchestrator', `The conversation is ${status}${reason}.${agent}`, updatedAt);
}

/** Who called whom, and when that ended. An address that is not a number contains a name: sip:…, client:…. */
function callEntries(call: PhoneCall): TraceEntry[] {
	const { direction, from, to, status, startedAt, endedAt } = call;
	const what = isPlaced(call)
		? `The virtual agent called ${maskedNumber(to) ?? 'the customer'}`
		: `A call came in from ${maskedNumber(from) ?? 'the customer'}`;
	return [
		fine('Voice', `${what} (${direction}).`, startedAt),
		...(endedAt === undefined ? [] : [note('Voice', `The call ended: ${status}.`, endedAt)]),
	];
}

function requestEntries(requests: readonly CallRequest[]): TraceEntry[] {
	if (requests.length === 0) {
		return [note('Voice', 'Twilio shows the requests of a call from 15 minutes after its end.')];
	}
	return requests.flatMap((request) => {
		const { at, end, enqueues } = request;
		if (!end || isRefused(request)) return [];
		const where = whatIsAt(request);
		if (!end.isHandoff) return [note('Voice', `The AI session ended. Twilio requested ${where}.`, at)];
		return [
			fine('Voice', `The virtual agent handed off the call to ${where}.`, at),
			...(enqueues ? [fine('Voice', 'The response put the caller into the queue.', at)] : []),
		];
	});
}

function executionEntries(execution: Execution): TraceEntry[] {
	const { startedAt, callSid, end, isEnded, steps } = execution;
	const start = callSid === undefined ? 'Studio started the flow.' : 'The call reached the flow.';
	const last = steps.at(-1);
	return [
		fine('Studio', start, startedAt),
		...(end.isHandoff ? [] : [note('Studio', 'The AI session ended without a handoff.', startedAt)]),
		...steps.flatMap((step) => stepEntries(step, execution)),
		...(isEnded || !last ? [] : [note('Studio', `The flow is at ${last.to}.`, last.at)]),
	];
}

function stepEntries(step: Step, execution: Execution): TraceEntry[] {
	const { from, event, at } = step;
	if (isFailure(step)) {
		// A rule reports that.
		if (step === failedStep(execution) && !isDuplicate(execution)) return [];
		const went = isRecovered(step, execution) ? ' The flow continued.' : '';
		return [note('Studio', `${failureWords(step, execution)}${went}`, at)];
	}
	const words = STEPS[`${from} ${event}`];
	if (words !== undefined) return [fine('Studio', words, at)];
	return QUIET.test(from) ? [] : [note('Studio', `${from}: ${event}`, at)];
}

function taskEntries(task: TracedTask, facts: Facts): TraceEntry[] {
	const { createdAt, queue, offers = [] } = task;
	const [first] = facts.handoff.tasks;
	const isTransfer = first !== undefined && first.sid !== task.sid;
	const what = isTransfer
		? `An agent transferred task ${first.sid}: a task was created`
		: 'A task was created';
	const where = queue === undefined ? '' : ` in queue "${queue}"`;
	return [
		fine('TaskRouter', `${what}${where}.`, createdAt),
		...offers
			.filter(({ status }) => status !== 'accepted')
			.map(({ status, at }) => note('TaskRouter', `It was offered to an agent: ${status}.`, at)),
		...(task.isAccepted ? [fine('TaskRouter', 'An agent accepted it.', task.acceptedAt)] : []),
		...transfersOf(facts).map((sid) => {
			const at = facts.handoff.tasks.find((each) => each.sid === sid)?.createdAt;
			return note('TaskRouter', `An agent transferred the customer: task ${sid}.`, at);
		}),
	];
}

function summaryEntries({ summary, task }: Facts): TraceEntry[] {
	if (summary === undefined) return [];
	if (summary === 'missing') {
		return [note('Intelligence', 'No summary yet. It is created when the conversation becomes inactive.')];
	}
	const what = `A summary of ${summary.characters} characters was created.`;
	const late = secondsBetween(task?.acceptedAt, summary.createdAt) ?? 0;
	if (late <= FLEX_POLLS_S) return [fine('Intelligence', what, summary.createdAt)];
	const why = `It was created ${late} s after the agent accepted, but Flex polls for ${FLEX_POLLS_S} s only.`;
	return [note('Intelligence', `${what} ${why}`, summary.createdAt)];
}

/**
 * In the order of time. A whole second is the finest unit that all products have, so entries of one second keep the
 * order of the handoff; an entry without a time stays with the one before it.
 */
export function inTime(entries: readonly TraceEntry[]): TraceEntry[] {
	let last = Number.NEGATIVE_INFINITY;
	return entries
		.map((entry) => {
			last = secondOf(entry.at) ?? last;
			return { entry, second: last };
		})
		.sort((a, b) => (a.second === b.second ? 0 : a.second - b.second))
		.map(({ entry }) => entry);
}
