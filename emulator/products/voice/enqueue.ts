/**
 * TwiML's `<Enqueue>`: a call waits for an agent as a task of TaskRouter.
 * @module
 */
import type { Call, World } from '../../core/world';
import { callAttributes } from '../taskrouter/call-attributes';
import { createTask } from '../taskrouter/create-task';
import type { Verb } from './twiml';

/**
 * Creates a voice task for a call.
 *
 * GUESS(enqueue-refused): what happens when TaskRouter refuses the task, here `QueueResult=system-error` at the
 * `action` URL or the next verb without one (https://www.twilio.com/docs/voice/twiml/enqueue lists results without
 * saying which this is). An `<Enqueue>` with an unknown workflow on a live account would settle it.
 */
export function enqueue(world: World, call: Call, verb: Verb): boolean {
	const { workflowSid } = verb.attributes;
	call.events.push(`Enqueue ${workflowSid ?? verb.text.trim()}`);
	// A queue by name does not use TaskRouter.
	if (workflowSid === undefined) return true;
	const task = verb.children.find(({ name }) => name === 'Task');
	try {
		createTask(world, {
			attributes: task?.text.trim() || '{}',
			workflowSid,
			taskChannelSid: 'voice',
			...integer('priority', task),
			...integer('timeout', task),
			extra: callAttributes(world, call),
			callSid: call.sid,
		});
		return true;
	} catch (error) {
		world.log(
			'Phone',
			`TaskRouter refused call ${call.sid}: ${error instanceof Error ? error.message : error}`,
		);
		return false;
	}
}

/** An attribute of `<Task>` as a number. @throws Error for anything else, which TaskRouter would refuse */
function integer(name: 'priority' | 'timeout', task: Verb | undefined): { [key in typeof name]?: number } {
	const text = task?.attributes[name];
	if (text === undefined) return {};
	if (!/^\d+$/.test(text)) throw new Error(`${name} "${text}" is not a whole number`);
	return { [name]: Number(text) };
}
