/**
 * TaskRouter, and what of Flex stands on it.
 * @module
 */

/** A task, as Flex shows it to an agent. */
export interface Task {
	sid: string;
	attributes: Record<string, unknown>;
	/** The attributes exactly as they were sent. */
	rawAttributes: string;
	priority: number;
	timeout: number;
	workflowSid: string;
	/** Where its workflow put it; missing when no filter wanted it. */
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
	expression?: string;
	priority?: string | number;
	timeout?: string | number;
}

export interface TaskQueue {
	sid: string;
	friendlyName: string;
	/** Whom it reaches: an expression over the workers' attributes. */
	targetWorkers: string;
}

export interface Worker {
	sid: string;
	friendlyName: string;
	attributes: Record<string, unknown>;
	activityName: string;
	/** Whether the activity is one in which tasks are taken. */
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
	/** As `event_data` has it: `task_sid`, `task_attributes`, `workflow_sid`, … */
	data: Record<string, unknown>;
	date: Date;
}

/** A Flex interaction. */
export interface Interaction {
	sid: string;
	channelSid: string;
	channel: { type: string; initiatedBy: string; properties: Record<string, unknown> };
	routing: { properties: Record<string, unknown> };
	taskSid: string;
}

/** Flex's configuration; a field `uiVersion` is `ui_version` on the wire, and so on, those not named here too. */
export interface FlexConfiguration {
	status: 'ok' | 'inprogress' | 'notstarted';
	uiVersion: string;
	taskrouterWorkspaceSid: string;
	taskrouterTargetWorkflowSid: string;
	taskrouterTargetTaskqueueSid: string;
	chatServiceInstanceSid: string;
	flexServiceInstanceSid: string;
	uiAttributes: Record<string, unknown>;
	attributes: Record<string, unknown>;
	[field: string]: unknown;
}
