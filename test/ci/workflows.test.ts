/** The workflows of GitHub Actions, as far as they can be run and read without GitHub. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { SETTING_NAMES } from '../../src/settings';
import { ROOT } from '../../tools/account/project';
import { createProgram } from '../../tools/cli/main';
import { Clone } from '../tools/deploy/clone';

const FOLDER = join(ROOT, '.github', 'workflows');

const step = z.object({
	name: z.string().optional(),
	uses: z.string().optional(),
	run: z.string().optional(),
	env: z.record(z.string(), z.string()).default({}),
});
const workflow = z.object({
	permissions: z.record(z.string(), z.string()),
	jobs: z.record(z.string(), z.object({ 'timeout-minutes': z.number(), steps: z.array(step) })),
});

const workflows = readdirSync(FOLDER).map((file) => {
	const { jobs } = workflow.parse(parse(readFileSync(join(FOLDER, file), 'utf8')));
	return { file, steps: Object.values(jobs).flatMap(({ steps }) => steps) };
});
const scripts = workflows.flatMap(({ file, steps }) =>
	steps.flatMap(({ run }) => (run === undefined ? [] : [{ file, run }])),
);

test('GitHub Actions has a workflow that tests, and one that deploys', () => {
	expect(workflows.map(({ file }) => file)).toEqual(['ci.yml', 'deploy.yml']);
});

test.each(scripts)('$file runs only scripts, commands and options that exist: $run', ({ run }) => {
	const { scripts: ours } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
	for (const [, name = ''] of run.matchAll(/npm run (?:-s )?([\w:]+)/g)) expect(ours).toHaveProperty([name]);
	for (const [file] of run.matchAll(/(?<=^|\s)\.ci\/[\w.]+/gm))
		expect(existsSync(join(ROOT, file))).toBe(true);
	for (const [, name, options = ''] of run.matchAll(/npx handoff (\w+)([^\n>]*)/g)) {
		const command = createProgram().commands.find((each) => each.name() === name);
		const known = command?.options.map(({ long }) => long) ?? [];
		for (const [option] of options.matchAll(/--[\w-]+/g)) expect(known).toContain(option);
		expect(command).toBeDefined();
	}
	// What people write into a title or a variable must not become part of a script.
	expect(run).not.toContain('${{');
});

test('deploy.yml passes every setting but the auth token, so that a deployment removes none', () => {
	const deploy = workflows.flatMap(({ steps }) => steps).find(({ name }) => name === 'Deploy');
	const { DRY_RUN: _, HANDOFF_ENVIRONMENT: __, ...settings } = deploy?.env ?? {};
	expect(Object.keys(settings).sort()).toEqual(SETTING_NAMES.filter((name) => name !== 'AUTH_TOKEN').sort());
});

describe('the steps of deploy.yml', () => {
	let clone: Clone;
	let temporary: string;
	beforeAll(async () => {
		clone = await Clone.start();
		rmSync(clone.envFile);
		temporary = mkdtempSync(join(tmpdir(), 'handoff-runner-'));
	}, 60_000);
	afterAll(async () => {
		await clone.stop();
		rmSync(temporary, { recursive: true });
	});

	/** A step as GitHub runs it: the secrets in the environment, no `.env`, and a shell that ends with the first failure. */
	function run(name: string, environment: Readonly<Record<string, string>>) {
		const found = workflows.flatMap(({ steps }) => steps).find((each) => each.name === name);
		const empty = Object.fromEntries(Object.keys(found?.env ?? {}).map((key) => [key, '']));
		const env = {
			...process.env,
			...clone.emulator.env(),
			HOME: temporary,
			CI: 'true',
			RUNNER_TEMP: temporary,
			...empty,
			...environment,
		};
		return new Promise<{ code: number; log: string }>((resolve) => {
			execFile('bash', ['-e', '-c', found?.run ?? ''], { cwd: clone.root, env }, (error, stdout, stderr) =>
				resolve({ code: error ? Number(error.code) : 0, log: stdout + stderr }),
			);
		});
	}

	test('show what would change in a dry run and what is live after a deployment, and log no secret', async () => {
		const { accountSid, apiKey, apiSecret, authToken } = clone.emulator.world.account;
		const secrets = { ACCOUNT_SID: accountSid, TWILIO_API_KEY: apiKey, TWILIO_API_SECRET: apiSecret };
		const summary = join(temporary, 'summary.md');
		const logs: string[] = [];
		for (const DRY_RUN of ['--dry-run', '']) {
			for (const [name, environment] of [
				['Deploy', { ...secrets, DRY_RUN }],
				['Summary', { GITHUB_STEP_SUMMARY: summary }],
			] as const) {
				const { code, log } = await run(name, environment);
				expect({ log, code }).toMatchObject({ code: 0 });
				logs.push(log);
			}
		}
		const written = readFileSync(summary, 'utf8');
		const [, preview = '', deployed = ''] = written.split('### Handoff: ');
		expect(preview).toMatch(/^a deployment would change\n/);
		expect(preview).toContain('Functions: set TWILIO_API_SECRET');
		expect(preview).not.toContain('live:');
		expect(deployed).toMatch(/^deployed\n/);
		expect(deployed).toContain(clone.onlyFlow.sid);
		for (const secret of [apiSecret, authToken]) expect(logs.join('') + written).not.toContain(secret);
	}, 120_000);

	test('a variable chooses the environment, production too', async () => {
		const { accountSid, apiKey, apiSecret } = clone.emulator.world.account;
		const { code, log } = await run('Deploy', {
			ACCOUNT_SID: accountSid,
			TWILIO_API_KEY: apiKey,
			TWILIO_API_SECRET: apiSecret,
			HANDOFF_ENVIRONMENT: 'prod',
		});
		expect({ log, code }).toMatchObject({ code: 0 });
		const { environments } = clone.emulator.world.serverless;
		expect([...environments.values()].map(({ domainSuffix }) => domainSuffix)).toContain('prod');
	}, 120_000);

	test('fail when the deployment can’t run, and the summary says so', async () => {
		const summary = join(temporary, 'failed.md');
		expect((await run('Deploy', { DRY_RUN: '' })).code).not.toBe(0);
		expect((await run('Summary', { GITHUB_STEP_SUMMARY: summary })).code).toBe(0);
		expect(readFileSync(summary, 'utf8')).toContain('could not run');
	}, 60_000);
});
