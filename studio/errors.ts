/**
 * What goes wrong with a flow itself. It has nothing to do with HTTP: the reader is whoever ran a command.
 * @module
 */

/** A flow cannot be rendered, restored, stamped or read. The message names the place and the fix. */
export class FlowError extends Error {
	constructor(message: string) {
		super(message);
		this.name = new.target.name;
	}
}
