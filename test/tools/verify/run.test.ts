/**
 * Every probe on an emulated account: as each guess is assumed, and the other way.
 * @module
 */
import type { Emulator } from '../../../emulator/core/emulator';
import { UNKNOWNS } from '../../../emulator/core/unknowns';
import { open, type Probe } from '../../../tools/verify/probe';
import { PROBES } from '../../../tools/verify/probes';
import { plan, verify } from '../../../tools/verify/run';
import { useEmulator } from '../../support/client';
import { contentsOf, labOn, statusesOf } from './lab';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
	emulator.world.addMessagingConversation({ channel: 'SMS', address: '+15005550123' });
	// A widget takes a while, or no execution would be active when a second one is asked for.
	emulator.world.stepMs = 1;
});
let before: Record<string, string[]>;
beforeEach(() => {
	before = contentsOf(emulator);
});
afterEach(() => {
	for (const id of UNKNOWNS) delete emulator.world.unknowns[id];
	emulator.faults.clear();
	expect(contentsOf(emulator)).toEqual(before);
});

test('where Twilio does as assumed, each guess is confirmed, and nothing is left', async () => {
	const verification = await verify(labOn(emulator));
	expect(verification.left).toEqual([]);
	const statuses = statusesOf(verification);
	const others = PROBES.filter(({ id }) => statuses[id] !== 'confirmed').map(({ id }) => id);
	// The emulator has no list of all widget types, so its FlowValidate cannot tell.
	expect(others).toEqual(['resume-conversation']);
}, 60_000);

const switched = PROBES.map((probe) => ({ id: probe.id, probe }));

test.each(switched)(
	'$id: where Twilio does otherwise, it is refuted, and nothing is left',
	async ({ id, probe }) => {
		const wrong = UNKNOWNS.find((each) => each === id);
		if (wrong === undefined) throw new Error('the emulator cannot answer it the other way');
		emulator.world.unknowns[wrong] = false;
		const verification = await verify(labOn(emulator), undefined, [probe]);
		expect(statusesOf(verification)).toMatchObject({ [id]: 'refuted' });
		expect(verification.left).toEqual([]);
	},
);

test.each([1, 2, 4, 9])(
	'after a lost answer to the request number %i of each probe, nothing is left',
	async (nth) => {
		for (const probe of PROBES) {
			emulator.faults.clear();
			emulator.faults.add({ match: { method: 'POST' }, nth, fault: { lost: true } });
			const { left } = await verify(labOn(emulator), undefined, [probe]);
			expect([probe.id, left, contentsOf(emulator)]).toEqual([probe.id, [], before]);
		}
	},
	60_000,
);

test('what Twilio does not remove is named, with where to remove it', async () => {
	emulator.faults.add({ match: { method: 'DELETE', host: 'sync.twilio.com' }, fault: { status: 503 } });
	const probes = PROBES.filter(({ id }) => id === 'sync-ttl');
	const { left, results } = await verify(labOn(emulator), undefined, probes);
	const [document] = [...emulator.world.syncDocuments.values()].slice(before.syncDocuments?.length);
	expect(left).toEqual([expect.stringContaining(document?.sid ?? 'no document')]);
	expect(left).toEqual([expect.stringContaining('https://console.twilio.com')]);
	expect(results[0]?.status).toBe('confirmed');
	emulator.world.syncDocuments.delete(document?.sid ?? '');
});

test('an interrupted run makes nothing more, and removes what it made', async () => {
	const lab = labOn(emulator);
	const ids: string[] = [];
	const { results, left } = await verify(lab, ({ id, failure }) => {
		ids.push(`${id} ${failure ?? ''}`);
		if (id === 'flow-comes-back') lab.interrupt();
	});
	const requests = emulator.requests.length;
	expect(left).toEqual([]);
	expect(ids.slice(ids.indexOf('flow-comes-back ') + 1).every((each) => each.endsWith(' Interrupted.'))).toBe(
		true,
	);
	expect(results.length).toBeGreaterThan(PROBES.length);
	expect(emulator.requests.length).toBe(requests);
});

test('a probe with a bug stays open, and those after it run', async () => {
	const broken: Probe = {
		id: 'broken',
		makes: ['nothing'],
		run: async () => {
			throw new TypeError('a bug');
		},
	};
	const fine: Probe = { id: 'fine', makes: ['nothing'], run: async () => open('fine') };
	const { results } = await verify(labOn(emulator), undefined, [broken, fine]);
	expect(results.slice(0, 2)).toMatchObject([
		{ id: 'broken', status: 'open', failure: 'TypeError: a bug' },
		{ id: 'fine' },
	]);
	expect(plan([broken, fine])).toEqual(['nothing']);
});
