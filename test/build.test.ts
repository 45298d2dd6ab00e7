/** What a build leaves behind, in a fresh clone. */
import { execFileSync } from 'node:child_process';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, cloneProject } from './tools/deploy/deployer';

let root: string;
beforeAll(async () => {
	root = await cloneProject();
});
afterAll(() => rm(root, { recursive: true, force: true }));

test('a build writes the version of package.json to the asset that a deployment serves', async () => {
	const asset = join(root, 'assets', 'version.json');
	const { mtimeMs } = await stat(asset);
	await build(root);
	expect((await stat(asset)).mtimeMs).toBe(mtimeMs);

	const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
	await writeFile(join(root, 'package.json'), JSON.stringify({ ...manifest, version: '9.9.9' }));
	await build(root);
	expect(JSON.parse(await readFile(asset, 'utf8'))).toEqual({ name: manifest.name, version: '9.9.9' });
});

test('a Function loads of the SDK what a call needs, and no HTTP client before its first request to Twilio', async () => {
	const script = `
		require(${JSON.stringify(join(root, 'dist', 'functions', 'handoff.js'))});
		const loaded = Object.keys(require.cache).map((file) => file.split('/node_modules/').pop());
		console.log(JSON.stringify(loaded.filter((file) => !file.endsWith('handoff.js'))));
	`;
	const loaded: readonly string[] = JSON.parse(
		execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }),
	);
	expect(loaded).toContain('twilio/lib/twiml/VoiceResponse.js');
	const allowed = /^(xmlbuilder|scmp|twilio\/lib\/(twiml|webhooks|base\/RestException))/;
	expect(loaded.filter((file) => !allowed.test(file))).toEqual([]);
});

test('a build removes a Function whose source is gone', async () => {
	const built = join(root, 'dist', 'functions', 'handoff.js');
	await stat(built);
	await rm(join(root, 'functions', 'handoff.ts'));
	await build(root);
	await expect(stat(built)).rejects.toThrow('ENOENT');
});
