/**
 * What goes wrong while an account is set up. The reader is whoever ran the command.
 * @module
 */

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

/** What was to be changed is not there any more. */
export class GoneError extends SetupError {}
