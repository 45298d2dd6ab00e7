/**
 * The configuration of a TaskRouter workflow: which tasks go to which queue.
 * @see https://www.twilio.com/docs/taskrouter/workflow-configuration
 * @module
 */
import * as z from 'zod';

const text = z.nullish(z.string());
const target = z.looseObject({
	queue: text,
	/** Which of the queue's workers get the task. */
	expression: text,
	/** One worker, selected by an expression about the task, in place of a queue. */
	known_worker_sid: text,
	known_worker_friendly_name: text,
});
const filter = z.looseObject({
	filter_friendly_name: z.nullish(z.string()),
	/** What earlier versions of the Console wrote. */
	friendly_name: z.nullish(z.string()),
	expression: z.nullish(z.string()),
	targets: z.nullish(z.array(target)),
});
const document = z.looseObject({
	task_routing: z.looseObject({
		filters: z.nullish(z.array(filter)),
		default_filter: z.nullish(target),
	}),
});

export type WorkflowDocument = z.infer<typeof document>;
export type WorkflowFilter = z.infer<typeof filter>;
export type WorkflowTarget = z.infer<typeof target>;

/**
 * @param configuration JSON, as the API returns it
 * @throws {SyntaxError} when it is not JSON
 * @throws {z.ZodError} when it is not what TaskRouter documents
 */
export function parseWorkflow(configuration: string): WorkflowDocument {
	return document.parse(JSON.parse(configuration));
}
