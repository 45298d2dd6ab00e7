/**
 * Why an execution did not hand off its customer. Widgets are recognized by their names in studio/agent-handoff.json; for
 * others the event is enough.
 * @module
 */
import { STALE_AFTER_MS } from '../../../src/handoff/executions';
import { isRecord, objectIn, textAt, valueAt } from '../../../src/json';
import { ERRORS, EXECUTIONS } from '../../account/console';
import { isStuck as isStuckExecution } from '../../account/studio/stuck-execution';
import { adviceFor, EXECUTION_LOG } from '../advice';
import { ageOf, type Facts, failedStep, hasTask, isSentToFlex } from '../facts';
import { isDuplicate } from '../handoffs';
import { type Execution, type Step, variableOf } from '../read/executions';
import { secondsBetween } from '../values';
import { type Rule, wrong } from './rule';

const WORDS = {
	resume_failed: 'Studio couldn’t attach the chat (Resume Conversation failed).',
	attributes_invalid: 'Flex didn’t accept the handoff: the task’s attributes aren’t a JSON object.',
	send_to_flex_failed: 'Flex didn’t accept the handoff (Send to Flex failed).',
} as const;

/** An HTTP widget leaves the response of our Functions, and with it the reason. */
function responseOf({ from }: Step, { context }: Execution) {
	const output = valueAt(context, 'widgets', from);
	const error = valueAt(output, 'parsed', 'error') ?? objectIn(valueAt(output, 'body')).error;
	const status = valueAt(output, 'status_code') ?? undefined;
	return { isHttp: isRecord(output) && 'status_code' in output, status, error, code: textAt(error, 'code') };
}

type Failure = keyof typeof WORDS | 'functions_failed' | 'widget_failed';

