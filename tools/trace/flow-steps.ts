/**
 * The way an execution took through the flow, widget by widget, in words. Widgets are known by their names in
 * studio/agent-handoff.json; of others the event says enough.
 * @module
 */
import type { Execution, Step } from './execution';
import { failureEntry } from './flow-failures';
import { fine, note, type TraceEntry, wrong } from './trace';

/** What a step of our flow means when it goes well. Steps that mean nothing to the reader have no words. */
const WORDS: Readonly<Record<string, string>> = {
	'fetch_conversation_sid success': 'The Functions found the customer’s chat.',
	'fetch_service_sid success': 'The Functions found the Conversations service.',
	'resume_conversation resumed': 'Studio attached the chat.',
	'resume_conversation success': 'Studio attached the chat.',
	'send_conversation_to_flex callComplete': 'Studio sent the chat to Flex.',
	'send_essential_conversation_to_flex callComplete':
		'Studio sent the chat to Flex, with the essential attributes alone.',
	'send_call_to_flex callComplete': 'The call left the queue.',
	'send_essential_call_to_flex callComplete':
		'The call left the queue; its task had the essential attributes alone.',
	'tell_customer sent': 'The customer was told to write again later.',
	'apologize_to_caller audioComplete': 'The caller heard an apology.',
	'dial_fallback_number callCompleted': 'The call to the fallback number ended.',
	'dial_fallback_number hangup': 'The call to the fallback number ended.',
	'dial_fallback_with_our_number callCompleted': 'The call to the fallback number ended.',
	'dial_fallback_with_our_number hangup': 'The call to the fallback number ended.',
};
const QUIET = /^(Trigger|ask_|check_|set_|parse_|prepare_|record_)/;
const FAILURES: ReadonlySet<string> = new Set(['failed', 'failedToEnqueue', 'callFailure', 'timeout']);

/** @param chatIsClosed whether the classic conversation is closed by now */
export function executionEntries(execution: Execution, chatIsClosed: boolean): TraceEntry[] {
	const { startedAt, callSid, isHandoff, ended, steps } = execution;
	const by = callSid === undefined ? 'Studio started the flow.' : 'The call came into the flow.';
	const start = [
		fine('Studio', by, startedAt),
		...(isHandoff ? [] : [note('Studio', withoutHandoff(execution), startedAt)]),
	];
	const last = steps.at(-1);
	const stays = ended || !last ? [] : [note('Studio', `The flow waits at ${last.to}.`, last.at)];
	return [...start, ...steps.flatMap((step) => entryOf(step, execution, chatIsClosed)), ...stays];
}

/** Twilio asks the flow what to do whenever a call's AI session ends, not only after a handoff. */
export function endedWithoutHandoff({ callSid, isHandoff }: Execution): boolean {
	return callSid !== undefined && !isHandoff;
}

/** The first step that failed and that the flow did not recover from. */
export function failedStep(execution: Execution): Step | undefined {
	return isRecovered(execution) ? undefined : execution.steps.find(({ event }) => FAILURES.has(event));
}

/** Whether the customer got into the queue, on whatever way. */
function isRecovered({ steps }: Execution): boolean {
	return steps.some(({ from, event }) => /flex/i.test(from) && event === 'callComplete');
}

/** Whether it ended without a failure and without having sent anybody to Flex: stopped, or by an error of Studio's. */
export function isCutShort(execution: Execution): boolean {
	const { ended, isHandoff, steps, outcome } = execution;
	return (
		ended &&
		isHandoff &&
		steps.length > 0 &&
		!isRecovered(execution) &&
		outcome === undefined &&
		!failedStep(execution)
	);
}

/** An execution that ended in the middle: somebody stopped it, or Studio did. */
export function cutShort({ steps }: Execution): TraceEntry {
	const last = steps.at(-1);
	return wrong(
		'Studio',
		`The flow ended at ${last?.to ?? 'its start'}, before it had sent anybody to Flex.`,
		{
			at: last?.at,
			impact: 'No person in Flex hears of the customer, who was not told.',
			advice:
				'Look in the execution’s log (Console, Studio, the flow, Executions) and in Console, Monitor, Logs, Errors for what ended it.',
		},
	);
}

function entryOf(step: Step, execution: Execution, chatIsClosed: boolean): TraceEntry[] {
	const { from, event, at } = step;
	if (FAILURES.has(event)) {
		const failure = failureEntry(step, execution, chatIsClosed);
		return [isRecovered(execution) ? note('Studio', `${failure.what} The flow went on.`, at) : failure];
	}
	const words = WORDS[`${from} ${event}`];
	if (words !== undefined) return [fine('Studio', words, at)];
	return QUIET.test(from) ? [] : [note('Studio', `${from}: ${event}`, at)];
}

function withoutHandoff(execution: Execution): string {
	return endedWithoutHandoff(execution)
		? 'It brought no HandoffData: the virtual agent’s session had just ended.'
		: 'It was started without HandoffData.';
}
