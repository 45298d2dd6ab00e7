/**
 * Open questions about Twilio, as switches of the world: the product has to work with either answer. What each is about
 * is in docs/guesses.md.
 *
 * GUESS(send-to-flex-limit): Send to Flex does not hold the rendered attributes to the 1,024 characters its docs name. The
 * template is not held to it (definitions of live flows have 1,698); a widget whose attributes render to 1,100
 * characters on a live account would settle it.
 * @module
 */

const SWITCHES = [
	'default-filter-priority',
	'draft-rules',
	'events-newest-first',
	'execution-conflict',
	'execution-contact-address',
	'execution-to',
	'executions-newest-first',
	'expression-and-or',
	'flow-channel-address',
	'flow-comes-back',
	'flow-contact-address',
	'flow-sid',
	'flow-validates',
	'functions-build',
	'handler-2-0-2',
	'invalid-template',
	'liquid-default',
	'liquid-missing',
	'liquid-split-replace',
	'liquid-to-json',
	'liquid-white-space',
	'node20-ended',
	'orchestrator-list',
	'resume-conversation',
	'send-to-flex-limit',
	'send-to-flex-priority',
	'service-name-conflict',
	'split-all-conditions',
	'split-whole-string',
	'sync-conflict',
	'sync-if-match',
	'sync-too-large',
	'sync-ttl',
	'task-limit-characters',
	'task-no-filter',
	'task-ttl-reason',
	'to-json-missing',
	'unknown-filter',
	'variables-are-text',
	'variables-not-json',
	'variables-same-widget',
] as const;

export type Unknown = (typeof SWITCHES)[number];

/** `false`: in this world the guess is wrong. Those left out are right. */
export type Unknowns = { [guess in Unknown]?: boolean };

/** Every guess that a world can answer the other way. */
export const UNKNOWNS: readonly Unknown[] = SWITCHES;

/** Whether a guess is right in this world. */
export function holds({ unknowns }: { readonly unknowns: Unknowns }, guess: Unknown): boolean {
	return unknowns[guess] !== false;
}
