/**
 * Where the virtual agent can be reached from outside.
 * @module
 */

/** TAC's name for it (tac/core/config.py). A bare domain. */
export const DOMAIN_SETTING = 'TWILIO_VOICE_PUBLIC_DOMAIN';

/** A host's name, and a port if there is one. */
const HOST = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?$/i;

/**
 * The agent's domain, in lower case. A scheme or path in front of or behind it is not of interest here: whether the
 * setting is well-formed is another check's business.
 * @returns `undefined` when none is set, and when what is set is no domain that Twilio could reach
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
 * Twilio wants HTTPS and a public host; a host such as your-domain.ngrok.app was copied from a README, and one without
 * a dot may be anything, a secret in the wrong line for example.
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

/** Whether a URL leads to the agent's domain, at whatever path. */
export function leadsTo(domain: string, url: string): boolean {
	return URL.canParse(url) && new URL(url).host === domain;
}
