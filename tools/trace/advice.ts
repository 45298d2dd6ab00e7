/**
 * What to do, where several rules say the same, and about an error of our Functions, wherever it surfaces.
 * @module
 */
import { BRIDGE, EXECUTIONS, FUNCTIONS } from '../account/console';

export const CONNECT_SERVICE = `Run npx handoff setup, or enter the SID of the Conversations service that Flex uses (${BRIDGE}). A conversation that began earlier stays unconnected; try a new one.`;
export const AGENT_LOG = 'Check the virtual agent’s log for its handoff tool and the response it received.';
/** There may have been no handoff at all. */
export const IF_ASKED = `If the customer asked for a person: ${AGENT_LOG}`;
export const EXECUTION_LOG = `The reason is in the execution’s log (${EXECUTIONS}).`;
export const ACTION_URL = 'Check that the action URL of the voice channel is the flow’s webhook or /handoff.';
export const LATER = 'From 15 minutes after the call’s end, this command shows what Twilio requested then.';
export const PUBLISH = 'Publish it: npx handoff deploy.';
export const AGAIN = 'Run this again in a minute.';

const ADVICE: Readonly<Record<string, string>> = {
	unauthenticated:
		'The request reached the Functions without credentials. Run npx handoff deploy, so that flow and Functions match.',
	forbidden:
		'The Functions do not accept these credentials: their AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, belong to another account. Set them in .env and run npx handoff deploy.',
	conversation_not_found:
		'Check that agent, flow and Functions use one account and one region, and that the conversation was not deleted.',
	customer_not_found:
		'Check how the conversation is created: the person who writes has to be a participant of type CUSTOMER. A conversation of the connected Conversations service has one.',
	ambiguous_customer:
		'Send the address of the chat that is meant: To in what the virtual agent posts, or channel and address to /participant-lookup.',
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
	if (code === 'invalid_request') return `Fix ${field ?? 'the request'} in what the virtual agent sends.`;
	return (
		ADVICE[code ?? ''] ?? `${EXECUTION_LOG} Run npx handoff doctor to check whether the Functions respond.`
	);
}
