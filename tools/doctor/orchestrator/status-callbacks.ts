/**
 * Checks that the virtual agent is told of what happens in its conversations.
 * @module
 */
import { agentDomain, canBeReached, DOMAIN_SETTING, leadsTo } from '../../account/agent-domain';
import { inWords, showUrl } from '../../account/format';
import { type OrchestratorConfiguration, readConfiguration } from '../../account/orchestrator-configuration';
import { type Check, type Observation, ok, skipped, wrong } from '../engine/check';
import { CONSOLE, NO_CONFIGURATION } from './chosen';

/** Where TAC's server listens, unless told otherwise (tac/server/config.py, `conversation_webhook_path`). */
const WEBHOOK_PATH = '/webhook';
/** So many a request may bring, says Twilio's OpenAPI spec (twilio_conversations_v2.json); an answer may show 20. */
const MOST_CALLBACKS = 2;
const WEBHOOK = `${CONSOLE} > Details > Edit > Webhook`;
const BY_HAND = `${WEBHOOK}: the agent’s URL as Callback URL.`;

export const statusCallbacks: Check = {
	name: 'status-callbacks',
	title: 'The agent hears of its conversations',
	expected: 'a status callback leads to the virtual agent',
	impact:
		'The agent never hears that a customer wrote, or that a conversation changed: customers get no answer.',
	advice: `Set ${DOMAIN_SETTING} in .env to the agent’s domain and run npm run setup. By hand: ${BY_HAND}`,
	look: async (account) => {
		const configuration = await readConfiguration(account);
		if (!configuration) return skipped(NO_CONFIGURATION);
		const domain = agentDomain(account.environment);
		const observation = domain === undefined ? judge(configuration) : compare(configuration, domain);
		return account.handsOver('messaging') ? observation : lessOf(observation);
	},
};

/**
 * A call reaches the agent by its TwiML and WebSocket. Of the callbacks TAC's voice channel only learns that a conversation
 * rests or ended, to forget what it kept of it (tac/channels/voice/channel.py, `process_webhook`).
 */
function lessOf({ status, found }: Observation): Observation {
	if (status !== 'wrong') return { status, found };
	return {
		status: 'note',
		found: `${found}; calls are answered all the same`,
		impact: 'The agent is not told that a call’s conversation has ended, and keeps what it knew of it.',
		advice: BY_HAND,
	};
}

function judge(configuration: OrchestratorConfiguration): Observation {
	const urls = urlsOf(configuration);
	if (!urls.some(canBeReached)) return wrong(`none that Twilio can reach (${shown(urls)})`);
	return ok(`${shown(urls)} (${DOMAIN_SETTING} names no domain: whether that is the agent cannot be told)`);
}

function compare(configuration: OrchestratorConfiguration, domain: string): Observation {
	const urls = urlsOf(configuration);
	if (urls.some((url) => leadsTo(domain, url))) return ok(shown(urls));
	const url = `https://${domain}${WEBHOOK_PATH}`;
	const found = `none leads to ${domain} (${shown(urls)})`;
	if (urls.length >= MOST_CALLBACKS) {
		return wrong(found, {
			advice: `No more fit: Twilio takes ${MOST_CALLBACKS}. Remove all but one of ${shown(urls)}, then run npm run setup, which adds the agent’s. ${WEBHOOK}.`,
		});
	}
	return wrong(found, {
		advice: BY_HAND,
		fixes: [
			{
				stage: 'orchestrator',
				title: `Tell the virtual agent at ${domain} of its conversations`,
				edits: [
					{
						edit: 'list',
						resource: 'orchestrator-configuration',
						id: configuration.id,
						path: ['statusCallbacks'],
						remove: [],
						add: [{ url, method: 'POST' }],
					},
				],
			},
		],
	});
}

function urlsOf({ statusCallbacks }: OrchestratorConfiguration): string[] {
	return (statusCallbacks ?? []).map(({ url }) => url);
}

function shown(urls: readonly string[]): string {
	return urls.length === 0 ? 'there are none' : inWords(urls.map(showUrl));
}
