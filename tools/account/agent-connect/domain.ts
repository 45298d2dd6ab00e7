/**
 * The public domain of the virtual agent's server.
 * @module
 */

/** TAC's name for the setting (tac/core/config.py). A bare domain. */
export const DOMAIN_SETTING = 'TWILIO_VOICE_PUBLIC_DOMAIN';

/** A host name with an optional port. */
const HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?$/i;

/**
 * The agent's domain, in lower case, without scheme and path: agent-connect/settings reports whether the setting is
 * well-formed.
 * @returns `undefined` when no domain is set, or one that Twilio can't reach
 */
export function agentDomain(environment: Readonly<Record<string, string>>): string | undefined {
	const bare = (environment[DOMAIN_SETTING] ?? '')
		.trim()
		.replace(/^[a-z]+:\/\//i, '')
		.replace(/[/?#].*$/, '');
	if (!HOST.test(bare) || !canBeReached(`https://${bare}`)) return undefined;
	return new URL(`https://${bare}`).host;
}

/**
 * Whether Twilio can reach a URL: it requires HTTPS and a public host. A host such as your-domain.ngrok.app was copied
 * from a README, and one without a dot may be anything, even a secret on the wrong line.
 */
export function canBeReached(url: string): boolean {
	if (!URL.canParse(url)) return false;
	const { protocol, hostname } = new URL(url);
	const isLocal =
		/^(127|10|192\.168|169\.254|172\.(1[6-9]|2\d|3[01]))\.[\d.]+$|\.(localhost|local|internal)$/.test(
			hostname,
		);
	const isExample = /\b(your|example)\b.*\bngrok\b/.test(hostname);
	return protocol === 'https:' && hostname.includes('.') && !isLocal && !isExample;
}

/** Whether a URL is on the agent's domain, at any path. */
export function leadsTo(domain: string, url: string): boolean {
	return URL.canParse(url) && new URL(url).host === domain;
}
