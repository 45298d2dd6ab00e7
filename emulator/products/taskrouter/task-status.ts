/**
 * How the status of a task changes, and the events that go with it.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-state
 * @module
 */
import type { Task } from '../../core/model';
import type { State } from '../../core/state';
import { holds } from '../../core/unknowns';
import { recordEvent } from './events';
import { cancelReservations } from './reservations';

/**
 * The reason of a task that no worker accepted within its `timeout` (twilio-node 6.2 `rest/taskrouter/v1/workspace/task.d.ts`).
 * GUESS(task-ttl-reason): the reason begins so. A task that times out on a live account would settle it.
 * Handlers of live accounts also expect the longer "Task TTL Exceeded or Max assignment count exceeded".
 */
export function timeoutReason(state: State): string {
	return holds(state, 'task-ttl-reason') ? 'Task TTL Exceeded' : 'timeout';
}

/** Changes a task's status, and logs what TaskRouter would. A canceled task's open reservations are canceled with it. */
export function changeStatus(
	state: State,
	task: Task,
	status: Task['assignmentStatus'],
	reason?: string,
): void {
	if (task.assignmentStatus === status) return;
	task.assignmentStatus = status;
	if (reason !== undefined) task.reason = reason;
	if (status === 'canceled') cancelReservations(state, task);
	const names = { canceled: 'task.canceled', completed: 'task.completed', wrapping: 'task.wrapup' };
	const name = Object.entries(names).find(([each]) => each === status)?.[1];
	if (name !== undefined) recordEvent(state, name, task, reason === undefined ? {} : { reason });
	if (status === 'canceled')
		state.log('TaskRouter', `canceled task ${task.sid}${reason ? `: ${reason}` : ''}`);
}

/** Whether a task still waits for a worker to accept it. */
export function isWaiting({ assignmentStatus }: Task): boolean {
	return assignmentStatus === 'pending' || assignmentStatus === 'reserved';
}

/**
 * Lets the time run out in which workers can accept a task: TaskRouter cancels it. A task that was accepted stays.
 * @param reason the one for the task's own timeout unless given another
 * @throws Error when the task is not found
 */
export function expire(state: State, taskSid: string, reason = timeoutReason(state)): void {
	const task = state.tasks.get(taskSid);
	if (!task) throw new Error(`Task ${taskSid} not found`);
	if (isWaiting(task)) changeStatus(state, task, 'canceled', reason);
}
