/**
 * Conversations v2, control plane: operations, the progress of asynchronous writes.
 * Field names: twilio-node 6.2 `rest/conversations/v2/operation.d.ts`.
 * @module
 */
import { findOr404, type Router, type TwilioRequest, type TwilioResponse } from '../../core/http';
import { id } from '../../core/sids';
import type { World } from '../../core/world';
import { HOST } from './lookup';

/** Carries out a write. @returns why it fails, if it does */
export type Write = () => string | undefined;

interface Operation {
	readonly operationId: string;
	readonly createdAt: number;
	readonly dueAt: number;
	readonly related: { readonly configurationId: string };
	readonly write: Write;
	outcome?: { readonly error?: string };
}

export class Operations {
	private readonly all = new Map<string, Operation>();
	/** By `Idempotency-Key`: the response to the first request with it, which Twilio keeps for 24 hours. */
	private readonly answered = new Map<string, TwilioResponse>();

	constructor(private readonly world: World) {}

	/**
	 * Schedules a write. `world.operations` sets how long it takes and whether it fails.
	 * @param make checks the request, and makes the write; not for a key that was used before
	 * @returns the 202, the first one again for a key that was used before
	 */
	begin(
		{ headers }: TwilioRequest,
		make: () => { readonly configurationId: string; readonly write: Write },
	): TwilioResponse {
		const key = headers['idempotency-key'];
		const known = this.answered.get(key ?? '');
		if (known) return known;
		const { configurationId, write } = make();
		const response = this.accept(configurationId, write);
		if (key !== undefined) this.answered.set(key, response);
		return response;
	}

	private accept(configurationId: string, write: Write): TwilioResponse {
		const { operations } = this.world;
		const { ms, failNext } = operations;
		delete operations.failNext;
		const operationId = id('proc_job');
		const createdAt = Date.now();
		const related = { configurationId };
		this.all.set(operationId, {
			operationId,
			createdAt,
			dueAt: createdAt + ms,
			related,
			write: failNext === undefined ? write : () => failNext,
		});
		const location = statusUrl(operationId);
		const headers = { 'operation-id': operationId, 'retry-after': '1', location };
		return { status: 202, headers, body: { statusUrl: location, related } };
	}

	/** Carries out what is due. Nothing ticks, so every read calls this first. */
	settle(): void {
		for (const operation of this.all.values()) {
			if (operation.outcome || Date.now() < operation.dueAt) continue;
			const error = operation.write();
			operation.outcome = error === undefined ? {} : { error };
		}
	}

	/** Operations: fetch. */
	addTo(router: Router): void {
		router.on('GET', HOST, '/v2/ControlPlane/Operations/{id}', ({ path }, { id }) => {
			this.settle();
			return { status: 200, body: view(findOr404(this.all, id, path)) };
		});
	}
}

function statusUrl(operationId: string): string {
	return `https://${HOST}/v2/ControlPlane/Operations/${operationId}`;
}

function view({ operationId, createdAt, dueAt, related, outcome }: Operation) {
	const error = outcome?.error;
	return {
		operationId,
		status: outcome === undefined ? 'PENDING' : error === undefined ? 'COMPLETED' : 'FAILED',
		createdAt: new Date(createdAt).toISOString(),
		...(outcome && { completedAt: new Date(dueAt).toISOString() }),
		statusUrl: statusUrl(operationId),
		...(error !== undefined && {
			error: { type: 'about:blank', title: 'Bad Request', status: 400, detail: error },
		}),
		related,
	};
}
