/** Services, as twilio-node sees them. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);
const services = () => clientOf(emulator).serverless.v1.services;
const create = (uniqueName = 'handoff') => services().create({ uniqueName, friendlyName: uniqueName });
const refusal = { status: 400, code: 20001 };

test('a service is found by SID and by name', async () => {
	const service = await create();
	expect(service).toMatchObject({ includeCredentials: true, uiEditable: false });
	expect(service.domainBase).toMatch(/^handoff-\d{4}$/);
	for (const key of [service.sid, 'handoff']) {
		await expect(services()(key).fetch()).resolves.toMatchObject({ sid: service.sid });
	}
	await expect(services()('other').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test('two services cannot have the same name', async () => {
	await create();
	await expect(create()).rejects.toMatchObject({ status: 409, code: 20409 });
});

test('the name of a service cannot have an underscore, since it becomes a part of a domain', async () => {
	await expect(create('name_with_underscores')).rejects.toMatchObject(refusal);
});

test('the list of services has pages', async () => {
	for (let n = 0; n < 5; n++) await create(`service-${n}`);
	const names = (await services().list({ pageSize: 2 })).map(({ uniqueName }) => uniqueName);
	expect(names).toEqual(['service-4', 'service-3', 'service-2', 'service-1', 'service-0']);
});
