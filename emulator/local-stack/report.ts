/**
 * What happened, as lines a person can follow.
 * @module
 */
import { shown } from '../../tools/cli/ui/print';
import type { JournalEntry, Task, World } from '../core/world';

/**
 * One line: when, who, what.
 * @param start counts the milliseconds since then; without it the line has the time of day
 */
export function journalLine({ at, who, what }: JournalEntry, start?: number): string {
	const when = start === undefined ? timeOfDay(at) : `${String(at - start).padStart(6)} ms`;
	return `${when}  ${who.padEnd(13)} ${shown(what)}`;
}

function timeOfDay(at: number): string {
	const date = new Date(at);
	const two = (value: number) => String(value).padStart(2, '0');
	return [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
}

/** A task as the agent in Flex sees it: where it waits, and its attributes a line each. */
export function taskLines(task: Task, world: World): string[] {
	const workflow = world.workflows.get(task.workflowSid)?.friendlyName ?? task.workflowSid;
	const attributes = Object.entries(task.attributes).map(
		([name, value]) => `  │ ${shown(name).padEnd(26)} ${printable(value)}`,
	);
	const summary = world.summaries.get(String(task.attributes.conversationId));
	return [
		`  ┌ Task ${task.sid}  ${task.taskChannelUniqueName}, priority ${task.priority}, workflow "${shown(workflow)}"`,
		...attributes,
		...(summary === undefined ? [] : [`  │ ${'(summary, by Intelligence)'.padEnd(26)} ${shown(summary)}`]),
		'  └',
	];
}

/** Text as it is; what is not text as JSON. */
function printable(value: unknown): string {
	return shown(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}
