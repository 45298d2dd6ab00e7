/**
 * `handoff deploy` and `handoff flow pull` after the live flow was edited in the Console.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { addForeignFlow } from '../../../emulator/core/new-account';
import type { World } from '../../../emulator/core/world';
import { Clone } from './clone';

let clone: Clone;
let world: World;

beforeAll(async () => {
	clone = await Clone.start();
	world = clone.emulator.world;
	expect(await clone.deploy()).toMatchObject({ code: 0 });
	clone.writes();
}, 120_000);

afterAll(async () => {
	await clone.stop();
	expect(clone.emulator.crashes).toEqual([]);
});

const flow = () => clone.onlyFlow;

test('an edit in the Console stops a deploy, until it is pulled', async () => {
	const live = flow().revisions.at(-1);
	if (!live) throw new Error('no revision');
	// Its description too: without a version it looks like anyone's flow.
	const definition = { ...structuredClone(live.definition), description: 'Our handoff' };
	for (const { name, properties } of definition.states)
		if (name === 'tell_customer') properties.body = 'Write to us tomorrow.';
	flow().revisions.push({ ...live, definition, commitMessage: '' });

	// npm keeps this --force for itself, as it does one in .npmrc, which is not meant for the flow.
	const stopped = await clone.npmRunDeploy('--force', '--', '--skip-check');
	expect(stopped.code).toBe(1);
	expect(stopped.output).toContain('tell_customer.body');
	expect(stopped.output).toContain('"Our handoff" →');
	expect(stopped.output).toContain('npx handoff deploy --skip-check --force');
	expect(clone.writes()).toEqual([]);

	// What is not committed is not overwritten.
	clone.editTemplate(({ states }) => {
		for (const { name, properties } of states)
			if (name === 'apologize_to_caller') properties.say = 'No agent is here. Goodbye.';
	});
	const unsaved = clone.template;
	const refused = await clone.flow('pull');
	expect(refused.code).toBe(1);
	expect(refused.output).toContain('has uncommitted changes');
	expect(clone.template).toEqual(unsaved);
	clone.commit('another apology');

	const pulled = await clone.flow('pull');
	expect(pulled.code).toBe(0);
	expect(pulled.output).toMatch(/Fix before deploying:\n {2}The description does not end in a semantic/);
	const edited = clone.template.states.find(({ name }) => name === 'tell_customer');
	expect(edited?.properties.body).toBe('Write to us tomorrow.');
	expect(JSON.stringify(clone.template)).toContain('{FUNCTIONS_URL}/participant-lookup');
	expect(JSON.stringify(clone.template)).not.toMatch(/[A-Z]{2}[0-9a-f]{32}/);

	const back = await clone.flow('rollback');
	expect(back.code).toBe(1);
	expect(back.output).toContain('edited in the Console');
	expect(clone.writes()).toEqual([]);

	clone.editTemplate((each) => {
		each.description = 'Our handoff 9.1.1';
	});
	// What the folder has is no edit that a deploy would lose, and doctor says so too.
	const { findings } = JSON.parse((await clone.doctor('--json')).output);
	const studio = findings.filter(({ check }: { check: string }) => check.startsWith('studio/'));
	expect(studio.map(({ check, status }: Record<string, string>) => `${check} ${status}`)).toEqual([
		'studio/deployed ok',
		'studio/published ok',
		'studio/version wrong',
		'studio/drift ok',
		'studio/stuck-executions ok',
	]);
	const deployed = await clone.deploy();
	expect(deployed).toMatchObject({ code: 0 });
	expect(
		flow()
			.revisions.at(-1)
			?.definition.states.find(({ name }) => name === 'tell_customer')?.properties.body,
	).toBe('Write to us tomorrow.');
	clone.writes();
}, 120_000);

test('a description edited in the Console is an edit, and the flow still this project’s', async () => {
	const live = flow().revisions.at(-1);
	if (!live) throw new Error('no revision');
	flow().revisions.push({
		...live,
		definition: { ...live.definition, description: 'Our hotline' },
		commitMessage: '',
	});
	const { output } = await clone.doctor('--json');
	const { findings } = JSON.parse(output);
	const statusOf = (id: string) =>
		findings.find(({ check }: { check: string }) => check === id)?.status ?? 'not checked';
	expect(statusOf('agent-connect/flow-sid')).toBe('ok');
	expect(statusOf('studio/drift')).toBe('wrong');
	flow().revisions.pop();
}, 60_000);

test('text in front of the description is no edit, for doctor and for a deploy', async () => {
	const live = flow().revisions.at(-1);
	if (!live) throw new Error('no revision');
	const description = `PROD ${live.definition.description}`;
	flow().revisions.push({ ...live, definition: { ...live.definition, description }, commitMessage: '' });
	clone.writes();
	const { output } = await clone.doctor('--json');
	const wrong = JSON.parse(output)
		.findings.filter(({ status }: { status: string }) => status === 'wrong')
		.map(({ check }: { check: string }) => check);
	expect(wrong.filter((check: string) => check.startsWith('studio/'))).toEqual([]);
	expect((await clone.deploy()).code).toBe(0);
	expect(clone.writes()).toEqual([]);
	flow().revisions.pop();
}, 60_000);

test('a workflow chosen in the Console is pulled as a setting, and what is pulled is valid', async () => {
	clone.commit('pulled');
	const live = flow().revisions.at(-1);
	if (!live) throw new Error('no revision');
	const definition = structuredClone(live.definition);
	const workflow = `WW${'e'.repeat(32)}`;
	for (const { type, properties } of definition.states)
		if (type === 'send-to-flex') Object.assign(properties, { workflow, timeout: '600' });
	flow().revisions.push({ ...live, definition, commitMessage: '' });
	const { code, output } = await clone.flow('pull');
	expect({ code, output }).toMatchObject({ code: 0 });
	expect(output).toContain(`→ "${workflow}"`);
	expect(output).toContain('TWILIO_FLEX_WORKFLOW_SID');
	expect(JSON.stringify(clone.template)).not.toContain(workflow);
	expect((await clone.flow('validate')).output).toMatch(/ is valid\.$/m);
	expect((await clone.flow('pull')).output).toContain('already');
	clone.restore();
	flow().revisions.pop();
}, 60_000);

test('a flow that is not this project’s is not pulled', async () => {
	const other = `FW${'c'.repeat(32)}`;
	addForeignFlow(world, other, 'Front desk');
	const before = clone.template;
	const env = readFileSync(clone.envFile, 'utf8');
	clone.addSettings({ TWILIO_STUDIO_HANDOFF_FLOW_SID: other });
	const refused = await clone.flow('pull');
	expect(refused.code).toBe(1);
	expect(refused.output).toContain(`Flow ${other} "Front desk" wasn’t deployed by this project`);
	expect(clone.template).toEqual(before);
	expect((await clone.flow('pull', '--force')).code).toBe(0);
	expect(clone.template.states).toHaveLength(1);
	clone.restore();
	writeFileSync(clone.envFile, env);
	world.flows.delete(other);
}, 60_000);

test('a live flow without what our schema requires is compared, named, pulled and replaced', async () => {
	const live = flow().revisions.at(-1);
	if (!live) throw new Error('no revision');
	const definition = JSON.parse(JSON.stringify({ ...live.definition, description: null, flags: undefined }));
	for (const { name, properties } of definition.states)
		if (name === 'tell_customer') delete properties.offset;
	flow().revisions.push({ ...live, definition, commitMessage: '' });

	const stopped = await clone.deploy();
	expect(stopped.code).toBe(1);
	expect(stopped.output).toMatch(/ {2}flags: .*\n {2}tell_customer\.offset: /);
	expect((await clone.flow('diff')).output).toContain('~ flags: (none) →');
	const { findings } = JSON.parse((await clone.doctor('--json')).output);
	const studio = findings.filter(({ check }: { check: string }) => check.startsWith('studio/'));
	expect(studio.map(({ status }: { status: string }) => status)).not.toContain('unreadable');

	const pulled = await clone.flow('pull');
	expect(pulled.code).toBe(0);
	expect(pulled.output).toMatch(/Fix before deploying:\n.*flags: /);
	clone.restore();
	const replaced = await clone.deploy('--force');
	expect({ code: replaced.code, output: replaced.output }).toMatchObject({ code: 0 });
	expect(flow().revisions.at(-1)?.definition.flags).toBeDefined();
}, 120_000);
