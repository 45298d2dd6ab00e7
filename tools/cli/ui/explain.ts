/**
 * An error as sentences: what went wrong, why, and what to type next.
 * @module
 */
import { MisconfiguredError, TwilioTimeoutError } from '../../../src/http/errors';
import { statusOf } from '../../../src/twilio/errors';
import { isForReader } from '../../account/errors';

export interface Context {
	/** Where the settings come from. */
	readonly envFile?: string;
	/** The proxy that the environment names. */
	readonly proxy?: string | undefined;
}

/** @returns the sentences; `undefined` for a bug */
export function explain(error: unknown, context: Context = {}): string | undefined {
	if (error instanceof MisconfiguredError && context.envFile !== undefined) {
		return `${error.message}\nSettings are read from ${context.envFile}. Run: npx handoff doctor`;
	}
	if (!isForReader(error)) return undefined;
	if (isRefused(error)) return `${error.message}\nRun: npx handoff doctor`;
	const why = whyUnreachable(error, context);
	return why === undefined ? error.message : `${error.message}\n${why}`;
}

function isRefused({ cause }: Error): boolean {
	return statusOf(cause) === 401;
}

/**
 * Why no response came from Twilio, and what to do about it.
 * @returns `undefined` when a response came, or the reason isn’t the network
 */
export function whyUnreachable(error: unknown, { proxy }: Context = {}): string | undefined {
	for (const { code, message } of chain(error)) {
		if (code === undefined) continue;
		if (/^(ENOTFOUND|EAI_AGAIN)$/.test(code)) {
			return `DNS lookup failed: ${message}. ${checkNetwork(proxy)}`;
		}
		if (/^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|EPIPE|ERR_BAD_RESPONSE)$/.test(code)) {
			return `Connection failed: ${message}. ${checkNetwork(proxy)}`;
		}
		if (/CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/.test(code)) {
			return `The TLS certificate is not trusted: ${message}. If you’re behind a corporate proxy, set NODE_EXTRA_CA_CERTS to its CA file.`;
		}
		if (/^(ETIMEDOUT|ECONNABORTED)$/.test(code)) {
			return `The request timed out: ${message}. ${checkNetwork(proxy)}`;
		}
	}
	return error instanceof TwilioTimeoutError ? checkNetwork(proxy) : undefined;
}

function checkNetwork(proxy: string | undefined): string {
	if (!proxy) return 'Check your network connection. If you’re behind a proxy, set HTTPS_PROXY.';
	const host = URL.canParse(proxy) ? ` (${new URL(proxy).host})` : '';
	return `Check your network connection and your proxy${host}.`;
}

/** The error and its causes, outermost first. */
function chain(error: unknown): { readonly code: string | undefined; readonly message: string }[] {
	if (!(error instanceof Error)) return [];
	const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
	return [{ code, message: error.message }, ...chain(error.cause)];
}
