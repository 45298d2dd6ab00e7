/** What would be deployed from a folder, and its hash. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { localBundle } from '../../../tools/deploy/bundle';

const FILES = {
	'.twilioserverlessrc': '{\n// JSON5\n"functionsFolder": "dist", /* and */ "assetsFolder": "assets",\n}',
	'package.json': '{ "version": "1", "dependencies": { "twilio": "1", "a": "https://x/y" }, "scripts": {} }',
	'dist/handoff.js': 'one',
	'dist/lookup/who.protected.js': 'two',
	'dist/handoff.js.map': 'not deployed',
	'assets/version.json': '{}',
	'assets/.DS_Store': 'not deployed',
};

describe('the local bundle', () => {
	let root: string;
	const write = async (name: string, content: string) => {
		await mkdir(dirname(join(root, name)), { recursive: true });
		await writeFile(join(root, name), content);
	};
	beforeEach(async () => {
		root = await mkdtemp(join(tmpdir(), 'handoff-bundle-'));
		for (const [name, content] of Object.entries(FILES)) await write(name, content);
	});
	afterEach(() => rm(root, { recursive: true, force: true }));

	test('lists the paths that will be served, the Functions among them', async () => {
		const { hash, paths, functions } = await localBundle(root);
		expect(hash).toMatch(/^[0-9a-f]{64}$/);
		expect(paths).toEqual(['/handoff', '/lookup/who', '/version.json']);
		expect(functions).toEqual(['/handoff', '/lookup/who']);
	});

	test.each([
		['dist/handoff.js', 'another'],
		['dist/new.js', 'one'],
		['assets/version.json', '{"version":"2"}'],
		['package.json', '{ "dependencies": { "twilio": "2", "a": "https://x/y" } }'],
		[
			'.twilioserverlessrc',
			'{"functionsFolder":"dist","assetsFolder":"assets","commands":{"deploy":{"runtime":"node24"}}}',
		],
	])('a change of %s changes the hash', async (name, content) => {
		const before = await localBundle(root);
		await write(name, content);
		expect((await localBundle(root)).hash).not.toBe(before.hash);
	});

	test.each(['"region":"ie1"', '"commands":{"deploy":{"region":"au1"}}'])(
		'%s in .twilioserverlessrc is refused, since Flex is in us1 only',
		async (setting) => {
			await write('.twilioserverlessrc', `{"functionsFolder":"dist","assetsFolder":"assets",${setting}}`);
			await expect(localBundle(root)).rejects.toThrow(/sets "region" to (ie|au)1\./);
			await write('.twilioserverlessrc', '{"functionsFolder":"dist","assetsFolder":"assets","region":"us1"}');
			await expect(localBundle(root)).resolves.toHaveProperty('hash');
		},
	);

	test.each([
		['dist/handoff.js.map', 'another'],
		['assets/.DS_Store', 'another'],
		['package.json', '{ "version": "2", "dependencies": { "a": "https://x/y", "twilio": "1" } }'],
		['.twilioserverlessrc', '{"functionsFolder":"dist","assetsFolder":"assets"} // the same'],
	])('a change of %s that is not deployed keeps the hash', async (name, content) => {
		const before = await localBundle(root);
		await write(name, content);
		expect(await localBundle(root)).toEqual(before);
	});

	test('the runtime is read where `twilio serverless:deploy` reads it', async () => {
		expect((await localBundle(root)).settings.runtime).toBeUndefined();
		const folders = '"functionsFolder":"dist","assetsFolder":"assets"';
		await write('.twilioserverlessrc', `{${folders},"commands":{"deploy":{"runtime":"node22"}}}`);
		expect((await localBundle(root)).settings.runtime).toBe('node22');
	});

	test('a range for the runtime handler is refused with the version to try', async () => {
		await write('package.json', '{ "dependencies": { "@twilio/runtime-handler": "^2.0.3" } }');
		await expect(localBundle(root)).rejects.toThrow(/\^2\.0\.3.*@twilio\/runtime-handler@\d/);
	});

	test('a malformed file and a missing build are errors that name the file or folder', async () => {
		await write('.twilioserverlessrc', '{ "functionsFolder" }');
		await expect(localBundle(root)).rejects.toThrow(/\.twilioserverlessrc.*JSON5/);
		await write('.twilioserverlessrc', '{ "functionsFolder": 1 }');
		await expect(localBundle(root)).rejects.toThrow(/\.twilioserverlessrc.*functionsFolder/s);
		await write('.twilioserverlessrc', '{"functionsFolder":"nowhere","assetsFolder":"assets"}');
		await expect(localBundle(root)).rejects.toThrow(
			'nowhere has no Functions to deploy. Run `npm run build`',
		);
	});
});
