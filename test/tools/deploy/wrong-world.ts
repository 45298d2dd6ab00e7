/**
 * What is wrong in the account of `emulator/core/new-account.ts`.
 * @module
 */

/** The checks that fail, once none of them hides another. */
export const FAULTS = [
	'agent-connect/flow-sid',
	'conversations-classic/addresses',
	'flex/event-callback',
	'flex/routing',
	'flex/task-channels',
	'flex/ui-version',
	'flex/workflow',
	'functions/deployed',
	'intelligence/context',
	'intelligence/summary-when-inactive',
	'intelligence/webhook-action',
	'orchestrator/bridge',
	'orchestrator/captured-traffic',
	'orchestrator/configuration',
	'orchestrator/status-callbacks',
	'orchestrator/voice-closes',
	'phone-numbers/calls',
	'phone-numbers/messages',
];

export function one<T>(map: ReadonlyMap<string, T>): T {
	const [first] = map.values();
	if (first === undefined) throw new Error('There is none');
	return first;
}