function failureOf(step: Step, execution: Execution): Failure {
	const { from } = step;
	if (/resume/i.test(from)) return 'resume_failed';
	if (/flex/i.test(from)) {
		const attributes = variableOf(execution, /essential/.test(from) ? 'essential_attributes' : 'attributes');
		const isInvalid = attributes !== undefined && !/^\s*\{/.test(attributes);
		return isInvalid ? 'attributes_invalid' : 'send_to_flex_failed';
	}
	const isLookup = /^(fetch|ask)_/.test(from) || responseOf(step, execution).isHttp;
	return isLookup ? 'functions_failed' : 'widget_failed';
}

/** That a step failed, in words. */
export function failureWords(step: Step, execution: Execution): string {
	const failure = failureOf(step, execution);
	if (step.from === 'tell_customer') return 'The apology couldn’t be sent to the customer.';
	if (failure === 'widget_failed') return `The flow’s widget ${step.from} failed.`;
	if (failure !== 'functions_failed') return WORDS[failure];
	const { status, error, code } = responseOf(step, execution);
	// Twilio's own words, which our Functions pass on without a number in them.
	const message = code?.startsWith('twilio_') ? ` ${textAt(error, 'message')?.slice(0, 200) ?? ''}` : '';
	const response =
		status === undefined
			? 'didn’t respond within ten seconds'
			: `returned ${[status, code].join(' ').trim()}`;
	return `The Functions ${response} (${step.from}).${message}`;
}

/** What went wrong first; the failure of a duplicate harms no one. */
function firstFailure<T>({ execution }: Facts, use: (step: Step, execution: Execution) => T): T | undefined {
	const step = execution && !isDuplicate(execution) ? failedStep(execution) : undefined;
	return step && execution && use(step, execution);
}

/** What the customer noticed after the failure. */
function impactOf({ execution }: Facts): string {
	const unseen = 'The customer doesn’t reach an agent.';
	const outcome = execution && variableOf(execution, 'outcome');
	if (outcome === 'call_answered_by_fallback') return 'The fallback number answered the call instead.';
	if (outcome === 'call_not_enqueued') return `The caller heard an apology. ${unseen}`;
	if (execution?.steps.some(({ from, event }) => from === 'tell_customer' && event === 'sent')) {
		return `The customer was asked to write again later. ${unseen}`;
	}
	return execution?.callSid === undefined ? 'The customer gets no reply and doesn’t reach an agent.' : unseen;
}

function failed(id: Failure, advice: Rule['advice'] & {}): Rule {
	return wrong(id, 'Studio', (facts) => firstFailure(facts, failureOf) === id, {
		what: (facts) => firstFailure(facts, failureWords) ?? '',
		at: (facts) => firstFailure(facts, (step) => step)?.at,
		impact: impactOf,
		advice,
	});
}

/** By the rule of doctor. */
function isStuck({ execution, call, flow, now }: Facts): boolean {
	if (!execution || execution.isEnded) return false;
	const { flexWidgets } = flow ?? {};
	const isInFlex = flexWidgets !== 'draft' && flexWidgets?.has(execution.steps.at(-1)?.to ?? '');
	return isStuckExecution({ ...execution, call, mayBeInFlex: isInFlex ?? true }, now);
}

/** Ended before it sent the customer to Flex, and not at a step that failed: it was ended from outside. */
function isCutShort(facts: Facts): boolean {
	const { execution, unread } = facts;
	if (!execution?.isEnded || !execution.end.isHandoff || execution.steps.length === 0) return false;
	if (hasTask(facts) || unread.has('TaskRouter') || isSentToFlex(execution)) return false;
	return variableOf(execution, 'outcome') === undefined && !failedStep(execution);
}

const activeSeconds = ({ execution }: Facts) =>
	secondsBetween(execution?.startedAt, execution?.updatedAt) ?? 0;
const lastWidget = ({ execution }: Facts) => execution?.steps.at(-1)?.to;
const minutes = (seconds = 0) => `${Math.floor(seconds / 60)} minutes`;

export const FLOW: readonly Rule[] = [
	failed('functions_failed', (facts) => {
		const { status, error, code } = firstFailure(facts, responseOf) ?? {};
		if (status !== undefined) return adviceFor(code, textAt(error, 'field'));
		return 'Run npx handoff doctor to check the Functions. To deploy them and set their URL in the flow: npx handoff deploy.';
	}),
	failed(
		'resume_failed',
		`Check that the Conversations service connected in the Orchestrator configuration is the one of Flex, and that the chat was not handed off already. ${EXECUTION_LOG}`,
	),
	failed(
		'attributes_invalid',
		`Check the widgets that set the attributes, and the response of /task-attributes. To restore both: npx handoff deploy. ${EXECUTION_LOG}`,
	),
	failed(
		'send_to_flex_failed',
		`Check the workflow and the task channel of the flow (TWILIO_FLEX_WORKFLOW_SID, TWILIO_FLEX_VOICE_CHANNEL_SID, TWILIO_FLEX_CHAT_CHANNEL_SID) with npx handoff doctor. To update them: npx handoff deploy. ${EXECUTION_LOG}`,
	),
	failed('widget_failed', EXECUTION_LOG),
	wrong('execution_stuck', 'Studio', isStuck, {
		what: (facts) =>
			`Execution ${facts.execution?.sid} is stuck (active for ${minutes(ageOf(facts.execution?.startedAt, facts))}).`,
		impact: 'Studio refuses further handoffs of this customer (409).',
		advice: ({ execution }) =>
			`End it: npx handoff setup, or ${EXECUTIONS} > ${execution?.sid} > Stop execution. Then hand off the customer again.`,
	}),
	wrong(
		'stuck_execution_ended',
		'Studio',
		(facts) => isCutShort(facts) && activeSeconds(facts) >= STALE_AFTER_MS / 1000,
		{
			what: (facts) =>
				`Execution ${facts.execution?.sid} was stuck at ${lastWidget(facts)} and was ended after ${minutes(activeSeconds(facts))} (by the next handoff, npx handoff setup, or manually).`,
			at: ({ execution }) => execution?.updatedAt,
			impact: 'It didn’t send the customer to an agent.',
			advice: `If no other handoff followed, hand off the customer again. ${EXECUTION_LOG}`,
		},
	),
	wrong('execution_ended_early', 'Studio', isCutShort, {
		what: (facts) => `The flow ended at ${lastWidget(facts)}, before it sent the customer to Flex.`,
		at: ({ execution }) => execution?.updatedAt,
		impact: 'The customer doesn’t reach an agent and wasn’t notified.',
		advice: `${EXECUTION_LOG} See also ${ERRORS}.`,
	}),
];
