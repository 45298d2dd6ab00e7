/**
 * The way an execution took through the flow, widget by widget, and why a widget failed. Widgets are known by their
 * names in studio/agent-handoff.json; of others the event says enough.
 * @module
 */
import { isRecord } from '../../src/json';
import { adviceFor, EXECUTION_LOG } from './advice';
import type { Execution, Step } from './execution';
import { fine, note, type TraceEntry, wrong } from './trace';
import { objectIn, secondsBetween, textAt, valueAt } from './values';

const FALLBACK_ENDED = 'The call to the fallback number ended.';

/** What a step of our flow means when it goes well. */
const WORDS: Readonly<Record<string, string>> = {
	'fetch_conversation_sid success': 'The Functions found the customer’s chat.',
	'fetch_service_sid success': 'The Functions found the Conversations service.',
	'resume_conversation resumed': 'Studio attached the chat.',
	'resume_conversation success': 'Studio attached the chat.',
	'send_conversation_to_flex callComplete': 'Studio sent the chat to Flex.',
	'send_essential_conversation_to_flex callComplete':
		'Studio sent the chat to Flex, with the essential attributes only.',
	'send_call_to_flex callComplete': 'The call left the queue.',
	'send_essential_call_to_flex callComplete':
		'The call left the queue; its task had the essential attributes only.',
	'give_back success': 'The flow asked to give the conversation back to the virtual agent.',
	'tell_customer sent': 'The customer received an apology and was asked to write again later.',
	'apologize_to_caller audioComplete': 'The caller heard an apology.',
	'dial_fallback_number callCompleted': FALLBACK_ENDED,
	'dial_fallback_number hangup': FALLBACK_ENDED,
	'dial_fallback_with_our_number callCompleted': FALLBACK_ENDED,
	'dial_fallback_with_our_number hangup': FALLBACK_ENDED,
};
/** Steps that mean nothing to the reader. */
const QUIET = /^(Trigger|ask_|check_|set_|parse_|prepare_|record_)/;
const FAILURES: ReadonlySet<string> = new Set(['failed', 'failedToEnqueue', 'callFailure', 'timeout']);

/** @param isClosed whether the classic conversation is closed now */
export function executionEntries(execution: Execution, isClosed: boolean): TraceEntry[] {
	const { startedAt, callSid, end, isEnded, steps } = execution;
	const start = callSid === undefined ? 'Studio started the flow.' : 'The call reached the flow.';
	const last = steps.at(-1);
	return [
		fine('Studio', start, startedAt),
		...(end.isHandoff ? [] : [note('Studio', withoutHandoff(end.outcome), startedAt)]),
		...steps.flatMap((step) => entryOf(step, execution, isClosed)),
		...(isEnded || !last ? [] : [note('Studio', `The flow is at ${last.to}.`, last.at)]),
	];
}

/** @example withoutHandoff('session_ended') // 'The AI session ended without HandoffData.' */
export function withoutHandoff(outcome: 'session_ended' | 'call_ended'): string {
	return outcome === 'call_ended'
		? 'The AI session ended with HandoffData that says the call is over.'
		: 'The AI session ended without HandoffData.';
}

/** Twilio starts the flow whenever the AI session of a call ends, not only after a handoff. */
export function isMereEnd({ callSid, end }: Execution): boolean {
	return callSid !== undefined && !end.isHandoff;
}

/** The first step that failed and that the flow did not recover from. */
export function failedStep(execution: Execution): Step | undefined {
	return execution.steps.find((step) => FAILURES.has(step.event) && !isRecovered(step, execution));
}

/** A chat needs the flow for seconds; a call may last. */
const STUCK_AFTER_S = 600;

/** An execution that is active without an end: Studio accepts no other of this customer meanwhile. */
export function stuckEntries({ sid, isEnded, callSid, startedAt }: Execution, now: Date): TraceEntry[] {
	const age = secondsBetween(startedAt, now.toISOString()) ?? 0;
	if (isEnded || callSid !== undefined || age <= STUCK_AFTER_S) return [];
	return [
		wrong('Studio', `Execution ${sid} is stuck: active for ${Math.floor(age / 60)} minutes without an end.`, {
			impact: 'It blocks this customer: Studio refuses every further handoff of theirs (409).',
			advice: `End it: Console > Studio > the flow > Executions > ${sid} > Stop. Then hand the customer over again.`,
		}),
	];
}

/** An execution that ended before it sent the customer to Flex, and not at a step that failed: stopped, or by an error of Studio's. */
export function cutShortEntries(execution: Execution): TraceEntry[] {
	const { isEnded, end, steps, outcome } = execution;
	const last = steps.at(-1);
	const isCutShort = isEnded && end.isHandoff && outcome === undefined && !isSentToFlex(execution);
	if (!last || !isCutShort || failedStep(execution)) return [];
	return [
		wrong('Studio', `The flow ended at ${last.to}, before it sent the customer to Flex.`, {
			at: last.at,
			impact: 'No agent in Flex receives the customer, who was not notified.',
			advice: `${EXECUTION_LOG} See also Console > Monitor > Logs > Errors.`,
		}),
	];
}

