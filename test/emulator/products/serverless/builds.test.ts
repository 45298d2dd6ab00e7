/** Builds and deployments, as twilio-node sees them. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { clientOf, useEmulator } from '../../../support/client';
import { publish } from '../../../support/deploying';

const hello = { path: '/hello', content: 'exports.handler = (c, e, done) => done(null, "hello");' };

let emulator: Emulator;
useEmulator(
	(started) => {
		emulator = started;
	},
	{ each: true },
);
const services = () => clientOf(emulator).serverless.v1.services;
const refusal = { status: 400, code: 20001 };

test('a build lists its contents, takes time, and can be deployed once it is complete', async () => {
	const { serviceSid, sid } = await publish(emulator, { functions: [hello] });
	const { builds, environments } = services()(serviceSid);
	const [first] = await builds.list();
	expect(first).toMatchObject({
		runtime: 'node22',
		dependencies: [
			{ name: '@twilio/runtime-handler', version: '2.0.3' },
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
	expect(await environments(sid).fetch()).toMatchObject({ buildSid: second.sid });
	await expect(deployments.create({ buildSid: second.sid })).rejects.toMatchObject({
		message: 'Environment already has requested deployment.',
	});
	expect((await deployments.list()).map(({ buildSid }) => buildSid)).toEqual([second.sid, first?.sid]);
	expect(await builds.list()).toHaveLength(2);
});

test('failNextBuild makes one build fail, which cannot be deployed', async () => {
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

test('a build is rejected for unknown or duplicate versions, dependencies and runtimes', async () => {
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
		...refusal,
		message: 'unsupported runtime: node10',
	});
});

describe('a build is rejected', () => {
	const build = async (dependencies: Record<string, string>, runtime: 'node18' | 'node22' | 'node24') => {
		const { serviceSid } = await publish(emulator, { functions: [hello] });
		const functionVersions = [...emulator.world.serverless.functionVersions.keys()].slice(-1);
		const listed = Object.entries(dependencies).map(([name, version]) => ({ name, version }));
		const { builds } = services()(serviceSid);
		return builds.create({ functionVersions, runtime, dependencies: JSON.stringify(listed) });
	};
	const handler = '@twilio/runtime-handler';

	test.each([
		['a handler that is on npm and not on the platform', { [handler]: '2.1.0' }],
		['a range of handlers', { [handler]: '^2.0.3' }],
		['a folder', { helpers: 'file:helpers' }],
		['a repository', { helpers: 'git+https://github.com/acme/helpers.git' }],
	])('for %s, naming package and version', async (_what, dependencies) => {
		const [[name, version] = []] = Object.entries(dependencies);
		await expect(build(dependencies, 'node22')).rejects.toMatchObject({
			...refusal,
			message: expect.stringContaining(`No matching version found for ${name}@${version}.`),
		});
	});

	test('for a Node.js version that Twilio no longer runs', async () => {
		await expect(build({ [handler]: '2.0.3' }, 'node18')).rejects.toMatchObject({
			...refusal,
			message: 'unsupported runtime: node18',
		});
	});

	test('for Node.js 24 with a very old handler, while a newer one is replaced', async () => {
		await expect(build({ [handler]: '1.1.0' }, 'node24')).rejects.toMatchObject({
			...refusal,
			message: expect.stringContaining('node24'),
		});
		await expect(build({ [handler]: '2.0.3', lodash: '^4.0.0' }, 'node24')).resolves.toMatchObject({
			dependencies: [
				{ name: handler, version: '2.1.2' },
				{ name: 'lodash', version: '^4.0.0' },
			],
		});
	});

	test('for more Functions than a build may have', async () => {
		const functions = Array.from({ length: 51 }, (_, index) => ({ ...hello, path: `/f${index}` }));
		await expect(publish(emulator, { functions })).rejects.toThrow('too many');
	});
});
