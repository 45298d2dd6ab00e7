/**
 * The errors that callers see: their status and code are the contract, and nothing else of an error leaves the Function.
 * @module
 */
import * as errors from '../../../src/http/errors';
import { CONVERSATION_ID } from '../../support/fixtures';

const cause = new Error('the password is hunter2');

test.each<[errors.HandoffError, number, errors.ErrorCode, string | undefined, boolean]>([
	[new errors.InvalidRequestError('To', 'To is missing.'), 400, 'invalid_request', 'To', false],
	[new errors.UnauthenticatedError(), 401, 'unauthenticated', undefined, false],
	[new errors.ForbiddenError(), 403, 'forbidden', undefined, false],
	[new errors.NoAgentAvailableError(), 409, 'no_agent_available', undefined, false],
	[new errors.MisconfiguredError('AUTH_TOKEN', 'is missing'), 500, 'misconfigured', 'AUTH_TOKEN', false],
	[
		new errors.ConversationNotFoundError(CONVERSATION_ID, cause),
		404,
		'conversation_not_found',
		'conversationId',
		false,
	],
	[new errors.CustomerNotFoundError(CONVERSATION_ID), 404, 'customer_not_found', undefined, false],
	[new errors.AmbiguousCustomerError(CONVERSATION_ID, 2), 409, 'ambiguous_customer', undefined, false],
	[new errors.NotBridgedError(CONVERSATION_ID, 'classic service'), 422, 'not_bridged', undefined, false],
	[new errors.TwilioTimeoutError('reading it', cause), 504, 'twilio_timeout', undefined, true],
])('%s', (error, status, code, field, retryable) => {
	expect(error).toBeInstanceOf(errors.HandoffError);
	expect(error.status).toBe(status);
	expect(error.toBody()).toEqual({ code, message: error.message, ...(field && { field }), retryable });
});

test('an error keeps its class and its cause, and callers get neither', () => {
	const error = new errors.TwilioTimeoutError('reading it', cause);
	expect([error.name, error.cause]).toEqual(['TwilioTimeoutError', cause]);
	expect(JSON.stringify(error.toBody())).not.toContain('hunter2');
});

test('Twilio’s own code goes with the error', () => {
	const error = new errors.HandoffError(502, 'twilio_error', 'Twilio answered 500.', { twilioCode: 20500 });
	expect(error.toBody()).toMatchObject({ twilioCode: 20500 });
});

test('a sentence is added to the very error', () => {
	const error = new errors.NotBridgedError(CONVERSATION_ID, 'classic service');
	const { message } = error;
	expect(error.adding('Say so.')).toBe(error);
	expect(error.message).toBe(`${message} Say so.`);
});

test('there is one of each code', () => {
	expect(new Set(errors.ERROR_CODES).size).toBe(errors.ERROR_CODES.length);
});
