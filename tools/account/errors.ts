/**
 * What goes wrong while an account is set up. The reader is the user of the command.
 * @module
 */
import { HandoffError } from '../../src/http/errors';
import { FlowError } from '../../studio/errors';

/**
 * A step failed. The message says what is live now and how to continue; it has no secrets.
 * @example throw new SetupError('dist/functions has no Functions. Run `npm run build` first.')
 */
export class SetupError extends Error {
	constructor(message: string, options?: { readonly cause?: unknown }) {
		super(message, options);
		this.name = new.target.name;
	}
}

/** Twilio reports that it did not make the change. */
export class RefusedError extends SetupError {}

/** The flow of the setting is not found in the account, or the setting is empty and there are several flows. */
export class FlowChoiceError extends SetupError {}

/** The resource to change no longer exists. */
export class GoneError extends SetupError {}

/** Whether an error's message is meant for the user. Any other is a bug, and has to be reported. */
export function isForReader(error: unknown): error is Error {
	return [SetupError, HandoffError, FlowError].some((kind) => error instanceof kind);
}
