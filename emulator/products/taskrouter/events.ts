/**
 * TaskRouter's log of what happened to tasks.
 * @see https://www.twilio.com/docs/taskrouter/api/event/reference
 * @module
 */
import type { Reservation, Task, TaskRouterEvent } from '../../core/model';
import { sid } from '../../core/sids';
import type { State } from '../../core/state';

/** Logs an event, with the data of the task and of the reservation it is about. */
export function recordEvent(
	state: State,
	type: string,
	task: Task,
	{ reservation, ...more }: { reservation?: Reservation; [field: string]: unknown } = {},
): TaskRouterEvent {
	const worker = state.workers.get(reservation?.workerSid ?? '');
	const event: TaskRouterEvent = {
		sid: sid('EV'),
		type,
		description: `${reservation ? `Reservation ${reservation.sid}` : `Task ${task.sid}`} ${type.split('.')[1]}`,
		taskSid: task.sid,
		...(reservation && { reservationSid: reservation.sid }),
		data: {
			task_sid: task.sid,
			task_age: Math.floor((Date.now() - task.dateCreated.getTime()) / 1000),
			task_date_created: Math.floor(task.dateCreated.getTime() / 1000),
			task_attributes: JSON.stringify(task.attributes),
			task_priority: String(task.priority),
			task_assignment_status: task.assignmentStatus,
			task_channel_sid: task.taskChannelSid,
			task_channel_unique_name: task.taskChannelUniqueName,
			workflow_sid: task.workflowSid,
			workflow_name: state.workflows.get(task.workflowSid)?.friendlyName ?? '',
			...(task.taskQueueSid !== undefined && {
				task_queue_sid: task.taskQueueSid,
				task_queue_name: state.taskQueues.get(task.taskQueueSid)?.friendlyName ?? '',
			}),
			...(reservation && { reservation_sid: reservation.sid, reservation_status: reservation.status }),
			...(worker && { worker_sid: worker.sid, worker_name: worker.friendlyName }),
			...more,
		},
		date: new Date(),
	};
	state.taskRouterEvents.push(event);
	state.events.emit('taskRouter', event);
	return event;
}
