/**
 * Who may call us: Twilio, TAC, and Studio.
 * @module
 */

import type { Settings } from '../../settings';
import { ForbiddenError, UnauthenticatedError } from '../errors';
import type { FunctionRequest } from '../request';
import { parseBasicAuth } from './basic-auth';
import { equalInConstantTime } from './constant-time';
import { isSignedByTwilio } from './signature';

/**
 * Lets a request pass that Twilio signed, that carries the API key TAC calls with, or that carries the account's own
 * credentials (what Studio's "Authenticate with Twilio" sends).
 * @throws {UnauthenticatedError} when nothing was presented
 * @throws {ForbiddenError} when what was presented is wrong, or ours to check it against is not set
 */
export function authenticate(request: FunctionRequest, settings: Settings): void {
	const signature = request.headers['x-twilio-signature'];
	const authorization = request.headers.authorization;
	if (!signature && !authorization) throw new UnauthenticatedError();
	if (signature && settings.AUTH_TOKEN && isSignedByTwilio(request, signature, settings.AUTH_TOKEN)) return;
	if (authorization && isKnown(authorization, settings)) return;
	throw new ForbiddenError();
}

function isKnown(authorization: string, settings: Settings): boolean {
	const presented = parseBasicAuth(authorization);
	if (!presented) return false;
	const pairs = [
		[settings.TWILIO_API_KEY, settings.TWILIO_API_SECRET],
		[settings.ACCOUNT_SID, settings.AUTH_TOKEN],
	];
	// Both pairs are always compared, so that the time taken does not tell which user name exists.
	return pairs
		.map(([username, password]) => {
			if (username === undefined || password === undefined) return false;
			const sameUsername = equalInConstantTime(presented.username, username);
			const samePassword = equalInConstantTime(presented.password, password);
			return sameUsername && samePassword;
		})
		.includes(true);
}
