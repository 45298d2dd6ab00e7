/** Serverless builds and deployments through the real SDK. */
import type { Emulator } from '../../emulator/emulator';
import { clientOf, useEmulator } from './client';
import { publish } from './deploying';

const hello = { path: '/hello', content: 'exports.handler = (c, e, done) => done(null, "hello");' };

describe('builds and deployments', () => {
	let emulator: Emulator;
	useEmulator(
		(started) => {
			emulator = started;
		},
		{ each: true },
	);
	const services = () => clientOf(emulator).serverless.v1.services;
	const refusal = { status: 400, code: 20001 };

	test('a build takes time, says what is in it, and is deployed once it is complete', async () => {
		const { serviceSid, sid } = await publish(emulator, { functions: [hello] });
		const { builds, environments } = services()(serviceSid);
		const [first] = await builds.list();
		expect(first).toMatchObject({
			runtime: 'node22',
			dependencies: [
				{ name: '@twilio/runtime-handler', version: '2.1.0' },
				{ name: 'twilio', version: '6.2.0' },
			],
			functionVersions: [{ path: '/hello', visibility: 'PUBLIC' }],
			assetVersions: [],
		});
		const [version] = emulator.world.serverless.functionVersions.keys();
		const functionVersions = version ? [version] : [];
		const second = await builds.create({ functionVersions, runtime: 'node24' });
		expect(second).toMatchObject({ status: 'building', runtime: 'node24' });
		const { deployments } = environments(sid);
		await expect(deployments.create({ buildSid: second.sid })).rejects.toMatchObject(refusal);
		expect(await builds(second.sid).buildStatus().fetch()).toMatchObject({ status: 'building' });
		expect(await builds(second.sid).buildStatus().fetch()).toMatchObject({ status: 'completed' });
		await deployments.create({ buildSid: second.sid });
		expect(await deployments.list()).toMatchObject([{ buildSid: second.sid }, { buildSid: first?.sid }]);
		expect(await environments(sid).fetch()).toMatchObject({ buildSid: second.sid });
		await expect(deployments.create({ buildSid: second.sid })).rejects.toMatchObject({
			message: 'Environment already has requested deployment.',
		});
		await expect(builds(second.sid).remove()).rejects.toMatchObject(refusal);
		await builds(first?.sid ?? '').remove();
		expect(await builds.list()).toHaveLength(1);
	});

	test('a build fails when the world says so, once', async () => {
		const { serverless } = emulator.world;
		const { serviceSid, sid } = await publish(emulator, { functions: [hello] });
		const { builds, environments } = services()(serviceSid);
		const functionVersions = [...serverless.functionVersions.keys()];
		serverless.failNextBuild = true;
		serverless.pollsPerBuild = 0;
		const failing = await builds.create({ functionVersions });
		expect(await builds(failing.sid).fetch()).toMatchObject({ status: 'failed' });
		await expect(environments(sid).deployments.create({ buildSid: failing.sid })).rejects.toMatchObject(
			refusal,
		);
		const next = await builds.create({ functionVersions });
		expect(await builds(next.sid).fetch()).toMatchObject({ status: 'completed' });
	});

	test('a build is refused for what it cannot have', async () => {
		const { sid } = await services().create({ uniqueName: 'handoff', friendlyName: 'Handoff' });
		const { builds } = services()(sid);
		await publish(emulator, { functions: [hello, hello] }).catch((error: Error) => {
			expect(error.message).toContain('two at /hello');
		});
		const [version = ''] = emulator.world.serverless.functionVersions.keys();
		await expect(builds.create({})).rejects.toMatchObject({
			...refusal,
			message: 'At least one Function Version or Asset Version is required for Build.',
		});
		// Of another service.
		await expect(builds.create({ functionVersions: [version] })).rejects.toMatchObject(refusal);
		const other = services()('try-1').builds;
		const functionVersions = [version];
		await expect(other.create({ functionVersions, dependencies: 'twilio' })).rejects.toMatchObject(refusal);
		await expect(
			other.create({ functionVersions, dependencies: '[{"name":"../x","version":"1"}]' }),
		).rejects.toMatchObject(refusal);
		await expect(other.create({ functionVersions, runtime: 'node10' })).rejects.toMatchObject({
			code: 82007,
		});
	});
});
