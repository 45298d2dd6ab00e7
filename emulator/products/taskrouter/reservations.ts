/**
 * Tasks before workers. Nobody takes a task here by himself: a test says who does.
 * @see https://www.twilio.com/docs/taskrouter/lifecycle-task-state
 * @module
 */
import type { Reservation, ReservationStatus, Task } from '../../core/model';
import { sid } from '../../core/sids';
import type { World } from '../../core/world';
import { recordEvent } from './events';

/** What a reservation makes of its task. */
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
/** In which a reservation is still the worker's. */
const OPEN: ReadonlySet<string> = new Set<ReservationStatus>(['pending', 'accepted', 'wrapping']);

/** See `World.reserve`. */
export function reserve(
	world: World,
	taskSid: string,
	workerSid: string,
	status: ReservationStatus,
): Reservation {
	const task = world.tasks.get(taskSid);
	const worker = world.workers.get(workerSid);
	if (!task || !worker) throw new Error(`there is no ${task ? `worker ${workerSid}` : `task ${taskSid}`}`);
	const held = [...world.reservations.values()].find(
		(each) => each.taskSid === taskSid && each.workerSid === workerSid && OPEN.has(each.status),
	);
	const reservation = held ?? create(world, task, workerSid);
	if (status !== reservation.status) {
		reservation.status = status;
		reservation.dateUpdated = new Date();
		task.assignmentStatus = TASK_STATUS[status];
		// The one event that is not called as its status is.
		const name = status === 'wrapping' ? 'wrapup' : status;
		recordEvent(world, `reservation.${name}`, task, { reservation });
	}
	world.log('TaskRouter', `reservation of ${taskSid} by ${worker.friendlyName}: ${status}`);
	return reservation;
}

function create(world: World, task: Task, workerSid: string): Reservation {
	const now = new Date();
	const reservation: Reservation = {
		sid: sid('WR'),
		taskSid: task.sid,
		workerSid,
		status: 'pending',
		dateCreated: now,
		dateUpdated: now,
	};
	world.reservations.set(reservation.sid, reservation);
	task.assignmentStatus = TASK_STATUS.pending;
	recordEvent(world, 'reservation.created', task, { reservation });
	return reservation;
}
