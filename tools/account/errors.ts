/**
 * What goes wrong while an account is set up. The reader is whoever ran the command.
 * @module
 */
import { HandoffError } from '../../src/http/errors';
import { FlowError } from '../../studio/errors';

/**
 * A step failed. The message says what is live now and how to go on; no secret is in it.
 * @example throw new SetupError('dist/functions has no Functions. Run `npm run build` first.')
 */
export class SetupError extends Error {
	constructor(message: string, options?: { readonly cause?: unknown }) {
		super(message, options);
		this.name = new.target.name;
	}
}

/** Twilio says that it did not make the change. */
export class RefusedError extends SetupError {}

/** The setting of the flow names none in the account, or it is empty and there are several. */
export class FlowChoiceError extends SetupError {}

/** What was to be changed is not there any more. */
export class GoneError extends SetupError {}

/** Whether an error's message is meant for whoever ran the command. Any other is a bug, and has to be reported. */
export function isForReader(error: unknown): error is Error {
	return [SetupError, HandoffError, FlowError].some((kind) => error instanceof kind);
}
