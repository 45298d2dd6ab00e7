/** The Serverless API through the real SDK: what may be created, and what is refused. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../client';
import { ask, publish } from '../../deploying';

const hello = { path: '/hello', content: 'exports.handler = (c, e, done) => done(null, "hello");' };

describe('the Serverless API', () => {
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

	test('a service is found by SID and by name, and its name is taken', async () => {
		const service = await create();
		expect(service).toMatchObject({ includeCredentials: true, uiEditable: false });
		expect(service.domainBase).toMatch(/^handoff-\d{4}$/);
		for (const key of [service.sid, 'handoff']) {
			await expect(services()(key).fetch()).resolves.toMatchObject({ sid: service.sid });
		}
		await expect(create()).rejects.toMatchObject({ status: 409, code: 20409 });
		await services()(service.sid).update({ friendlyName: 'renamed', includeCredentials: false });
		expect(await services().list()).toMatchObject([{ friendlyName: 'renamed', includeCredentials: false }]);
	});

	test('lists are paged', async () => {
		for (let n = 0; n < 5; n++) await create(`service-${n}`);
		const names = (await services().list({ pageSize: 2 })).map(({ uniqueName }) => uniqueName);
		expect(names).toEqual(['service-4', 'service-3', 'service-2', 'service-1', 'service-0']);
	});

	test('environments have domains of their own', async () => {
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
		await environments(stage.sid).remove();
		expect(await environments.list()).toMatchObject([{ uniqueName: 'production' }]);
	});

	test('variables are created, updated, listed and deleted, and are short', async () => {
		const { sid } = await create();
		const environment = await services()(sid).environments.create({ uniqueName: 'production' });
		const { variables } = services()(sid).environments(environment.sid);
		const variable = await variables.create({ key: 'NAME', value: 'Kim' });
		await expect(variables.create({ key: 'NAME', value: 'again' })).rejects.toMatchObject({ status: 409 });
		await expect(variables.create({ key: 'LONG', value: 'ü'.repeat(226) })).rejects.toMatchObject(refusal);
		await variables(variable.sid).update({ value: 'Lee' });
		expect(await variables.list()).toMatchObject([{ key: 'NAME', value: 'Lee' }]);
		await variables(variable.sid).remove();
		await expect(variables(variable.sid).fetch()).rejects.toMatchObject({ status: 404, code: 20404 });
	});

	test('versions keep what was uploaded', async () => {
		const { serviceSid } = await publish(emulator, { functions: [{ ...hello, visibility: 'protected' }] });
		const { functions } = services()(serviceSid);
		const [resource] = await functions.list();
		const { functionVersions } = functions(resource?.sid ?? '');
		const [version] = await functionVersions.list();
		expect(version).toMatchObject({ path: '/hello', visibility: 'protected' });
		const { content } = await functionVersions(version?.sid ?? '')
			.functionVersionContent()
			.fetch();
		expect(content).toBe(hello.content);
		await functions(resource?.sid ?? '').remove();
		expect(await functions.list()).toEqual([]);
	});

	test.each([
		['a path outside its folder', '/../../etc', 'Path'],
		['a path that is none', 'hello', 'Path'],
		['a visibility that is none', '/hello', 'Visibility'],
	])('an upload is refused for %s', async (_what, path, parameter) => {
		const visibility = parameter === 'Visibility' ? { visibility: JSON.parse('"secret"') } : {};
		const functions = [{ path, content: '', ...visibility }];
		await expect(publish(emulator, { functions })).rejects.toThrow(`Invalid parameter ${parameter}`);
	});

	test('an upload that is no multipart form is refused', async () => {
		const { sid } = await create();
		const { sid: functionSid } = await services()(sid).functions.create({ friendlyName: '/hello' });
		const { accountSid, authToken } = emulator.world.account;
		const answer = await ask(
			emulator,
			`https://serverless-upload.twilio.com/v1/Services/${sid}/Functions/${functionSid}/Versions`,
			{
				method: 'POST',
				headers: {
					authorization: `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`,
					'content-type': 'multipart/form-data; boundary=x',
				},
				body: 'Path=/hello',
			},
		);
		expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('multipart') });
	});

	test('a service goes with everything in it, and what is not there is not found', async () => {
		const { serverless } = emulator.world;
		const { serviceSid, sid, origin } = await publish(emulator, {
			functions: [hello],
			assets: [{ path: '/a.txt', content: 'a' }],
			variables: { NAME: 'Kim' },
		});
		await services()(serviceSid).remove();
		const { services: left, environments, functions, functionVersions, assets } = serverless;
		const { assetVersions, builds, deployments, variables } = serverless;
		for (const map of [left, environments, functions, functionVersions, assets, assetVersions]) {
			expect(map.size).toBe(0);
		}
		expect(builds.size + deployments.size + variables.size).toBe(0);
		await expect(services()(serviceSid).environments(sid).fetch()).rejects.toMatchObject({
			status: 404,
			message: expect.stringContaining(sid),
		});
		expect(await ask(emulator, `${origin}/hello`)).toMatchObject({ status: 502 });
	});
});
