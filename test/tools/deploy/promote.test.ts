/**
 * Environments in one account, as a team uses them: deploy to staging, promote to prod, roll prod back. At every step all
 * that the other environments have stays as it is.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { World } from '../../../emulator/core/world';
import { Clone } from './clone';

let clone: Clone;
let world: World;

beforeAll(async () => {
	clone = await Clone.start();
	world = clone.emulator.world;
	const settings = readFileSync(clone.envFile, 'utf8');
	writeFileSync(`${clone.envFile}.staging`, `${settings}HANDOFF_FALLBACK_NUMBER=\n`);
	writeFileSync(`${clone.envFile}.prod`, `${settings}HANDOFF_FALLBACK_NUMBER=+15005550199\n`);
}, 60_000);

afterAll(async () => {
	await clone.stop();
	expect(clone.emulator.crashes).toEqual([]);
});

const environmentAt = (suffix: string) =>
	[...world.serverless.environments.values()].find(({ domainSuffix }) => domainSuffix === suffix);

function flowOf(name: string) {
	return [...world.flows.values()].find(({ friendlyName }) => friendlyName === `AI-to-human handoff${name}`);
}

/** All that an environment has: its Functions, variables, deployments, flow and settings file. */
function stateOf(suffix: string): unknown {
	const environment = environmentAt(suffix);
	const name = suffix === 'dev' ? '' : suffix;
	return structuredClone({
		environment,
		variables: environment && world.serverless.variablesOf(environment),
		deployments: world.serverless.deployments.filter(
			({ environmentSid }) => environmentSid === environment?.sid,
		),
		flow: flowOf(name && ` (${name})`),
		settings: readFileSync(clone.envFile + (name && `.${name}`), 'utf8'),
	});
}

const ALL = ['dev', 'staging', 'prod'];

/** Runs a command that is to change one environment alone. */
async function changing(suffix: string, ...args: string[]) {
	const before = ALL.map(stateOf);
	const outcome = await clone.handoff(...args);
	const changed = ALL.filter(
		(_, index) => JSON.stringify(stateOf(ALL[index] ?? '')) !== JSON.stringify(before[index]),
	);
	expect({ ...outcome, changed }).toMatchObject({ code: 0, changed: [suffix] });
	return outcome.output;
}

/** Runs a command that has to fail before it changes anything. */
async function refused(...args: string[]) {
	clone.writes();
	const { code, output } = await clone.handoff(...args);
	expect(output).not.toContain('    at ');
	expect(clone.writes().filter((write) => !write.endsWith('/Flows/Validate'))).toEqual([]);
	return { code, output };
}

async function historyOf(suffix: string) {
	const { output } = await clone.handoff('history', '--environment', suffix, '--json');
	const { functions, flow } = JSON.parse(output);
	return {
		builds: functions.deployments.map(({ buildSid }: { buildSid: string }) => buildSid),
		versions: functions.deployments.map(({ version }: { version: string }) => version),
		revisions: flow.revisions.map(({ revision }: { revision: number }) => revision),
	};
}

const buildOf = (suffix: string) => environmentAt(suffix)?.buildSid;
const apology = (name: string) =>
	flowOf(name)
		?.revisions.at(-1)
		?.definition.states.find((each) => each.name === 'apologize_to_caller')?.properties.say;
const stagingFirst: { build?: string | null | undefined } = {};

test('each environment has Functions, a flow and a settings file of its own', async () => {
	await changing('dev', 'deploy', '--skip-check');
	await changing('staging', 'deploy', '--skip-check', '--environment', 'staging');
	expect(environmentAt('staging')?.domainName).toMatch(/-staging\.twil\.io$/);
	const [dev, staging] = [flowOf(''), flowOf(' (staging)')];
	expect(staging?.sid).not.toBe(dev?.sid);
	expect(readFileSync(`${clone.envFile}.staging`, 'utf8')).toContain(
		`TWILIO_STUDIO_HANDOFF_FLOW_SID=${staging?.sid}`,
	);
	expect(readFileSync(clone.envFile, 'utf8')).toContain(`TWILIO_STUDIO_HANDOFF_FLOW_SID=${dev?.sid}`);
	expect(JSON.stringify(staging?.revisions)).not.toContain(environmentAt('dev')?.domainName);
	clone.writes();
	const again = await clone.handoff('deploy', '--skip-check', '--environment', 'staging');
	expect(again.code).toBe(0);
	expect(clone.writes()).toEqual([]);
	stagingFirst.build = buildOf('staging');
}, 180_000);

