/** Environments and their variables, as twilio-node sees them. */
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

test('each environment has its own domain and no logs', async () => {
	const { sid, domainBase } = await create();
	const { environments } = services()(sid);
	const production = await environments.create({ uniqueName: 'production' });
	const stage = await environments.create({ uniqueName: 'stage', domainSuffix: 'Stage' });
	expect(production).toMatchObject({
		domainName: `${domainBase}.twil.io`,
		domainSuffix: null,
		buildSid: null,
	});
	expect(stage.domainName).toBe(`${domainBase}-stage.twil.io`);
	expect(await environments(stage.sid).logs.list()).toEqual([]);
	const conflict = { status: 409, code: 20409 };
	await expect(environments.create({ uniqueName: 'stage' })).rejects.toMatchObject(conflict);
	await expect(environments.create({ uniqueName: 'second' })).rejects.toMatchObject(conflict);
	await expect(
		environments.create({ uniqueName: 'long', domainSuffix: 'x'.repeat(17) }),
	).rejects.toMatchObject(refusal);
	expect(await environments.list()).toMatchObject([{ uniqueName: 'stage' }, { uniqueName: 'production' }]);
	await expect(environments('ZEnone').fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
});

test('variables can be created, updated, listed and deleted, and are limited to 450 bytes', async () => {
	const { sid } = await create();
	const environment = await services()(sid).environments.create({ uniqueName: 'production' });
	const { variables } = services()(sid).environments(environment.sid);
	const variable = await variables.create({ key: 'NAME', value: 'Kim' });
	await expect(variables.create({ key: 'NAME', value: 'again' })).rejects.toMatchObject({ status: 409 });
	await expect(variables.create({ key: 'LONG', value: 'ü'.repeat(226) })).rejects.toMatchObject(refusal);
	await variables(variable.sid).update({ value: 'Lee' });
	expect(await variables.list()).toMatchObject([{ key: 'NAME', value: 'Lee' }]);
	await variables(variable.sid).remove();
	expect(await variables.list()).toEqual([]);
	await expect(variables(variable.sid).remove()).rejects.toMatchObject({ status: 404, code: 20404 });
});
