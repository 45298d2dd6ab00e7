/**
 * The one place that creates TaskRouter tasks. Flex Interactions, Studio's Send to Flex and TwiML's `<Enqueue><Task>` all
 * end here, so they refuse the same things.
 * @module
 */
import { parseObject } from '../../core/body';
import { invalidParameter } from '../../core/http';
import { sid } from '../../core/sids';
import { holds } from '../../core/unknowns';
import type { Task, TaskChannel, Workflow, World } from '../../core/world';
import { recordEvent } from './events';
import { route } from './routing';
import { changeStatus } from './task-status';

/** TaskRouter's limit, white space counted and not changeable: https://www.twilio.com/docs/taskrouter/limits */
const MAX_ATTRIBUTES = 4096;

/** Two weeks, in seconds: `rest/taskrouter/v1/workspace/task.d.ts` of twilio-node 6.2. */
const MAX_TIMEOUT = 1_209_600;

/** The fields of a new task. `attributes` is the JSON text as the request has it. */
interface NewTask {
	readonly attributes: string;
	readonly workflowSid: string;
	readonly taskChannelSid: string;
	readonly priority?: number;
	/** Seconds until TaskRouter cancels the task. */
	readonly timeout?: number;
	/** Attributes that the creating product adds, such as `call_sid` for a call. */
	readonly extra?: Readonly<Record<string, unknown>>;
	/** Attributes of that product which a request cannot override. */
	readonly fixed?: Readonly<Record<string, unknown>>;
	readonly interactionSid?: string;
	readonly conversationSid?: string;
	readonly callSid?: string;
}

/**
 * Creates a task and puts it into the queue that its workflow chooses.
 *
 * The request's attributes win over `extra`. GUESS(task-attribute-collision): which side wins when both name the same
 * key is not documented; a task made on a live account with an attribute called `direction` would settle it.
 * @returns the task, already in `world.tasks`.
 * @throws TwilioError 400 when `attributes` is not a JSON object or too large, the timeout is over two weeks, or the
 * workflow or task channel does not exist.
 */
export function createTask(world: World, input: NewTask): Task {
	const attributes = readAttributes(input.attributes, input, world);
	const workflow = world.workflows.get(input.workflowSid);
	if (!workflow) {
		throw invalidParameter(`Invalid WorkflowSid: ${input.workflowSid || '(empty)'} does not exist`);
	}
	const channel = findTaskChannel(world, input.taskChannelSid);
	if (!channel)
		throw invalidParameter(`Invalid TaskChannel: ${input.taskChannelSid || '(empty)'} does not exist`);

	if ((input.timeout ?? 0) > MAX_TIMEOUT) {
		throw invalidParameter(`Invalid Timeout: at most ${MAX_TIMEOUT} seconds are allowed`);
	}

	const task: Task = {
		sid: sid('WT'),
		attributes,
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
	recordEvent(world, 'task.created', task);
	enter(world, workflow, task);
	return task;
}

/**
 * The attributes of a task: the request's, and what the product adds.
 *
 * GUESS(call-attributes-limit): the additions count toward the limit: the stricter reading. A call put into
 * `<Enqueue><Task>` with 4,000 characters of attributes on a live account would settle it. GUESS(task-limit-characters):
 * the limit is in UTF-16 code units, not in bytes; a task with 4,096 characters of two bytes each would settle it.
 * @param text the request's attributes as JSON text
 * @throws TwilioError 400 when the text is not a JSON object, or the task would have more than 4,096 characters
 */
export function readAttributes(
	text: string,
	{ extra, fixed }: Pick<NewTask, 'extra' | 'fixed'> = {},
	world: Pick<World, 'unknowns'> = { unknowns: {} },
): Record<string, unknown> {
	const own = parseObject('Attributes', text);
	const attributes = { ...extra, ...own, ...fixed };
	const added = JSON.stringify(attributes).length - JSON.stringify(own).length;
	const size = added + (holds(world, 'task-limit-characters') ? text.length : Buffer.byteLength(text));
	if (size > MAX_ATTRIBUTES) {
		throw invalidParameter(`Invalid Attributes: ${size} characters, at most ${MAX_ATTRIBUTES} are allowed`);
	}
	return attributes;
}

/**
 * Puts a task into its workflow.
 *
 * GUESS(task-no-filter): a task that matches no filter, in a workflow without a default filter, is canceled at once,
 * and for what reason. The docs state only that a task without a further step is canceled. One such task on a live
 * account would settle it.
 */
function enter(world: World, workflow: Workflow, task: Task): void {
	const { queue, filter, priority } = route(workflow, task.attributes, world);
	recordEvent(world, 'workflow.entered', task);
	if (queue === undefined && holds(world, 'task-no-filter')) {
		changeStatus(world, task, 'canceled', 'Task matched no workflow filter');
		return;
	}
	if (queue === undefined) return;
	task.taskQueueSid = queue;
	task.priority = priority ?? task.priority;
	recordEvent(world, 'workflow.target-matched', task, {
		workflow_filter_name: filter?.filter_friendly_name ?? 'Default Filter',
	});
	recordEvent(world, 'task-queue.entered', task);
}

/** A task channel by its SID or its unique name: TaskRouter accepts both. */
export function findTaskChannel(world: World, sidOrUniqueName: string): TaskChannel | undefined {
	const bySid = world.taskChannels.get(sidOrUniqueName);
	return bySid ?? [...world.taskChannels.values()].find(({ uniqueName }) => uniqueName === sidOrUniqueName);
}
