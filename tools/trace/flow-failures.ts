/**
 * Why a widget failed, what became of the customer then, and what to do.
 * @module
 */
import { isRecord } from '../../src/json';
import { adviceFor } from './advice';
import type { Execution, Step } from './execution';
import { type TraceEntry, wrong } from './trace';
import { objectIn, textAt, valueAt } from './values';

const LOG = 'The reason is in the execution’s log: Console, Studio, the flow, Executions.';

/** @param chatIsClosed whether the classic conversation is closed by now */
export function failureEntry(step: Step, execution: Execution, chatIsClosed: boolean): TraceEntry {
	const { from, at } = step;
	const impact = aftermath(execution);
	const output = valueAt(execution.widgets, from);
	if (/tell_customer/.test(from)) {
		return wrong('Studio', 'The customer could not be told that the handoff failed.', {
			at,
			impact: 'The customer waits and hears nothing.',
			advice: `Check that TWILIO_PHONE_NUMBER can send on the customer’s channel. ${LOG}`,
		});
	}
	if (/resume/i.test(from)) {
		return wrong('Studio', 'Studio could not attach the chat (Resume Conversation failed).', {
			at,
			impact,
			advice: chatIsClosed
				? 'The chat is closed. The customer has to write again; a new chat can be handed over.'
				: `Check that the Conversations service connected in the Orchestrator configuration is the one of Flex, and that the chat has not been handed over already. ${LOG}`,
		});
	}
	if (/flex/i.test(from)) {
		return wrong('Studio', 'Flex did not take the handoff (Send to Flex failed).', {
			at,
			impact,
			advice: `Check the workflow and the task channel of the flow, TWILIO_FLEX_WORKFLOW_SID, TWILIO_FLEX_VOICE_CHANNEL_SID and TWILIO_FLEX_CHAT_CHANNEL_SID, with npm run doctor; npm run deploy puts the right ones in. ${LOG}`,
		});
	}
	if (isHttp(output, from)) return lookupEntry(step, output, impact);
	return wrong('Studio', `The flow’s widget ${from} failed.`, { at, impact, advice: LOG });
}

/** An HTTP widget of ours leaves its answer, and ours has the reason in it. */
function lookupEntry({ from, at }: Step, output: unknown, impact: string): TraceEntry {
	const status = valueAt(output, 'status_code');
	const error = valueAt(output, 'parsed', 'error') ?? objectIn(valueAt(output, 'body')).error;
	const code = textAt(error, 'code');
	// Twilio's own words, which our Functions hand on without a number in them.
	const message = code?.startsWith('twilio_') ? textAt(error, 'message') : undefined;
	const answer =
		typeof status === 'number' || typeof status === 'string'
			? `the answer was ${status}${code === undefined ? '' : ` ${code}`}`
			: 'there was no answer within ten seconds';
	const said = message === undefined ? '' : ` ${message.slice(0, 200)}`;
	return wrong('Studio', `The flow asked the Functions, and ${answer} (${from}).${said}`, {
		at,
		impact,
		advice:
			status === undefined || status === null
				? 'Run npm run doctor: it asks the Functions too. npm run deploy puts them and their address into the flow.'
				: adviceFor(code, textAt(error, 'field')),
	});
}

function isHttp(output: unknown, from: string): boolean {
	return /^(fetch|ask)_/.test(from) || (isRecord(output) && 'status_code' in output);
}

/** What the customer met after the failure. */
function aftermath({ outcome, steps, callSid }: Execution): string {
	const nobody = 'No person in Flex hears of the customer.';
	if (outcome === 'call_answered_by_fallback') return 'The fallback number answered the caller instead.';
	if (outcome === 'call_not_enqueued') return `The caller heard an apology. ${nobody}`;
	if (steps.some(({ from, event }) => from === 'tell_customer' && event === 'sent')) {
		return `The customer was told to write again later. ${nobody}`;
	}
	return callSid === undefined ? `The customer hears nothing. ${nobody}` : nobody;
}
