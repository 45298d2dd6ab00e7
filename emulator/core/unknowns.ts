/**
 * Open questions about Twilio, as switches of the world: the product has to work with either answer.
 * @module
 */

export interface Unknowns {
	/**
	 * Whether Send to Flex holds the rendered attributes to the 1,024 characters its docs name. GUESS: no. The template is
	 * not held to it (definitions of live flows have 1,698); a widget whose attributes render to 1,100 characters on a
	 * live account would settle it.
	 */
	sendToFlexLimitsRenderedAttributes: boolean;
	/**
	 * Whether Send to Flex renders Liquid in `priority` and `timeout`. GUESS: yes, as in `attributes`. A task's priority on
	 * a live account would settle it.
	 */
	sendToFlexRendersPriority: boolean;
}

/** The answers that are assumed unless a test sets others. */
export const GUESSES: Readonly<Unknowns> = {
	sendToFlexLimitsRenderedAttributes: false,
	sendToFlexRendersPriority: true,
};
