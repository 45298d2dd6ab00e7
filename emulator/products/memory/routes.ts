/**
 * Conversation Memory: its stores, read-only. Field names: twilio-node 6.2 `rest/memory/v1/store.d.ts`.
 * @module
 */
import { findOr404, type Router } from '../../core/http';
import { sid } from '../../core/sids';
import type { World } from '../../core/world';

/** Stores: fetch. */
export function addMemory(router: Router, world: World): void {
	const intelligenceServiceId = sid('GA');
	router.on('GET', 'memory.twilio.com', '/v1/ControlPlane/Stores/{id}', ({ path }, { id }) => ({
		status: 200,
		body: { ...findOr404(world.memoryStores, id, path), intelligenceServiceId },
	}));
}
