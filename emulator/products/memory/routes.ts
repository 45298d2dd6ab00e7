/**
 * Conversation Memory: its stores, read-only, and profiles, which TAC looks up and creates for a customer it does not have yet.
 * Field names: twilio-node 6.2 `rest/memory/v1/store.d.ts`; of profiles: `profile.d.ts` and `lookup.d.ts` beside it, and
 * TAC 2.5, tac/context/memory.py and tac/models/memory.py.
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import { findOr404, type Router } from '../../core/http';
import { id, sid } from '../../core/sids';
import type { World } from '../../core/world';

const HOST = 'memory.twilio.com';
const STORE = '/v1/Stores/{store}';
const lookupBody = z.object({ idType: z.string(), value: z.string() });
const profileBody = z.object({ traits: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** Stores: fetch. Their profiles: look up, create. */
export function addMemory(router: Router, world: World): void {
	const intelligenceServiceId = sid('GA');
	router.on('GET', HOST, '/v1/ControlPlane/Stores/{id}', ({ path }, { id }) => ({
		status: 200,
		body: { ...findOr404(world.memoryStores, id, path), intelligenceServiceId },
	}));
	router.on('POST', HOST, `${STORE}/Profiles/Lookup`, (request, { store }) => {
		findOr404(world.memoryStores, store, request.path);
		const { value } = readJson(request, lookupBody);
		const found = [...world.profiles.values()].filter(({ traits }) =>
			Object.values(traits).some((group) => Object.values(group).includes(value)),
		);
		return { status: 200, body: { normalizedValue: value, profiles: found.map((each) => each.id) } };
	});
	router.on('POST', HOST, `${STORE}/Profiles`, (request, { store }) => {
		findOr404(world.memoryStores, store, request.path);
		const profile = { id: id('mem_profile'), ...readJson(request, profileBody) };
		world.profiles.set(profile.id, profile);
		// GUESS(memory-profile-message): the message. Any profile created on a live account would settle it.
		return { status: 202, body: { id: profile.id, message: 'Profile creation accepted' } };
	});
}
