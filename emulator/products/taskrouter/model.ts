/**
 * TaskRouter. Names: twilio-node 6.2 `rest/taskrouter/v1/workspace/*.d.ts`.
 * @module
 */

/** The one workspace, which Flex uses. */
export interface Workspace {
	friendlyName: string;
	/** Where TaskRouter posts its events; `''` for nowhere. */
	eventCallbackUrl: string;
	/** The events that are posted, separated by commas; `''` for all. */
	eventsFilter: string;
	multiTaskEnabled: boolean;
	prioritizeQueueOrder: 'FIFO' | 'LIFO';
}

/** A task, as Flex shows it to an agent. */
export interface Task {
	sid: string;
	attributes: Record<string, unknown>;
	/** The attributes exactly as they were sent. */
	rawAttributes: string;
	priority: number;
	timeout: number;
	workflowSid: string;
	/** Where its workflow put it; missing when no filter matched. */
	taskQueueSid?: string;
	taskChannelSid: string;
	taskChannelUniqueName: string;
	assignmentStatus: 'pending' | 'reserved' | 'assigned' | 'canceled' | 'completed' | 'wrapping';
	/** Why it was canceled or completed. */
	reason?: string;
	interactionSid?: string;
	conversationSid?: string;
	callSid?: string;
	dateCreated: Date;
}

export interface Workflow {
	sid: string;
	friendlyName: string;
	configuration: WorkflowConfiguration;
}

/** The document of a workflow: https://www.twilio.com/docs/taskrouter/workflow-configuration */
export interface WorkflowConfiguration {
	task_routing: { filters: WorkflowFilter[]; default_filter?: WorkflowTarget };
}

export interface WorkflowFilter {
	filter_friendly_name?: string;
	/** In TaskRouter's expression language, over the task's attributes. */
	expression: string;
	targets: WorkflowTarget[];
}

export interface WorkflowTarget {
	queue?: string;
	/** Which of the queue's workers get the task: over `task.…` and `worker.…`. */
	expression?: string;
	/**
	 * One worker of the queue: the task's attribute that has the SID, or the name. GUESS(known-worker-queue): a known worker
	 * who is not in the queue gets nothing, and the task waits for the next target; Twilio documents an error (40152) and
	 * not what becomes of the task. A workflow with one would settle it.
	 */
	known_worker_sid?: string;
	known_worker_friendly_name?: string;
	priority?: string | number;
	timeout?: string | number;
}

export interface TaskQueue {
	sid: string;
	friendlyName: string;
	/** Which workers it reaches: an expression over their attributes. */
	targetWorkers: string;
}

export interface TaskChannel {
	sid: string;
	uniqueName: string;
	friendlyName: string;
}

export interface Worker {
	sid: string;
	friendlyName: string;
	attributes: Record<string, unknown>;
	activityName: string;
	/** Whether the activity is one in which a worker receives tasks. */
	available: boolean;
}

export type ReservationStatus =
	| 'pending'
	| 'accepted'
	| 'rejected'
	| 'timeout'
	| 'canceled'
	| 'rescinded'
	| 'wrapping'
	| 'completed';

/** A task offered to a worker. */
export interface Reservation {
	sid: string;
	taskSid: string;
	workerSid: string;
	status: ReservationStatus;
	dateCreated: Date;
	dateUpdated: Date;
}

/** One line of TaskRouter's log. */
export interface TaskRouterEvent {
	sid: string;
	/** `task.created`, `task-queue.entered`, … */
	type: string;
	description: string;
	taskSid: string;
	reservationSid?: string;
	/** The event's `event_data`: `task_sid`, `task_attributes`, `workflow_sid`, … */
	data: Record<string, unknown>;
	date: Date;
}
