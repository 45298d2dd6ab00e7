/**
 * Offers of tasks to workers. No worker accepts a task by itself here: a test or the console calls `reserve`.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-state
 * @module
 */
import type { Reservation, ReservationStatus, Task } from '../../core/model';
import { sid } from '../../core/sids';
import type { State } from '../../core/state';
import { recordEvent } from './events';

/** The status of a task by that of its reservation. */
const TASK_STATUS: Readonly<Record<ReservationStatus, Task['assignmentStatus']>> = {
	pending: 'reserved',
	accepted: 'assigned',
	wrapping: 'wrapping',
	completed: 'completed',
	rejected: 'pending',
	timeout: 'pending',
	canceled: 'pending',
	rescinded: 'pending',
};
/** The statuses in which a reservation is still open. */
const OPEN: ReadonlySet<string> = new Set<ReservationStatus>(['pending', 'accepted', 'wrapping']);

/**
 * TaskRouter offers a task to a worker, or moves the offer on: the reservation this worker has open for the task takes
 * the status, and the task follows.
 * @example reserve(world, task.sid, worker.sid, 'accepted')
 * @throws Error when the task or the worker is not found
 */
export function reserve(
	state: State,
	taskSid: string,
	workerSid: string,
	status: ReservationStatus = 'pending',
): Reservation {
	const task = state.tasks.get(taskSid);
	const worker = state.workers.get(workerSid);
	if (!task || !worker) throw new Error(`${task ? `Worker ${workerSid}` : `Task ${taskSid}`} not found`);
	const held = [...state.reservations.values()].find(
		(each) => each.taskSid === taskSid && each.workerSid === workerSid && OPEN.has(each.status),
	);
	const reservation = held ?? create(state, task, workerSid);
	if (status !== reservation.status) {
		reservation.status = status;
		reservation.dateUpdated = new Date();
		task.assignmentStatus = TASK_STATUS[status];
		// The one event whose name is not its status.
		const name = status === 'wrapping' ? 'wrapup' : status;
		recordEvent(state, `reservation.${name}`, task, { reservation });
	}
	state.log('TaskRouter', `reservation of ${taskSid} by ${worker.friendlyName}: ${status}`);
	return reservation;
}

/** Cancels the offers of a canceled task. */
export function cancelReservations(state: State, task: Task): void {
	for (const reservation of state.reservations.values()) {
		if (reservation.taskSid !== task.sid || reservation.status !== 'pending') continue;
		reservation.status = 'canceled';
		reservation.dateUpdated = new Date();
		recordEvent(state, 'reservation.canceled', task, { reservation });
	}
}

function create(state: State, task: Task, workerSid: string): Reservation {
	const now = new Date();
	const reservation: Reservation = {
		sid: sid('WR'),
		taskSid: task.sid,
		workerSid,
		status: 'pending',
		dateCreated: now,
		dateUpdated: now,
	};
	state.reservations.set(reservation.sid, reservation);
	task.assignmentStatus = TASK_STATUS.pending;
	recordEvent(state, 'reservation.created', task, { reservation });
	return reservation;
}
