/**
 * Why a chat did not reach an agent: the given ID was not found, no handoff of the chat can succeed, or none was found.
 * That none was found is a problem only if the virtual agent released the customer; otherwise there may have been none.
 * @module
 */
import { FLOW_SETTING } from '../../account/studio/flow';
import { AGAIN, AGENT_LOG, adviceFor, CONNECT_SERVICE, IF_ASKED, PUBLISH } from '../advice';
import { ageOf, type Facts, failedStep, hasTask, wasReleased } from '../facts';
import { KEPT_MS } from '../read/tasks';
import { found, type Product } from '../trace';
import { type Rule, unknown, wrong } from './rule';

const UNSERVED = 'Neither the virtual agent nor an agent replies to the customer.';
/** TAC waits for its POST to Studio for 10 s (contract of `post_studio_handoff`, tac/tools/handoff.py). */
const ON_ITS_WAY_S = 20;

const isLost = (id: 'executionSid' | 'taskSid', product: Product) => (facts: Facts) =>
	!facts.isFound && facts.subject[id] !== undefined && !facts.unread.has(product);
const isUnknownCall = (facts: Facts) =>
	facts.call === 'missing' && !facts.conversation && !facts.execution && !hasTask(facts);
/** Only without a task: the current state need not be the one in which the chat reached Flex. */
const isOpen = (facts: Facts) => !facts.isCall && !hasTask(facts);
const isFailed = (facts: Facts) => isOpen(facts) && (!facts.execution || !!failedStep(facts.execution));

const isElsewhere = ({ chat, serviceSid = 'none' }: Facts) =>
	serviceSid !== 'none' && (found(chat)?.serviceSid ?? serviceSid) !== serviceSid;
const isClosed = ({ chat, execution }: Facts) =>
	found(chat)?.state === 'closed' && /resume/i.test((execution && failedStep(execution)?.from) ?? '');

const failedAt = ({ execution }: Facts) => execution && failedStep(execution)?.at;

/** Of a chat with neither an execution nor a task. Without the release, TaskRouter alone would know of another way. */
function isAbsent(facts: Facts): boolean {
	const { execution, conversation, unread } = facts;
	if (execution || !isOpen(facts) || !found(conversation)) return false;
	return wasReleased(facts) === false || !unread.has('TaskRouter');
}

/** @example notFound(facts) // 'No execution found in flow FW… (TWILIO_STUDIO_HANDOFF_FLOW_SID).' */
export function notFound({ flow, search }: Facts): string {
	if (flow?.sid === undefined) return `There is no flow to search (${FLOW_SETTING}).`;
	if (search === 'missing') return `Flow ${flow.sid} (${FLOW_SETTING}) not found.`;
	const doubt = search === 'incomplete' ? ', but not all executions were read' : '';
	return `No execution found in flow ${flow.sid} (${FLOW_SETTING})${doubt}.`;
}

const changedAt = ({ conversation }: Facts) => found(conversation)?.updatedAt;
const age = (facts: Facts) => ageOf(changedAt(facts), facts) ?? ON_ITS_WAY_S;
const isOnItsWay = (facts: Facts) => wasReleased(facts) === true && age(facts) < ON_ITS_WAY_S;
/** Studio keeps executions for 30 days. */
const isNotStarted = (facts: Facts) =>
	isAbsent(facts) &&
	facts.search === 'searched' &&
	wasReleased(facts) === true &&
	age(facts) >= ON_ITS_WAY_S &&
	age(facts) * 1000 <= KEPT_MS;
const noTarget = (facts: Facts) =>
	wasReleased(facts) ? UNSERVED : 'Handoffs can’t start, so customers stay with the virtual agent.';

const CHECK = 'Check the ID, and that it belongs to this account and region.';

export const FOUND: readonly Rule[] = [
	wrong('execution_not_found', 'Studio', isLost('executionSid', 'Studio'), {
		what: ({ subject, flow }) =>
			`Execution ${subject.executionSid} not found${flow?.sid ? ` in flow ${flow.sid}` : ''} (${FLOW_SETTING}).`,
		advice: `${CHECK} Only the flow in ${FLOW_SETTING} is searched, and Studio keeps executions for 30 days.`,
	}),
	wrong('task_not_found', 'TaskRouter', isLost('taskSid', 'TaskRouter'), {
		what: ({ subject }) => `Task ${subject.taskSid} not found.`,
		advice: `${CHECK} TaskRouter keeps the events of a task for 30 days.`,
	}),
	wrong('conversation_not_found', 'Orchestrator', ({ conversation }) => conversation === 'missing', {
		what: 'Conversation not found.',
		advice: CHECK,
	}),
	wrong('call_not_found', 'Voice', isUnknownCall, { what: 'Call not found.', advice: CHECK }),
	wrong('chat_without_conversation', 'Orchestrator', (facts) => facts.conversations === 0 && !facts.isCall, {
		what: 'No v2 conversation is linked to this classic conversation.',
		impact: 'The virtual agent never received it, so there was nothing to hand off.',
		advice: `${CHECK} If it does, connect the Conversations service of the chat: run npx handoff doctor.`,
	}),
];

