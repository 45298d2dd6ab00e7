/**
 * TaskRouter: a task's reservations, read-only. `World.reserve` creates them.
 * Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/task/reservation.d.ts`.
 * @module
 */
import type { Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import { isWanted } from '../../core/query';
import type { Reservation, World } from '../../core/world';
import { find, HOST, linksOf, urlOf, WORKSPACE } from './lookup';

/** Reservations: list (filters `ReservationStatus`, `WorkerSid`). */
export function addReservations(router: Router, world: World): void {
	const view = (reservation: Reservation) => ({
		account_sid: world.account.accountSid,
		workspace_sid: world.workspaceSid,
		sid: reservation.sid,
		task_sid: reservation.taskSid,
		worker_sid: reservation.workerSid,
		worker_name: world.workers.get(reservation.workerSid)?.friendlyName ?? '',
		reservation_status: reservation.status,
		date_created: reservation.dateCreated.toISOString(),
		date_updated: reservation.dateUpdated.toISOString(),
		url: urlOf(world, `/Tasks/${reservation.taskSid}/Reservations/${reservation.sid}`),
		links: {
			...linksOf(world),
			task: urlOf(world, `/Tasks/${reservation.taskSid}`),
			worker: urlOf(world, `/Workers/${reservation.workerSid}`),
		},
	});
	router.on('GET', HOST, `${WORKSPACE}/Tasks/{sid}/Reservations`, (request, params) => {
		const task = find(world, world.tasks, request, params);
		const ofTask = [...world.reservations.values()].filter(
			({ taskSid, status, workerSid }) =>
				taskSid === task.sid && isWanted(request, { ReservationStatus: status, WorkerSid: workerSid }),
		);
		return classicPage(request, 'reservations', ofTask.map(view));
	});
}
