/**
 * Checks that the virtual agent receives the events of its conversations.
 * @module
 */

import type { AccountView } from '../../account/account-view';
import { agentDomain, canBeReached, DOMAIN_SETTING, leadsTo } from '../../account/agent-connect/domain';
import { ORCHESTRATOR_CONFIGURATION } from '../../account/console';
import { inWords, showUrl } from '../../account/format';
import type { OrchestratorConfiguration } from '../../account/orchestrator/configuration';
import { receptionAt } from '../engine/agent-server';
import { type Check, type Observation, ok, wrong } from '../engine/check';
import type { Fix, Json } from '../engine/fix';
import { asJson } from '../engine/json';
import { lookAtConfiguration } from './look';

/** Where TAC's server listens by default (tac/server/config.py, `conversation_webhook_path`). */
const WEBHOOK_PATH = '/webhook';
/** The most that a request may have, by Twilio's OpenAPI spec (twilio_conversations_v2.json); a response may have 20. */
const MOST_CALLBACKS = 2;
const WEBHOOK = `${ORCHESTRATOR_CONFIGURATION} > Details > Edit > Webhook`;
const BY_HAND = `Enter the virtual agent’s URL as Callback URL (${WEBHOOK}).`;

export const statusCallbacks: Check = {
	name: 'status-callbacks',
	title: 'The virtual agent receives status callbacks',
	expected: 'a status callback leads to the virtual agent',
	impact:
		'The virtual agent does not receive what customers write or that a conversation changed: customers get no answer.',
	advice: `Set ${DOMAIN_SETTING} in .env to the virtual agent’s domain and run npx handoff setup. Or do it by hand: ${BY_HAND}`,
	look: (account) =>
		lookAtConfiguration(account, async (configuration) => {
			const domain = agentDomain(account.environment);
			const observation =
				domain === undefined ? isAnyReachable(configuration) : await isAgents(account, configuration, domain);
			return account.handsOver('messaging') ? observation : ofCallsOnly(observation);
		}),
};

/**
 * A call reaches the agent by its TwiML and WebSocket. From the callbacks, TAC's voice channel learns only that a
 * conversation is inactive or closed, and then drops its state (tac/channels/voice/channel.py, `process_webhook`).
 */
function ofCallsOnly({ status, found }: Observation): Observation {
	if (status !== 'wrong') return { status, found };
	return {
		status: 'note',
		found: `${found}; calls are answered anyway`,
		impact: 'The virtual agent does not learn that a call’s conversation ended, and keeps its state.',
		advice: BY_HAND,
	};
}

function isAnyReachable(configuration: OrchestratorConfiguration): Observation {
	const urls = urlsOf(configuration);
	if (!urls.some(canBeReached)) return wrong(`none that Twilio can reach (${shown(urls)})`);
	return ok(
		`${shown(urls)} (whether that is the virtual agent is unknown: ${DOMAIN_SETTING} names no domain)`,
	);
}

async function isAgents(
	account: AccountView,
	configuration: OrchestratorConfiguration,
	domain: string,
): Promise<Observation> {
	const url = `https://${domain}${WEBHOOK_PATH}`;
	const urls = urlsOf(configuration);
	const ours = (configuration.statusCallbacks ?? []).filter((each) => leadsTo(domain, each.url));
	const received = await Promise.all(
		ours.map((each) => receptionAt(account, { url: each.url, method: each.method || 'POST' }, url)),
	);
	// Of an agent that isn't running, phone-numbers/calls reports that.
	const takers = ours.filter((_, index) => ['fine', 'down'].includes(received[index]?.kind ?? ''));
	if (takers.length > 1) return tooOften(configuration, takers, url);
	if (takers.length === 1) return ok(shown(urls));
	const answers = received.map(({ found }) => found).join('; ');
	if (received.some(({ kind }) => kind === 'unclear')) {
		return {
			status: 'note',
			found: answers,
			advice: `Write to the virtual agent. A route that takes POST only may answer 404 to GET; if no answer comes: ${BY_HAND}`,
		};
	}
	if (ours.length > 0) {
		const fix = send(configuration, domain, url, ours.map(asJson));
		return wrong(`none that the virtual agent takes: ${answers}`, { advice: BY_HAND, fixes: [fix] });
	}
	const found = `none leads to ${domain} (${shown(urls)})`;
	if (urls.length >= MOST_CALLBACKS) {
		return wrong(found, {
			advice: `Remove all but one of ${shown(urls)} (${WEBHOOK}), since Twilio accepts ${MOST_CALLBACKS}; then run npx handoff setup, which adds the virtual agent’s.`,
		});
	}
	return wrong(found, { advice: BY_HAND, fixes: [send(configuration, domain, url, [])] });
}

function tooOften(
	{ id }: OrchestratorConfiguration,
	takers: NonNullable<OrchestratorConfiguration['statusCallbacks']>,
	usual: string,
): Observation {
	const kept = takers.find(({ url }) => url === usual) ?? takers[0];
	return wrong(`${takers.length} lead to the virtual agent: ${shown(takers.map(({ url }) => url))}`, {
		expected: 'one status callback leads to the virtual agent',
		impact: 'The virtual agent receives every message more than once, and may answer each.',
		advice: `Leave one of them (${WEBHOOK}).`,
		fixes: [
			{
				stage: 'orchestrator',
				title: 'Send each status callback to the virtual agent once',
				edits: [
					{
						edit: 'list',
						resource: 'orchestrator-configuration',
						id,
						path: ['statusCallbacks'],
						remove: takers.map(asJson),
						add: [asJson(kept)],
					},
				],
			},
		],
	});
}

/** @param remove those that the agent doesn't take */
function send({ id }: OrchestratorConfiguration, domain: string, url: string, remove: readonly Json[]): Fix {
	const path = ['statusCallbacks'];
	const add = [{ url, method: 'POST' }];
	return {
		stage: 'orchestrator',
		title: `Send status callbacks to the virtual agent at ${domain}`,
		edits: [{ edit: 'list', resource: 'orchestrator-configuration', id, path, remove, add }],
	};
}

function urlsOf({ statusCallbacks }: OrchestratorConfiguration): string[] {
	return (statusCallbacks ?? []).map(({ url }) => url);
}

function shown(urls: readonly string[]): string {
	return urls.length === 0 ? 'there are none' : inWords(urls.map(showUrl));
}
