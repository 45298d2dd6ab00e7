/**
 * What to do about an error of our Functions, wherever it surfaces: the README's table in full sentences.
 * @module
 */

/** Twilio's own path to the setting, from the guide. */
export const CONNECT_SERVICE =
	'In the Console, Conversation Configuration, Channel Traffic tab, Add Messaging and Chat Traffic: select Connect Conversations API service or Flex and enter the SID of the service that Flex uses. npm run setup does the same. A conversation that began before stays unconnected; try with a new one.';

export const AGENT_LOG =
	'Look in the virtual agent’s log for its handoff tool, and for the answer that it got.';
/** There may have been no handoff at all. */
export const LOOK_IF_ASKED = `If the customer asked for a person: ${AGENT_LOG}`;

const ADVICE: Readonly<Record<string, string>> = {
	unauthenticated:
		'The request reached the Functions without credentials. Run npm run deploy, so that flow and Functions fit together.',
	forbidden:
		'The Functions take these credentials for somebody else’s: their AUTH_TOKEN, or TWILIO_API_KEY and TWILIO_API_SECRET, are not those of this account. Set them in .env and run npm run deploy.',
	conversation_not_found:
		'Check that agent, flow and Functions are of one account and one region, and that nobody deleted the conversation.',
	customer_not_found:
		'Check how the conversation is made: the person who writes has to be in it as CUSTOMER. A conversation that comes through the connected Conversations service has that by itself.',
	ambiguous_customer:
		'Send the address of the chat that is meant: To in what the virtual agent posts, or channel and address to /participant-lookup.',
	not_bridged: CONNECT_SERVICE,
	twilio_error: 'Try again. If it stays, see Twilio’s own words above and status.twilio.com.',
	twilio_rate_limited: 'Try again in a moment. If it stays, ask Twilio for a higher limit.',
	twilio_timeout: 'Try again. If it stays, see status.twilio.com.',
	internal_error: 'Look at the log of the Functions: Console, Functions and Assets, Services, Live logs.',
};

/**
 * @param code of an error of ours
 * @param field the setting or parameter it names
 */
export function adviceFor(code: string | undefined, field: string | undefined): string {
	if (code === 'misconfigured') return `Set ${field ?? 'the setting'} in .env and run npm run deploy.`;
	if (code === 'invalid_request') return `Fix ${field ?? 'the request'} in what the virtual agent sends.`;
	return (
		ADVICE[code ?? ''] ??
		'See the answer in the execution’s log: Console, Studio, the flow, Executions. Run npm run doctor to see whether the Functions answer.'
	);
}
