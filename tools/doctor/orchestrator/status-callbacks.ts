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
	title: 'Status callbacks',
	expected: 'a status callback points to the virtual agent',
	impact: 'The virtual agent doesn’t receive messages or conversation updates, so customers get no reply.',
	advice: `Set ${DOMAIN_SETTING} in .env to the virtual agent’s domain and run npx handoff setup. Or do it manually: ${BY_HAND}`,
	look: (account) =>
		lookAtConfiguration(account, async (configuration) => {
			const domain = agentDomain(account.environment);
			const observation =
				domain === undefined ? isAnyReachable(configuration) : await isAgents(account, configuration, domain);
			return account.handsOver('messaging') ? observation : ofCallsOnly(observation);
		}),
};

/**
 * A call reaches the agent by its TwiML and WebSocket. The callbacks tell TAC's voice channel only that a
 * conversation is inactive or closed, and then drops its state (tac/channels/voice/channel.py, `process_webhook`).
 */
function ofCallsOnly({ status, found }: Observation): Observation {
	if (status !== 'wrong') return { status, found };
	return {
		status: 'note',
		found: `${found}; calls work without it`,
		impact: 'The virtual agent isn’t notified when a call’s conversation ends, and keeps its state.',
		advice: BY_HAND,
	};
}

function isAnyReachable(configuration: OrchestratorConfiguration): Observation {
	const urls = urlsOf(configuration);
	if (!urls.some(canBeReached)) return wrong(`none that Twilio can reach (${shown(urls)})`);
	return ok(
		`${shown(urls)} (doctor can’t tell whether that’s the virtual agent because ${DOMAIN_SETTING} has no domain)`,
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
	// If the agent isn't running, phone-numbers/calls reports that.
	const accepted = ours.filter((_, index) => ['fine', 'down'].includes(received[index]?.kind ?? ''));
	if (accepted.length > 1) return tooOften(configuration, accepted, url);
	if (accepted.length === 1) return ok(shown(urls));
	const responses = received.map(({ found }) => found).join('; ');
	if (received.some(({ kind }) => kind === 'unclear')) {
		return {
			status: 'note',
			found: responses,
			advice: `Send the virtual agent a message. A POST-only route may return 404 to doctor’s GET request. If you get no reply: ${BY_HAND}`,
		};
	}
	if (ours.length > 0) {
		const fix = send(configuration, domain, url, ours.map(asJson));
		return wrong(`the virtual agent accepts none: ${responses}`, { advice: BY_HAND, fixes: [fix] });
	}
	const found = `none points to ${domain} (${shown(urls)})`;
	if (urls.length >= MOST_CALLBACKS) {
		return wrong(found, {
			advice: `Remove all but one of ${shown(urls)} (${WEBHOOK}) because Twilio accepts ${MOST_CALLBACKS}. Then run npx handoff setup, which adds the virtual agent’s.`,
		});
	}
	return wrong(found, { advice: BY_HAND, fixes: [send(configuration, domain, url, [])] });
}

function tooOften(
	{ id }: OrchestratorConfiguration,
	accepted: NonNullable<OrchestratorConfiguration['statusCallbacks']>,
	usual: string,
): Observation {
	const kept = accepted.find(({ url }) => url === usual) ?? accepted[0];
	return wrong(`${accepted.length} point to the virtual agent: ${shown(accepted.map(({ url }) => url))}`, {
		expected: 'one status callback points to the virtual agent',
		impact: 'The virtual agent receives every message more than once, and may reply more than once.',
		advice: `Keep one of them (${WEBHOOK}).`,
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
						remove: accepted.map(asJson),
						add: [asJson(kept)],
					},
				],
			},
		],
	});
}

/** @param remove those that the agent doesn't accept */
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
