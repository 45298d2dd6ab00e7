/** Sync documents, through the real SDK. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

const documents = () => clientOf(emulator).sync.v1.services('default').documents;

test('a document is updated only at the revision it was read at', async () => {
	const { revision } = await documents().create({ uniqueName: 'state', data: { n: 1 } });
	const written = await documents()('state').update({ data: { n: 2 }, ifMatch: revision });
	expect(written).toMatchObject({ data: { n: 2 } });
	expect(written.revision).not.toBe(revision);
	await expect(documents()('state').update({ data: {}, ifMatch: revision })).rejects.toMatchObject({
		status: 412,
		code: 54103,
	});
	expect(await documents()('state').fetch()).toMatchObject({ data: { n: 2 }, revision: written.revision });
});

test('a unique name is taken until its document is deleted', async () => {
	const first = await documents().create({ uniqueName: 'name' });
	await expect(documents().create({ uniqueName: 'name' })).rejects.toMatchObject({
		status: 409,
		code: 54301,
	});
	await documents()(first.sid).remove();
	await expect(documents()('name').fetch()).rejects.toMatchObject({ status: 404 });
	await expect(documents().create({ uniqueName: 'name' })).resolves.toMatchObject({ uniqueName: 'name' });
});

test('of several clients that create the same unique name at once, one succeeds', async () => {
	const attempts = await Promise.allSettled(
		Array.from({ length: 5 }, () => documents().create({ uniqueName: 'race' })),
	);
	expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a document expires after its time to live, which an update renews', async () => {
	const { sid, dateExpires } = await documents().create({ uniqueName: 'short', ttl: 60 });
	expect(dateExpires.getTime()).toBeGreaterThan(Date.now());
	const document = emulator.world.syncDocuments.get(sid);
	if (!document) throw new Error('The document is missing');
	document.expiresAt = Date.now() + 1_000;
	const renewed = await documents()(sid).update({ ttl: 60 });
	expect(renewed.dateExpires.getTime()).toBeGreaterThan(Date.now() + 30_000);
	document.expiresAt = Date.now() - 1;
	await expect(documents()('short').fetch()).rejects.toMatchObject({ status: 404 });
	await expect(documents().create({ uniqueName: 'short' })).resolves.toMatchObject({ uniqueName: 'short' });
});

test('a document of more than 16 KiB is refused', async () => {
	const data = { text: 'x'.repeat(16 * 1024) };
	await expect(documents().create({ data })).rejects.toMatchObject({ status: 413 });
});
