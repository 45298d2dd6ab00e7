/**
 * The one place where a TaskRouter task comes into being. Flex Interactions, Studio's Send to Flex and TwiML's
 * `<Enqueue><Task>` all end here, so they refuse the same things.
 * @module
 */
import { invalidParameter } from './http';
import { sid } from './sids';
import type { Task, World } from './world';

/** What a task is made of. `attributes` is the JSON text as the caller sent it. */
export interface NewTask {
	readonly attributes: string;
	readonly workflowSid: string;
	readonly taskChannelSid: string;
	readonly priority?: number;
	/** Seconds until TaskRouter cancels the task. */
	readonly timeout?: number;
	/** What the product that makes the task puts in beside the caller's attributes, such as `call_sid` for a call. */
	readonly extra?: Readonly<Record<string, unknown>>;
	readonly interactionSid?: string;
	readonly conversationSid?: string;
	readonly callSid?: string;
}

/**
 * Puts a task into the world and says so in the journal.
 *
 * The caller's attributes win over `extra`. GUESS: which side wins when both name the same key is not documented;
 * a task made on a live account with an attribute called `direction` would settle it.
 * @returns the task, already in `world.tasks`.
 * @throws TwilioError 400 when `attributes` is not a JSON object, or the workflow or task channel does not exist.
 */
export function createTask(world: World, input: NewTask): Task {
	const attributes = parseObject('Attributes', input.attributes);
	if (!world.workflows.has(input.workflowSid)) {
		throw invalidParameter(`Invalid WorkflowSid: ${input.workflowSid || '(empty)'} does not exist`);
	}
	const channel = findTaskChannel(world, input.taskChannelSid);
	if (!channel)
		throw invalidParameter(`Invalid TaskChannel: ${input.taskChannelSid || '(empty)'} does not exist`);

	const task: Task = {
		sid: sid('WT'),
		attributes: { ...input.extra, ...attributes },
		rawAttributes: input.attributes,
		priority: input.priority ?? 0,
		timeout: input.timeout ?? 86_400,
		workflowSid: input.workflowSid,
		taskChannelSid: channel.sid,
		taskChannelUniqueName: channel.uniqueName,
		assignmentStatus: 'pending',
		...(input.interactionSid !== undefined && { interactionSid: input.interactionSid }),
		...(input.conversationSid !== undefined && { conversationSid: input.conversationSid }),
		...(input.callSid !== undefined && { callSid: input.callSid }),
		dateCreated: new Date(),
	};
	world.tasks.set(task.sid, task);
	world.log(
		'TaskRouter',
		`created task ${task.sid} on channel ${channel.uniqueName}, priority ${task.priority}`,
	);
	return task;
}

/** A task channel by its SID or its unique name: TaskRouter takes either wherever it wants a task channel. */
export function findTaskChannel(
	world: World,
	sidOrUniqueName: string,
): { sid: string; uniqueName: string; friendlyName: string } | undefined {
	const bySid = world.taskChannels.get(sidOrUniqueName);
	return bySid ?? [...world.taskChannels.values()].find(({ uniqueName }) => uniqueName === sidOrUniqueName);
}

/**
 * Parses JSON text that must be an object.
 * @throws TwilioError 400, naming the parameter, for anything else.
 */
export function parseObject(parameter: string, text: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		throw invalidParameter(`Invalid ${parameter}: not valid JSON`);
	}
	if (!isObject(value)) throw invalidParameter(`Invalid ${parameter}: not a JSON object`);
	return value;
}

/** Whether a value is a JSON object: not null, not an array. */
export function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
