/**
 * Problems of a flow itself. They have nothing to do with HTTP: the person who ran a command reads them.
 * @module
 */

/** A flow cannot be rendered, restored, stamped, or read. The message names the place and the fix. */
export class FlowError extends Error {
	constructor(message: string) {
		super(message);
		this.name = new.target.name;
	}
}
