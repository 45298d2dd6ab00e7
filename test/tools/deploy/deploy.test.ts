/**
 * `handoff deploy`, from a fresh clone to a working account, and through changes of the folder.
 * @module
 */

import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { World } from '../../../emulator/core/world';
import { VirtualAgent } from '../../../emulator/local-stack/virtual-agent';
import { textFor } from '../../../src/texts';
import { Clone } from './clone';

let clone: Clone;
let world: World;

beforeAll(async () => {
	clone = await Clone.start();
	world = clone.emulator.world;
}, 60_000);

afterAll(async () => {
	await clone.stop();
	expect(clone.emulator.crashes).toEqual([]);
});

const flow = () => clone.onlyFlow;

/** How the flow says goodbye to a caller, of every revision so far. */
function apologies(): unknown[] {
	return flow().revisions.map(
		({ definition }) => definition.states.find(({ name }) => name === 'apologize_to_caller')?.properties.say,
	);
}

function apologize(words: string): void {
	clone.editTemplate(({ states }) => {
		const widget = states.find(({ name }) => name === 'apologize_to_caller');
		if (widget) widget.properties.say = words;
	});
}

const STOCK = textFor({}, 'HANDOFF_CALL_APOLOGY');

test('a dry run shows everything and changes nothing', async () => {
	// As people type it: npm keeps the first option for itself.
	const { code, output } = await clone.npmRunDeploy('--dry-run', '--', '--skip-check');
	expect(output).toContain('Functions: create the first build');
	expect(output).toContain('Functions: set TWILIO_API_SECRET');
	expect(output).toContain('Flow: create');
	expect(code).toBe(0);
	expect(clone.writes()).toEqual([]);
	expect(readFileSync(clone.envFile, 'utf8')).not.toContain('TWILIO_STUDIO_HANDOFF_FLOW_SID');
}, 60_000);

test('an .env that can’t take the flow’s SID stops a deploy before the account changes', async () => {
	const before = readFileSync(clone.envFile, 'utf8');
	chmodSync(clone.envFile, 0o444);
	const { code, output } = await clone.deploy();
	chmodSync(clone.envFile, 0o600);
	expect(code).toBe(1);
	expect(output).toContain(`Can’t write ${clone.envFile}: it is read-only`);
	expect(output).not.toContain('    at ');
	expect(clone.writes()).toEqual([]);
	expect(readFileSync(clone.envFile, 'utf8')).toBe(before);
}, 60_000);

test('npx handoff deploy puts Functions and flow live, and tells TAC and the Functions of the flow', async () => {
	const { code, output } = await clone.npmRunDeploy();
	expect(output).toContain('✓ Testing the live endpoints');
	expect(code).toBe(0);
	for (const secret of [world.account.authToken, world.account.apiSecret])
		expect(output).not.toContain(secret);

	const [environment] = world.serverless.environments.values();
	if (!environment) throw new Error('no environment');
	const live = world.serverless.live(environment);
	const served = live?.functions.map(({ path, visibility }) => `${visibility} ${path}`).sort();
	const files = readdirSync(join(clone.root, 'functions'));
	expect(served).toEqual(files.map((name) => `public /${name.replace(/\.ts$/, '')}`).sort());
	expect(live?.assets.map(({ path }) => path)).toEqual(['/version.json']);
	const { dependencies } = JSON.parse(readFileSync(join(clone.root, 'package.json'), 'utf8'));
	expect(live?.build.dependencies.map(({ name }) => name).sort()).toEqual(Object.keys(dependencies).sort());
	const variables = world.serverless.variablesOf(environment);
	expect(variables).toMatchObject({
		TWILIO_STUDIO_HANDOFF_FLOW_SID: flow().sid,
		// Looked up, for the flow and for calls that come to /handoff.
		TWILIO_FLEX_WORKFLOW_SID: world.workflowSid,
	});
	expect(variables).not.toHaveProperty('TWILIO_AUTH_TOKEN');
	expect(readFileSync(clone.envFile, 'utf8')).toContain(`\nTWILIO_STUDIO_HANDOFF_FLOW_SID=${flow().sid}\n`);
	expect(flow().revisions.at(-1)).toMatchObject({
		status: 'published',
		commitMessage: expect.stringMatching(
			/^AI-to-human handoff \d+\.\d+\.\d+ \(sha256:[0-9a-f]{12}, git [0-9a-f]{7,}\)$/,
		),
	});
	clone.writes();
}, 120_000);

test('what is deployed hands a customer over', async () => {
	const agent = new VirtualAgent(clone.emulator);
	const { conversation } = world.addMessagingConversation({
		channel: 'SMS',
		address: '+15005550123',
		name: 'Kim',
	});
	const url = `https://studio.twilio.com/v2/Flows/${flow().sid}/Executions`;
	await agent.handOffMessaging(conversation, { reason: 'asked for a human' }, url, '+15005550123');
	await clone.emulator.runner.idle();
	const [task] = world.tasks.values();
	expect(task?.attributes).toMatchObject({ name: 'Kim', reason: 'asked for a human', channel: 'SMS' });
	clone.writes();
}, 60_000);

test('a deploy with nothing changed writes nothing', async () => {
	const { code } = await clone.deploy();
	expect(code).toBe(0);
	expect(clone.writes()).toEqual([]);
	expect(flow().revisions).toHaveLength(1);
}, 60_000);

