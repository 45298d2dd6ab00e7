/**
 * A deploy that fails, at each step: what was live stays live, and the message says so.
 * @module
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../../../emulator/core/world';
import { Clone } from './clone';

let clone: Clone;
let world: World;

beforeAll(async () => {
	clone = await Clone.start();
	world = clone.emulator.world;
	const { code, output } = await clone.deploy();
	expect({ code, output }).toMatchObject({ code: 0 });
}, 120_000);

afterEach(() => {
	clone.emulator.faults.clear();
});

afterAll(async () => {
	await clone.stop();
});

/** What the account runs: the build and the revision. */
function live(): { build: string | undefined; revision: number | undefined } {
	const [environment] = world.serverless.environments.values();
	const [flow] = world.flows.values();
	return { build: environment?.buildSid ?? undefined, revision: flow?.revisions.length };
}

function changeCode(): void {
	const file = join(clone.root, 'src', 'redact.ts');
	writeFileSync(file, `${readFileSync(file, 'utf8')}\nconsole.info('${Math.random()}');\n`);
}

function changeFlow(): void {
	clone.editTemplate(({ states }) => {
		for (const { name, properties } of states)
			if (name === 'tell_customer') properties.body = `Sorry ${Math.random()}`;
	});
}

test('a deploy whose build fails leaves Functions and flow as they were, and names them', async () => {
	const before = live();
	changeCode();
	world.serverless.failNextBuild = true;
	const { code, output } = await clone.deploy();
	expect(code).toBe(1);
	expect(output).toContain(`Live: Functions at`);
	expect(output).toContain(String(before.build));
	expect(live()).toEqual(before);
}, 60_000);

test('a deploy whose flow Twilio’s validation refuses keeps the old revision and prints the reason', async () => {
	changeFlow();
	clone.emulator.faults.add({
		match: { method: 'POST', path: /Flows\/Validate$/ },
		fault: {
			status: 400,
			body: {
				code: 81022,
				message: 'Flow definition validation failed',
				details: {
					errors: [{ property_path: '#/states/16/type', message: 'unknown widget type resume-conversation' }],
				},
			},
		},
	});
	const before = live();
	const { code, output } = await clone.deploy();
	expect(code).toBe(1);
	expect(output).toContain('unknown widget type resume-conversation');
	expect(output).toContain('npx handoff flow learn FW');
	expect(live().revision).toBe(before.revision);
	expect(output).toContain(`revision ${before.revision}`);
}, 60_000);

test('a deploy whose flow Twilio does not publish leaves everything as it was', async () => {
	changeFlow();
	clone.emulator.faults.add({
		match: { method: 'POST', path: /Flows\/FW[0-9a-f]+$/ },
		fault: { status: 500 },
	});
	const before = live();
	const { code, output } = await clone.deploy();
	expect(code).toBe(1);
	expect(output).toContain('publishing the flow');
	expect(live()).toEqual(before);
}, 60_000);

test('a deploy whose answer is lost after publishing reads again what is live', async () => {
	changeFlow();
	const reads = { method: 'GET', host: 'studio.twilio.com', path: /Flows\/FW[0-9a-f]+$/ };
	// The first read is the plan's, the second is just before publishing; the next fails for as long as it is tried again.
	clone.emulator.faults.add({ match: reads, from: 3, times: 4, fault: { status: 500 } });
	const before = live();
	const { code, output } = await clone.deploy();
	expect(code).toBe(1);
	expect(output).toContain('was still published');
	expect(live().revision).toBe(Number(before.revision) + 1);
	expect(output).toContain(`revision ${live().revision}`);
}, 60_000);

test('a deploy whose network fails half way leaves everything as it was, and says what is live', async () => {
	changeFlow();
	clone.emulator.faults.add({ match: { host: 'studio.twilio.com', method: 'POST' }, fault: { reset: true } });
	const before = live();
	const { code, output } = await clone.deploy();
	expect(code).toBe(1);
	expect(output).toContain('Could not reach Twilio');
	expect(output).toContain('Live: Functions at');
	expect(live()).toEqual(before);
}, 60_000);

