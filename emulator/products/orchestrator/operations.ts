/**
 * Conversations v2, control plane: operations, the progress of asynchronous writes.
 * Field names: twilio-node 6.2 `rest/conversations/v2/operation.d.ts`.
 * @module
 */
import { findOr404, type Router, type TwilioResponse } from '../../core/http';
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

	constructor(private readonly world: World) {}

	/** Schedules a write. `world.operations` sets how long it takes and whether it fails. @returns the 202 */
	begin(configurationId: string, write: Write): TwilioResponse {
		const { operations } = this.world;
		const { ms, failNext } = operations;
		delete operations.failNext;
		const operationId = id('conv_operation');
		const createdAt = Date.now();
		const related = { configurationId };
		this.all.set(operationId, {
			operationId,
			createdAt,
			dueAt: createdAt + ms,
			related,
			write: failNext === undefined ? write : () => failNext,
		});
		return { status: 202, body: { statusUrl: statusUrl(operationId), related } };
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
		...(error !== undefined && { error: { title: 'Bad Request', status: 400, detail: error } }),
		related,
	};
}
