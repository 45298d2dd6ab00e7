/**
 * TaskRouter: a task's reservations, to be read; `World.reserve` makes them.
 * Field names: twilio-node 6.2 `rest/taskrouter/v1/workspace/task/reservation.d.ts`.
 * @module
 */
import { notFound, type Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import type { Reservation, World } from '../../core/world';
import { find, HOST, having, urlOf, WORKSPACE } from './lookup';

const COLLECTION = `${WORKSPACE}/Tasks/{sid}/Reservations`;

/** Reservations: list (filters `ReservationStatus`, `WorkerSid`), fetch. */
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
	});
	router.on('GET', HOST, COLLECTION, (request, params) => {
		const task = find(world, world.tasks, request, params);
		const found = having(world.reservations.values(), request.query, {
			ReservationStatus: ({ status }) => status,
			WorkerSid: ({ workerSid }) => workerSid,
		});
		const ofTask = found.filter(({ taskSid }) => taskSid === task.sid);
		return classicPage(request, 'reservations', ofTask.map(view));
	});
	router.on('GET', HOST, `${COLLECTION}/{reservation}`, (request, params) => {
		const task = find(world, world.tasks, request, params);
		const reservation = world.reservations.get(params.reservation ?? '');
		if (reservation?.taskSid !== task.sid) throw notFound(request.path);
		return { status: 200, body: view(reservation) };
	});
}