function isSentToFlex({ steps }: Execution): boolean {
	return steps.some(({ from, event }) => /flex/i.test(from) && event === 'callComplete');
}

/** Whether the flow went on: the customer reached the queue anyway, or the flow has another way for this failure. */
function isRecovered({ from }: Step, execution: Execution): boolean {
	// A conversation that could not be given back is never what went wrong first: the flow writes to the customer then.
	if (isSentToFlex(execution) || from.startsWith('ask_about_') || from === 'give_back') return true;
	const retry = from.replace(/^send_/, 'send_essential_');
	return retry !== from && execution.steps.some((step) => step.from === retry);
}

function entryOf(step: Step, execution: Execution, isClosed: boolean): TraceEntry[] {
	const { from, event, at } = step;
	if (FAILURES.has(event)) {
		const failure = failureEntry(step, execution, isClosed);
		return [isRecovered(step, execution) ? note('Studio', `${failure.what} The flow went on.`, at) : failure];
	}
	const words = WORDS[`${from} ${event}`];
	if (words !== undefined) return [fine('Studio', words, at)];
	return QUIET.test(from) ? [] : [note('Studio', `${from}: ${event}`, at)];
}

function failureEntry(step: Step, execution: Execution, isClosed: boolean): TraceEntry {
	const { from, at } = step;
	const impact = impactOf(execution);
	const output = valueAt(execution.widgets, from);
	if (/tell_customer/.test(from)) {
		return wrong('Studio', 'The message that the handoff failed could not be sent to the customer.', {
			at,
			impact: 'The customer waits without a reply.',
			advice: `Check that TWILIO_PHONE_NUMBER can send on the customer’s channel. ${EXECUTION_LOG}`,
		});
	}
	if (/resume/i.test(from)) {
		return wrong('Studio', 'Studio could not attach the chat (Resume Conversation failed).', {
			at,
			impact,
			advice: isClosed
				? 'The chat is closed. The customer has to write again; a new chat can be handed over.'
				: `Check that the Conversations service connected in the Orchestrator configuration is the one of Flex, and that the chat has not been handed over already. ${EXECUTION_LOG}`,
		});
	}
	const { full, essential } = execution.hasValidAttributes;
	if (/flex/i.test(from) && (/essential/.test(from) ? essential : full) === false) {
		return wrong('Studio', 'Flex did not accept the handoff: the task’s attributes are not a JSON object.', {
			at,
			impact,
			advice: `Check the widgets of the flow that set the attributes, and what /task-attributes responds; npx handoff deploy restores both. ${EXECUTION_LOG}`,
		});
	}
	if (/flex/i.test(from)) {
		return wrong('Studio', 'Flex did not accept the handoff (Send to Flex failed).', {
			at,
			impact,
			advice: `Check the workflow and the task channel of the flow (TWILIO_FLEX_WORKFLOW_SID, TWILIO_FLEX_VOICE_CHANNEL_SID, TWILIO_FLEX_CHAT_CHANNEL_SID) with npx handoff doctor; npx handoff deploy updates them. ${EXECUTION_LOG}`,
		});
	}
	if (/^(fetch|ask)_/.test(from) || (isRecord(output) && 'status_code' in output)) {
		return lookupEntry(step, output, impact);
	}
	return wrong('Studio', `The flow’s widget ${from} failed.`, { at, impact, advice: EXECUTION_LOG });
}

/** An HTTP widget leaves the response of our Functions, and with it the reason. */
function lookupEntry({ from, at }: Step, output: unknown, impact: string): TraceEntry {
	const status = valueAt(output, 'status_code');
	const error = valueAt(output, 'parsed', 'error') ?? objectIn(valueAt(output, 'body')).error;
	const code = textAt(error, 'code');
	// Twilio's own words, which our Functions pass on without a number in them.
	const message = code?.startsWith('twilio_') ? ` ${textAt(error, 'message')?.slice(0, 200) ?? ''}` : '';
	const isAnswered = typeof status === 'number' || typeof status === 'string';
	const response = isAnswered
		? `responded ${[status, code].join(' ').trim()}`
		: 'did not respond within ten seconds';
	return wrong('Studio', `The Functions ${response} (${from}).${message}`, {
		at,
		impact,
		advice: isAnswered
			? adviceFor(code, textAt(error, 'field'))
			: 'Run npx handoff doctor: it checks the Functions too. npx handoff deploy puts them and their address into the flow.',
	});
}

/** What the customer met after the failure. */
function impactOf({ outcome, steps, callSid }: Execution): string {
	const unseen = 'No agent in Flex receives the customer.';
	if (outcome === 'call_answered_by_fallback') return 'The fallback number answered the caller instead.';
	if (outcome === 'call_not_enqueued') return `The caller heard an apology. ${unseen}`;
	if (steps.some(({ from, event }) => from === 'tell_customer' && event === 'sent')) {
		return `The customer was asked to write again later. ${unseen}`;
	}
	return callSid === undefined ? `The customer receives no reply. ${unseen}` : unseen;
}
