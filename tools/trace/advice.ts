/**
 * Advice that several rules share, and advice on the errors of our Functions.
 * @module
 */
import { BRIDGE, EXECUTIONS, FUNCTIONS } from '../account/console';

export const CONNECT_SERVICE = `Run npx handoff setup, or enter the SID of the Conversations service that Flex uses (${BRIDGE}). This affects new conversations only.`;
export const AGENT_LOG = 'Check the virtual agent’s log for its handoff tool and the response it received.';
/** There may have been no handoff at all. */
export const IF_ASKED = `If the customer asked for a person: ${AGENT_LOG}`;
export const EXECUTION_LOG = `The reason is in the execution’s log (${EXECUTIONS}).`;
export const ACTION_URL = 'Check that the action URL of the voice channel is the flow’s webhook or /handoff.';
export const LATER = 'To see what Twilio requested, run this again 15 minutes after the call’s end.';
export const PUBLISH = 'Publish it: npx handoff deploy.';
export const AGAIN = 'Run this again in a minute.';

const ADVICE: Readonly<Record<string, string>> = {
	unauthenticated:
		'The request reached the Functions without credentials. Run npx handoff deploy to sync the flow and the Functions.',
	forbidden:
		'The Functions rejected these credentials. Their AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, belong to another account. Set them in .env and run npx handoff deploy.',
	conversation_not_found:
		'Check that the virtual agent, the flow, and the Functions use one account and one region, and that the conversation was not deleted.',
	customer_not_found:
		'Check how the conversation is created. The customer must be a participant of type CUSTOMER; conversations of the connected Conversations service have one.',
	ambiguous_customer:
		'Specify the chat: set To in the virtual agent’s request, or send channel and address to /participant-lookup.',
	not_bridged: CONNECT_SERVICE,
	twilio_error: 'Try again. If it persists, see Twilio’s message above and status.twilio.com.',
	twilio_rate_limited: 'Try again in a moment. If it persists, ask Twilio for a higher limit.',
	twilio_timeout: 'Try again. If it persists, see status.twilio.com.',
	internal_error: `Check the log of the Functions (${FUNCTIONS} > Live logs).`,
};

/**
 * @param code of an error of ours
 * @param field the setting or parameter it names
 */
export function adviceFor(code: string | undefined, field: string | undefined): string {
	if (code === 'misconfigured') return `Set ${field ?? 'the setting'} in .env and run npx handoff deploy.`;
	if (code === 'invalid_request') return `Fix ${field ?? 'the data'} in the virtual agent’s request.`;
	return (
		ADVICE[code ?? ''] ?? `${EXECUTION_LOG} Run npx handoff doctor to check whether the Functions respond.`
	);
}