/** By the error codes of the Functions. */
const REFUSALS = {
	customer_not_found: 'The conversation has no customer (participant of type CUSTOMER).',
	ambiguous_customer:
		'The conversation has more than one chat, and the handoff doesn’t say which one it is for.',
	not_bridged: 'The conversation isn’t connected to a classic conversation that Flex can show.',
};

function refusalOf({ customer, serviceSid }: Facts): string | undefined {
	if (typeof customer === 'string') return customer;
	return serviceSid === 'none' ? 'not_bridged' : undefined;
}

export const CHAT: readonly Rule[] = [
	...Object.entries(REFUSALS).map(([code, what]) =>
		wrong(code, 'Orchestrator', (facts) => isOpen(facts) && refusalOf(facts) === code, {
			what,
			at: failedAt,
			impact: 'The handoff is refused, so no agent receives the chat.',
			advice: adviceFor(code, undefined),
		}),
	),
	wrong('chat_not_found', 'Conversations', (facts) => isFailed(facts) && facts.chat === 'missing', {
		what: 'The classic conversation was not found.',
		at: failedAt,
		impact: 'There is no chat left that an agent could accept.',
		advice: 'The customer has to write again. Find out what deletes classic conversations in your account.',
	}),
	wrong('chat_in_other_service', 'Conversations', (facts) => isFailed(facts) && isElsewhere(facts), {
		what: 'The chat is in a different Conversations service than the connected one.',
		at: failedAt,
		impact: 'Studio doesn’t find the chat, so no agent receives it.',
		advice: CONNECT_SERVICE,
	}),
	wrong('chat_closed', 'Conversations', isClosed, {
		what: 'The chat is closed.',
		at: failedAt,
		impact: 'Studio can’t attach a closed chat, so no agent receives it.',
		advice:
			'The customer has to write again; a new chat can be handed off. If chats close too early, check the timers of the Conversations service.',
	}),
	wrong('flow_not_found', 'Studio', (facts) => isAbsent(facts) && /^(not set|missing)$/.test(facts.search), {
		what: notFound,
		impact: noTarget,
		advice: `Empty ${FLOW_SETTING} and run npx handoff deploy, which finds or creates the flow and writes its SID into .env for the virtual agent.`,
	}),
	wrong('flow_is_draft', 'Studio', (facts) => isAbsent(facts) && facts.flow?.flexWidgets === 'draft', {
		what: ({ flow }) => `Flow ${flow?.sid} (${FLOW_SETTING}) is only a draft. No revision is published.`,
		impact: (facts) => `Studio doesn’t run drafts (404). ${noTarget(facts)}`,
		advice: PUBLISH,
	}),
	wrong('flow_not_started', 'Studio', isNotStarted, {
		what: (facts) => `The virtual agent released the customer. ${notFound(facts)}`,
		at: changedAt,
		impact: UNSERVED,
		advice: `${AGENT_LOG} 401: wrong API key. 404: wrong ${FLOW_SETTING}. 400: To or From is missing. 409: another handoff of this customer was in progress. If the virtual agent uses a different flow, set that flow in .env and run trace again.`,
	}),
];

/** When no problem is known. */
export const QUIET_CHAT: readonly Rule[] = [
	unknown(
		'on_its_way',
		'Studio',
		(facts) => isAbsent(facts) && facts.search === 'searched' && isOnItsWay(facts),
		'The virtual agent just released the customer; no execution has started yet.',
		AGAIN,
	),
	unknown(
		'no_handoff',
		'Studio',
		isAbsent,
		(facts) =>
			wasReleased(facts) === false
				? `${notFound(facts)} The conversation is with the virtual agent. Either no handoff started, or one failed and the conversation was given back.`
				: notFound(facts),
		(facts) => (wasReleased(facts) ? AGENT_LOG : IF_ASKED),
	),
];