test('a deploy with one changed widget makes one revision and no build, and can be rolled back and repeated', async () => {
	apologize('No agent is here. Goodbye.');
	const changed = await clone.deploy();
	expect(changed.output).toContain('apologize_to_caller.say');
	expect(changed.output).toContain('in the description of studio/agent-handoff.json');
	expect(changed.code).toBe(0);
	expect(clone.writes()).toEqual([
		'POST studio.twilio.com/v2/Flows/Validate',
		'POST studio.twilio.com/v2/Flows/*',
		// The history: this build runs with another revision now.
		'POST serverless.twilio.com/v1/Services/*/Environments/*/Variables/*',
	]);
	expect(apologies()).toEqual([STOCK, 'No agent is here. Goodbye.']);

	const back = await clone.flow('rollback');
	expect(back.code).toBe(0);
	expect(apologies()).toEqual([STOCK, 'No agent is here. Goodbye.', STOCK]);

	// The same folder would bring back what was just left.
	clone.writes();
	const refused = await clone.deploy();
	expect(refused.code).toBe(1);
	expect(refused.output).toMatch(/^Version .* was rolled back to revision/m);
	expect((await clone.flow('deploy')).output).toContain('--allow-older');
	expect(clone.writes()).toEqual([]);

	const again = await clone.deploy('--allow-older');
	expect(again.code).toBe(0);
	expect(apologies()).toEqual([STOCK, 'No agent is here. Goodbye.', STOCK, 'No agent is here. Goodbye.']);

	const { output } = await clone.flow('history', '--json');
	const history = JSON.parse(output);
	expect(history).toMatchObject({ flow: flow().sid, live: 4 });
	const messages = history.revisions.map(
		({ revision, commitMessage }: { revision: number; commitMessage: string }) => [revision, commitMessage],
	);
	const deployed = expect.stringMatching(/^AI-to-human handoff \d+\.\d+\.\d+ \(sha256:/);
	expect(messages).toEqual([
		[4, deployed],
		[3, expect.stringMatching(/^rollback to revision 1: AI-to-human handoff \d+\.\d+\.\d+/)],
		[2, deployed],
		[1, deployed],
	]);
	expect((await clone.flow('history')).output.split('\n')[0]).toMatch(/^→ +4 /);
	clone.writes();
}, 120_000);

test('without its SID in .env, a renamed flow is updated and not doubled', async () => {
	const renamed = flow();
	renamed.friendlyName = 'Our hotline';
	const env = readFileSync(clone.envFile, 'utf8');
	writeFileSync(clone.envFile, env.replace(/^TWILIO_STUDIO_HANDOFF_FLOW_SID=.*\n/m, ''));
	clone.editTemplate((each) => {
		each.description = 'Our handoff 9.1.2';
	});
	const { code, output } = await clone.deploy();
	expect({ code, output }).toMatchObject({ code: 0 });
	expect(flow().sid).toBe(renamed.sid);
	expect(readFileSync(clone.envFile, 'utf8')).toContain(`\nTWILIO_STUDIO_HANDOFF_FLOW_SID=${renamed.sid}\n`);
	clone.commit('9.1.2');
}, 60_000);

test('an older folder replaces neither flow nor Functions, by a deploy or by setup, unless that is said', async () => {
	clone.editTemplate((each) => {
		each.description = 'Our handoff 9.1.1';
	});
	clone.writes();
	const before = flow().revisions.length;
	for (const attempt of [clone.deploy(), clone.flow('deploy')]) {
		const { code, output } = await attempt;
		expect(code).toBe(1);
		expect(output).toContain('Version 9.1.2 is live, but this folder has the older version 9.1.1.');
	}
	// With older Functions too, setup has a reason to deploy, and does not.
	clone.setVersion('0.9.0');
	const setup = await clone.setup('--yes');
	expect(setup.output).toMatch(/Not deployed[\s\S]*studio\/version: version 9\.1\.2 is live/);
	expect(setup.code).toBe(1);
	expect(clone.writes().filter((write) => /studio|serverless/.test(write))).toEqual([]);
	expect(flow().revisions).toHaveLength(before);

	// The Functions alone: the flow is the same, and their version is older.
	clone.restore();
	clone.setVersion('0.9.0');
	const older = await clone.deploy();
	expect(older.code).toBe(1);
	expect(older.output).toMatch(
		/Version \S+ of the Functions is live, but this folder has the older version 0\.9\.0\./,
	);
	expect(clone.writes().filter((write) => /studio|serverless/.test(write))).toEqual([]);
	const accepted = await clone.deploy('--allow-older');
	expect({ code: accepted.code, output: accepted.output }).toMatchObject({ code: 0 });
	clone.restore();
}, 120_000);

test('a voice that the SDK has not is a warning, and goes live', async () => {
	clone.addSettings({ HANDOFF_VOICE: 'Polly.Nova-Ultra' });
	const { code, output } = await clone.deploy();
	expect(output).toMatch(/✓ Checking settings: HANDOFF_VOICE \("Polly\.Nova-Ultra"\)/);
	expect(code).toBe(0);
	const greeting = flow()
		.revisions.at(-1)
		?.definition.states.find(({ name }) => name === 'greet_caller');
	expect(greeting?.properties.voice).toBe('Polly.Nova-Ultra');
}, 60_000);
