/**
 * Conversation Memory: its stores, to be read. Field names: twilio-node 6.2 `rest/memory/v1/store.d.ts`.
 * @module
 */
import { notFound, type Router } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { MemoryStore, World } from '../../core/world';

const HOST = 'memory.twilio.com';
const COLLECTION = '/v1/ControlPlane/Stores';

/** Stores: list, which has their ids only, and fetch. */
export function addMemory(router: Router, world: World): void {
	const intelligenceServiceId = sid('GA');
	const view = (store: MemoryStore) => ({ ...store, intelligenceServiceId });
	router.on('GET', HOST, COLLECTION, (request) =>
		tokenPage(request, 'stores', [...world.memoryStores.keys()]),
	);
	router.on('GET', HOST, `${COLLECTION}/{id}`, (request, params) => {
		const store = world.memoryStores.get(params.id ?? '');
		if (!store) throw notFound(request.path);
		return { status: 200, body: view(store) };
	});
}