test('a settings file that was copied with its flow’s SID is refused', async () => {
	const prod = readFileSync(`${clone.envFile}.prod`, 'utf8');
	writeFileSync(`${clone.envFile}.prod`, readFileSync(clone.envFile, 'utf8'));
	for (const command of [
		['deploy', '--skip-check'],
		['flow', 'rollback', '1'],
		['promote', 'staging', 'prod'],
	]) {
		const environment = command[0] === 'promote' ? [] : ['--environment', 'prod'];
		const { code, output } = await refused(...command, ...environment, '--yes', '--force');
		expect(output).toContain(`Flow ${flowOf('')?.sid} belongs to environment dev.`);
		expect(code).toBe(1);
	}
	writeFileSync(`${clone.envFile}.prod`, prod);
}, 120_000);

test('doctor and setup look at one environment, and change nothing of another', async () => {
	const { output } = await refused('doctor', '--environment', 'staging', '--json');
	expect(output).toContain(environmentAt('staging')?.domainName);
	expect(output).not.toContain(environmentAt('dev')?.domainName);
	expect((await refused('flow', 'diff', '--environment', 'staging')).output).toContain(
		`(${flowOf(' (staging)')?.sid}, revision`,
	);
	clone.addSettings({ HANDOFF_CALL_TIMEOUT: '90' }, 'staging');
	const before = ['dev', 'prod'].map(stateOf);
	const setup = await clone.setup('--environment', 'staging', '--yes');
	expect(setup.output).toContain('setup --environment staging --undo');
	expect(['dev', 'prod'].map(stateOf)).toEqual(before);
	const environment = environmentAt('staging');
	expect(environment && world.serverless.variablesOf(environment)).toMatchObject({
		HANDOFF_CALL_TIMEOUT: '90',
	});
}, 120_000);

test('production is changed with --yes, or not at all without a terminal', async () => {
	for (const command of [
		['promote', 'staging', 'prod'],
		['deploy', '--environment', 'prod'],
	]) {
		const { code, output } = await refused(...command);
		expect(output).toContain('add --yes');
		expect(code).toBe(3);
	}
	const { code, output } = await refused('promote', 'staging', 'prod', '--dry-run', '--json');
	expect(code).toBe(0);
	expect(output).toContain('"environment": "prod"');
}, 120_000);

test('promoting activates the very build and the same flow, with the other’s settings', async () => {
	const output = await changing('prod', 'promote', 'staging', 'prod', '--yes');
	expect(output).toContain(`Functions: activate build ${buildOf('staging')}`);
	expect(buildOf('prod')).toBe(buildOf('staging'));
	const prod = JSON.stringify(flowOf(' (prod)')?.revisions.at(-1)?.definition);
	expect(prod).toContain(environmentAt('prod')?.domainName);
	expect(prod).not.toContain(environmentAt('staging')?.domainName);
	// Empty in staging, and set there alone: no setting came along.
	expect(prod).toContain('+15005550199');
	expect(prod).not.toContain('"90"');
	expect(JSON.stringify(flowOf(' (staging)')?.revisions.at(-1)?.definition)).toContain('"90"');
	expect(world.serverless.builds.size).toBe(2);
	clone.writes();
	const again = await clone.handoff('promote', 'staging', 'prod', '--yes');
	expect(again.code).toBe(0);
	expect(clone.writes()).toEqual([]);
}, 120_000);

