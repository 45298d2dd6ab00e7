/**
 * Where the virtual agent can be reached from outside.
 * @module
 */

/** TAC's name for it (tac/core/config.py). A bare domain. */
export const DOMAIN_SETTING = 'TWILIO_VOICE_PUBLIC_DOMAIN';

/**
 * The agent's domain, in lower case. A scheme or path in front of or behind it is not of interest here: whether the
 * setting is well-formed is another check's business.
 * @returns `undefined` when none is set
 */
export function agentDomain(environment: Readonly<Record<string, string>>): string | undefined {
	const bare = (environment[DOMAIN_SETTING] ?? '')
		.trim()
		.replace(/^[a-z]+:\/\//i, '')
		.replace(/[/?#].*$/, '');
	if (bare === '' || !URL.canParse(`https://${bare}`)) return undefined;
	return new URL(`https://${bare}`).host;
}

/** Whether a URL leads to the agent's domain, at whatever path. */
export function leadsTo(domain: string, url: string): boolean {
	return URL.canParse(url) && new URL(url).host === domain;
}
