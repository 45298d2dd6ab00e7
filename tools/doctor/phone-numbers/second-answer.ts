/**
 * What may answer a customer's message besides the virtual agent, which hears of it through Conversations.
 *
 * What a number is set to runs in parallel to Conversations; Twilio recommends that it be nothing
 * (https://www.twilio.com/docs/flex/admin-guide/setup/conversations/manage-conversations-sms-addresses).
 * @module
 */
import { leadsTo } from '../../account/agent-domain';
import { type Answer, kindOf } from './answer';

export type Foreign = 'demo' | 'flow' | 'agent';

/**
 * The agent's own server is no better than the others: TAC 2.5 takes the JSON of Orchestrator there, and answers the form
 * that a number posts with 400 (tac/server/fastapi_server.py, `conversation_webhook`).
 * @param domain the agent's, where it is known
 * @returns what is wrong for certain; `undefined` for nothing, and for a webhook of which nobody here knows what it does
 */
export function foreignAt(url: string, domain: string | undefined): Foreign | undefined {
	const kind = kindOf(url);
	if (kind === 'demo' || kind === 'flow') return kind;
	return domain !== undefined && leadsTo(domain, url) ? 'agent' : undefined;
}

export const CONSEQUENCES: Readonly<Record<Foreign, string>> = {
	demo: 'Customers get Twilio’s demo text besides the agent’s answer.',
	flow: 'Customers go straight to that flow and never meet the virtual agent.',
	agent:
		'The agent gets every message twice: from Conversations, and in a form that TAC answers with an error, which fills Twilio’s error log.',
};

/** Whether a number posts its messages to somebody who may answer, or may not: a log, a CRM. */
export function isUncertain({ kind, url }: Answer, domain: string | undefined): boolean {
	return kind === 'webhook' && foreignAt(url, domain) === undefined;
}