describe('Ctrl-C while a deploy builds the Functions', () => {
	let temporary: string;
	const requested = (path: RegExp) => clone.emulator.requests.some(({ url }) => path.test(url));
	/** Presses it when the build has begun, which then takes two seconds. */
	const press = (times: number) => {
		changeCode();
		changeFlow();
		clone.writes();
		const match = { path: /\/Builds\/ZB\w+\/Status$/ };
		clone.emulator.faults.add({ match, times: 1, fault: { delay: 2_000 } });
		return clone.interruptDeploy(() => requested(/\/Status$/), times, temporary);
	};
	const filesBeside = () => readdirSync(clone.root).filter((name) => name.startsWith('.env'));

	beforeEach(() => {
		temporary = mkdtempSync(join(tmpdir(), 'handoff-interrupted-'));
	});
	afterEach(() => {
		// The cache of tsx is no leftover.
		const left = readdirSync(temporary).filter((name) => !name.startsWith('tsx-'));
		rmSync(temporary, { recursive: true });
		expect([left, filesBeside()]).toEqual([[], ['.env', '.env.example']]);
	});

	test('lets that step end, begins no other, and says what is live', async () => {
		const before = live();
		const env = readFileSync(clone.envFile, 'utf8');
		const { code, output } = await press(1);
		expect({ code, output }).toMatchObject({ code: 1 });
		expect(output).toContain('✓ Functions: https://');
		expect(output).not.toContain('Studio flow:');
		const { build, revision } = live();
		expect(build).not.toBe(before.build);
		expect(revision).toBe(before.revision);
		expect(output).toMatch(`(build ${build}); flow `);
		expect(output).toContain('Interrupted. To continue, run the command again.');
		expect(readFileSync(clone.envFile, 'utf8')).toBe(env);
		const again = await clone.deploy();
		expect({ code: again.code, output: again.output }).toMatchObject({ code: 0 });
		expect(live()).toEqual({ build, revision: Number(revision) + 1 });
	}, 60_000);

	test('pressed twice ends at once, with what was live before', async () => {
		const before = live();
		const { code, output } = await press(2);
		expect({ code, output }).toMatchObject({ code: 130 });
		expect(output).toContain('run the command again');
		expect(live()).toEqual(before);
		clone.writes();
		await sleep(2_500);
		expect(clone.emulator.requests).toEqual([]);
		clone.emulator.faults.clear();
		expect((await clone.deploy()).code).toBe(0);
	}, 60_000);
});

test('a deploy with wrong credentials names the settings to check', async () => {
	const env = readFileSync(clone.envFile, 'utf8');
	writeFileSync(clone.envFile, env.replace(/^AUTH_TOKEN=.*$/m, `AUTH_TOKEN=${'0'.repeat(32)}`));
	const { code, output } = await clone.deploy();
	writeFileSync(clone.envFile, env);
	expect(code).toBe(1);
	expect(output).toContain('Check ACCOUNT_SID and AUTH_TOKEN');
	expect(output).toContain('Functions unknown (could not be read); flow unknown (could not be read)');
}, 60_000);

test('a deploy after failed ones succeeds', async () => {
	const { code, output } = await clone.deploy();
	expect({ code, output }).toMatchObject({ code: 0 });
}, 60_000);

test('handoff flow validate reports a merge conflict with its line', async () => {
	const file = join(clone.root, 'studio', 'agent-handoff.json');
	const template = readFileSync(file, 'utf8');
	writeFileSync(file, `<<<<<<< HEAD\n${template}`);
	const { code, output } = await clone.flow('validate');
	writeFileSync(file, template);
	expect(code).toBe(1);
	expect(output).toMatch(/^✗ studio\/agent-handoff\.json is not valid JSON: line 1 has a merge conflict/m);
	expect(output).not.toContain('    at ');
}, 60_000);

test('handoff flow learn takes over how Twilio’s template spells Resume Conversation', async () => {
	const [flow] = world.flows.values();
	const [revision] = flow?.revisions ?? [];
	if (!flow || !revision) throw new Error('no flow');
	const definition = { ...structuredClone(revision.definition), description: 'Agent Handoff' };
	for (const state of definition.states) {
		if (state.name !== 'resume_conversation') continue;
		state.type = 'resume-conversations-v1';
		const { offset } = state.properties;
		state.properties = {
			offset,
			conversationSid: '{{widgets.a.parsed.conversationSid}}',
			serviceSid: '{{widgets.b.parsed.serviceSid}}',
		};
		state.transitions = [
			{ event: 'resumed', next: 'send_conversation_to_flex' },
			{ event: 'resumeFailed', next: 'tell_customer' },
		];
	}
	const template = {
		sid: `FW${'ab'.repeat(16)}`,
		friendlyName: 'made from the template',
		revisions: [{ ...revision, definition }],
	};
	world.flows.set(template.sid, template);

	const { code, output } = await clone.flow('learn', template.sid);
	expect({ code, output }).toMatchObject({ code: 0 });
	const widget = clone.template.states.find(({ name }) => name === 'resume_conversation');
	expect(widget?.type).toBe('resume-conversations-v1');
	expect(Object.keys(widget?.properties ?? {}).sort()).toEqual(['conversationSid', 'offset', 'serviceSid']);
	expect(widget?.transitions.map(({ event }) => event).sort()).toEqual(['resumeFailed', 'resumed']);
	expect((await clone.flow('validate')).code).toBe(0);
}, 60_000);
