/**
 * Turns whatever the SDK throws into an error of ours.
 * @module
 */
import { HandoffError, TwilioTimeoutError } from '../http/errors';
import { isRecord } from '../json';
import { redact } from '../redact';

/**
 * The status of Twilio’s response, if there was one: RestException and TwilioServiceException both carry it. An axios
 * error carries one too when the connection broke in the middle of a response, which does not count.
 */
export function statusOf(error: unknown): number | undefined {
	if (!isRecord(error) || 'isAxiosError' in error) return undefined;
	return typeof error.status === 'number' ? error.status : undefined;
}

/**
 * @param doing the operation, as in "reading the participants"
 * @param error anything thrown by the SDK: RestException, a network error, or a SyntaxError for a response that is not JSON
 * @returns the error to respond with, the original as its cause
 */
export function fromTwilio(doing: string, error: unknown): HandoffError {
	if (error instanceof TwilioTimeoutError) return new TwilioTimeoutError(doing, error, error.wasSent);
	if (error instanceof HandoffError) return error;
	const status = statusOf(error);
	const twilioCode = isRecord(error) && typeof error.code === 'number' ? error.code : undefined;
	const details = { cause: error, ...(twilioCode !== undefined && { twilioCode }) };
	if (status === 429) {
		return new HandoffError(
			503,
			'twilio_rate_limited',
			`Twilio’s rate limit is exceeded (${doing}). Try again in a few seconds.`,
			{
				...details,
				retryable: true,
			},
		);
	}
	if (status === 403) {
		return new HandoffError(
			502,
			'twilio_error',
			`Twilio denied the request (${doing}). The account may not have the product, or its credentials may lack the permission${twilioMessage(error)}.`,
			details,
		);
	}
	if (status === 401) {
		return new HandoffError(
			502,
			'twilio_error',
			`Twilio rejected the account’s credentials (${doing}). Check ACCOUNT_SID and AUTH_TOKEN, or the API key.`,
			details,
		);
	}
	// A status below means success: it is the body that could not be read.
	if (status !== undefined && status >= 300) {
		return new HandoffError(
			502,
			'twilio_error',
			`Twilio returned ${status} (${doing})${twilioMessage(error)}.`,
			{
				...details,
				retryable: status >= 500,
			},
		);
	}
	return new HandoffError(502, 'twilio_error', `${problemOf(error)} (${doing}).`, {
		...details,
		retryable: true,
	});
}

/** Why there is no response, or none that could be read. */
function problemOf(error: unknown): string {
	if (error instanceof SyntaxError) return 'Twilio’s response was not valid JSON';
	// A system error has a code such as ECONNREFUSED.
	const isOfNetwork = isRecord(error) && ('isAxiosError' in error || typeof error.code === 'string');
	return isOfNetwork ? 'Could not reach Twilio' : 'Could not read Twilio’s response';
}

/** Twilio’s own message, in one of several fields: its APIs do not agree on the shape of an error. */
function twilioMessage(error: unknown): string {
	const { message, title, detail }: Record<string, unknown> = isRecord(error) ? error : {};
	const text = [message, detail, title].find((each) => typeof each === 'string' && each !== '');
	if (typeof text !== 'string' || text.startsWith('[HTTP')) return '';
	return `: ${redact(text.slice(0, 200)).replace(/\.$/, '')}`;
}
