/** What would be deployed, and what a change of it or of the settings would lead to. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readSettings } from '../../../src/settings';
import {
	type Deployment,
	desiredVariables,
	localBundle,
	planFunctions,
} from '../../../tools/doctor/functions';

const FILES = {
	'.twilioserverlessrc': '{\n// so\n"functionsFolder": "dist", /* and */ "assetsFolder": "assets",\n}',
	'package.json': '{ "version": "1", "dependencies": { "twilio": "1", "a": "https://x/y" }, "scripts": {} }',
	'dist/handoff.js': 'one',
	'dist/lookup/who.protected.js': 'two',
	'dist/handoff.js.map': 'not deployed',
	'assets/version.json': '{}',
	'assets/.DS_Store': 'not deployed',
};

describe('localBundle', () => {
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

	test('names what will be served', async () => {
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
	])('a change of %s is another bundle', async (name, content) => {
		const before = await localBundle(root);
		await write(name, content);
		expect((await localBundle(root)).hash).not.toBe(before.hash);
	});

	test.each(['"region":"ie1"', '"commands":{"deploy":{"region":"au1"}}'])(
		'refuses %s in the configuration: Flex is in us1 alone',
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
	])('a change of %s that is not deployed is the same bundle', async (name, content) => {
		const before = await localBundle(root);
		await write(name, content);
		expect(await localBundle(root)).toEqual(before);
	});

	test('says what is missing or cannot be read', async () => {
		await write('.twilioserverlessrc', '{ functionsFolder: 1 }');
		await expect(localBundle(root)).rejects.toThrow('.twilioserverlessrc cannot be read: it has to be JSON');
		await write('.twilioserverlessrc', '{ "functionsFolder": 1 }');
		await expect(localBundle(root)).rejects.toThrow(
			/\.twilioserverlessrc cannot be read: .*functionsFolder/s,
		);
		await write('.twilioserverlessrc', '{"functionsFolder":"nowhere","assetsFolder":"assets"}');
		await expect(localBundle(root)).rejects.toThrow(
			'nowhere has no Functions to deploy. Run `npm run build`',
		);
	});
});

describe('planFunctions', () => {
	const local = { hash: 'h1', paths: [], functions: [] };
	const deployment = (variables: Record<string, string>): Deployment => ({
		serviceSid: 'ZS1',
		environmentSid: 'ZE1',
		domain: 'a.twil.io',
		buildSid: 'ZB1',
		variables,
	});

	test.each([
		['nothing is live', undefined, 'first'],
		['the note says this bundle and this build', 'h1@ZB1', 'none'],
		['the note says another bundle', 'h0@ZB1', 'changed'],
		['the note says another build', 'h1@ZB0', 'foreign'],
		['there is no note', '', 'foreign'],
	])('%s', (_what, record, build) => {
		const live = record === undefined ? undefined : deployment({ HANDOFF_DEPLOYMENT: record });
		expect(planFunctions(local, live, {})).toMatchObject({ build, nothingToDo: build === 'none' });
	});

	test('names variables, never values', () => {
		const live = deployment({ HANDOFF_DEPLOYMENT: 'h1@ZB1', TWILIO_API_SECRET: 'old-secret', OTHERS: 'x' });
		const plan = planFunctions(local, live, { TWILIO_API_SECRET: 'new-secret' });
		expect(plan.variables).toEqual({ set: [], change: ['TWILIO_API_SECRET'], remove: [], keep: [] });
		expect(JSON.stringify(plan)).not.toMatch(/(old|new)-secret/);
	});

	test('only what the Functions read is deployed', () => {
		const settings = readSettings({
			ACCOUNT_SID: 'AC1',
			AUTH_TOKEN: 't',
			TWILIO_AUTH_TOKEN: 't',
			TWILIO_CONVERSATION_CONFIGURATION_ID: 'c',
			TWILIO_FLEX_CHAT_CHANNEL_SID: 'TC1',
			TWILIO_PHONE_NUMBER: ' +15005550006 ',
			HANDOFF_FALLBACK_NUMBER: '',
		});
		expect(desiredVariables(settings)).toEqual({ TWILIO_PHONE_NUMBER: '+15005550006' });
	});
});