test('what staging runs is promoted, not this folder', async () => {
	clone.setVersion('7.0.0');
	clone.editTemplate((flow) => {
		flow.description = 'AI-to-human handoff 7.0.0';
		for (const each of flow.states) if (each.name === 'apologize_to_caller') each.properties.say = 'Goodbye.';
	});
	clone.commit('7.0.0');
	await changing('staging', 'deploy', '--skip-check', '--environment', 'staging');
	// The folder goes on: the flow of the promotion is in git.
	clone.setVersion('8.0.0');
	clone.editTemplate((flow) => {
		flow.description = 'AI-to-human handoff 8.0.0';
	});
	await changing('prod', 'promote', 'staging', 'prod', '--yes');
	expect(buildOf('prod')).toBe(buildOf('staging'));
	expect(apology(' (prod)')).toBe('Goodbye.');
	expect(flowOf(' (prod)')?.revisions.at(-1)?.definition.description).toContain('7.0.0');
	expect(await historyOf('prod')).toEqual({
		builds: [buildOf('staging'), stagingFirst.build],
		versions: ['7.0.0', expect.stringMatching(/^\d/)],
		revisions: [2, 1],
	});
	clone.restore();
}, 240_000);

test('prod rolls back, Functions and flow together, and staging keeps the new ones', async () => {
	const dry = await refused('rollback', '--environment', 'prod', '--dry-run', '--json');
	expect(dry.output).toContain(`"buildSid": "${stagingFirst.build}"`);
	expect(dry.output).toContain('To apply: npx handoff rollback --environment prod\n');
	await changing('prod', 'rollback', '--environment', 'prod', '--yes');
	expect(buildOf('prod')).toBe(stagingFirst.build);
	expect(apology(' (prod)')).not.toBe('Goodbye.');
	expect(apology(' (staging)')).toBe('Goodbye.');
	const { builds, revisions } = await historyOf('prod');
	expect(builds).toEqual([stagingFirst.build, buildOf('staging'), stagingFirst.build]);
	expect(revisions).toEqual([3, 2, 1]);
	const { output } = await clone.handoff('history', '--environment', 'prod');
	expect(output.match(/^→/gm)).toHaveLength(2);
	expect(output.trim().split('\n')).toHaveLength(6);
	const further = await refused('rollback', '--environment', 'prod', '--yes');
	expect(further).toMatchObject({
		code: 1,
		output: expect.stringContaining('Run: npx handoff history'.slice(5)),
	});
}, 240_000);

test('a version that a rollback replaced is deployed again only with the option that says so', async () => {
	const { code, output } = await refused('promote', 'staging', 'prod', '--yes');
	expect(output).toMatch(/Version 7\.0\.0 of the Functions, which environment staging has, was rolled back/);
	expect(code).toBe(1);
	await changing('prod', 'promote', 'staging', 'prod', '--yes', '--allow-older');
	expect(buildOf('prod')).toBe(buildOf('staging'));
	await changing('prod', 'rollback', '--environment', 'prod', '--yes');
	expect(buildOf('prod')).toBe(stagingFirst.build);
}, 240_000);

test('an edit made in the Console is in no file, and not promoted', async () => {
	const flow = flowOf(' (staging)');
	const last = flow?.revisions.at(-1);
	if (!flow || !last) throw new Error('no flow');
	const definition = structuredClone(last.definition);
	for (const each of definition.states) if (each.name === 'apologize_to_caller') each.properties.say = 'Bye!';
	flow.revisions.push({ ...last, definition, commitMessage: '', dateCreated: new Date() });
	const { code, output } = await refused('promote', 'staging', 'prod', '--yes', '--allow-older');
	expect(output).toContain('was edited in the Console (revision 4)');
	expect(code).toBe(1);
	flow.revisions.pop();
}, 60_000);

test('into another account only what this folder has too is promoted: a build does not leave its own', async () => {
	const read = () =>
		clone.script(`
			import { openAccount } from './tools/account/open';
			import { readSource } from './tools/deploy/promote';
			const from = openAccount('.env.staging', { ...process.env, HANDOFF_ENVIRONMENT: 'staging' });
			const to = { ...from, twilio: { accountSid: 'AC' + '0'.repeat(32) } };
			void readSource(from, to).then(
				({ bundle }) => console.log('buildSid' in bundle ? 'its build' : 'this folder'),
				(error) => console.log(error.name + ': ' + error.message),
			);
		`);
	expect((await read()).output).toBe('this folder\n');
	clone.setVersion('8.0.0');
	expect((await read()).output).toMatch(/^SetupError: staging is in another account/);
	clone.restore();
}, 60_000);
