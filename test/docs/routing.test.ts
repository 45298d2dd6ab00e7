/**
 * The workflows of docs/routing.md, pasted into the emulator as they stand on the page, route handoffs as the page says.
 * @module
 */
import { readFileSync } from 'node:fs';
import { Emulator } from '../../emulator/core/emulator';
import type { World } from '../../emulator/core/world';
import { createTask } from '../../emulator/products/taskrouter/create-task';
import { taskAttributes } from '../../src/handoff/task-attributes';
import { routeOf } from '../../tools/doctor/flex/route';
import { parseWorkflow } from '../../tools/doctor/flex/workflow-document';
import { clientOf } from '../support/client';
import { CUSTOMER_NUMBER, handoffData } from '../support/fixtures';
import { stepsOf } from '../support/task-steps';

const PAGE = readFileSync('docs/routing.md', 'utf8');
const EVERYONE = ['ann', 'bo', 'cy'];

/** The JSON block behind a heading, or the one with a name. */
function blockOf(heading: string, name = ''): string {
	const section = heading === '' ? PAGE : (PAGE.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '');
	const block = new RegExp(`\\n\`\`\`json${name && ` ${name}`}\\n(.*?)\\n\`\`\``, 's').exec(section)?.[1];
	if (block === undefined) throw new Error(`docs/routing.md has no JSON for "${heading}${name}"`);
	return block;
}

const sidOf = (kind: 'WQ' | 'WK', index: number) => `${kind}${String(index).padStart(32, '0')}`;
const QUEUES: Readonly<Record<string, string>> = JSON.parse(blockOf('', 'queues'));
const AGENTS: Readonly<Record<string, Record<string, unknown>>> = JSON.parse(blockOf('', 'agents'));
const queueSid = (name: string) => sidOf('WQ', Object.keys(QUEUES).indexOf(name));
const agentSid = (name: string) => sidOf('WK', Object.keys(AGENTS).indexOf(name));

let emulator: Emulator;
beforeAll(async () => {
	emulator = await Emulator.start();
	const { world } = emulator;
	world.workers.clear();
	for (const [name, targetWorkers] of Object.entries(QUEUES)) {
		world.taskQueues.set(queueSid(name), { sid: queueSid(name), friendlyName: name, targetWorkers });
	}
	for (const [friendlyName, attributes] of Object.entries(AGENTS)) {
		const sid = agentSid(friendlyName);
		world.workers.set(sid, { sid, friendlyName, attributes, activityName: 'Available', available: true });
	}
});
afterAll(() => emulator.stop());

/** Pastes a workflow in, as the Console does. */
async function paste(heading: string): Promise<string> {
	const configuration = blockOf(heading).replace(/"(WQ_[A-Z]+)"/g, (_, name) => `"${queueSid(name)}"`);
	const { workspaceSid, workflowSid } = emulator.world;
	const { workflows } = clientOf(emulator).taskrouter.v1.workspaces(workspaceSid);
	await workflows(workflowSid).update({ configuration });
	return configuration;
}

const attributesOf = (attributes: Record<string, unknown>, channel = 'SMS') =>
	taskAttributes(
		{ data: { ...handoffData, reason: '', attributes } },
		{ channel, direction: 'inbound', name: 'Kim', customerAddress: CUSTOMER_NUMBER },
	);

/** The agents of each step to whom a handoff with these attributes is offered. */
function offers(world: World, attributes: Record<string, unknown>, channel?: string): string[][] {
	const task = createTask(world, {
		attributes: attributesOf(attributes, channel),
		workflowSid: world.workflowSid,
		taskChannelSid: 'chat',
	});
	return stepsOf(world, task).map(({ workers }) => workers.map(({ friendlyName }) => friendlyName));
}

describe.each<[string, Record<string, unknown>, string[][]]>([
	['By department', { department: 'billing' }, [['ann']]],
	['By department', { department: 'support' }, [['bo', 'cy']]],
	['By skill', { skill: 'refunds' }, [['ann', 'cy'], EVERYONE]],
	['By skill', { skill: 'returns' }, [['bo', 'cy'], EVERYONE]],
	['By language', { language: 'de' }, [['bo']]],
	['By language', { language: 'es' }, [['cy']]],
	['To a known agent', { agentSid: agentSid('bo') }, [['bo'], EVERYONE]],
	['To a known agent, by name', { route: 'agent', agentName: 'cy' }, [['cy'], EVERYONE]],
])('%s, %j', (heading, attributes, expected) => {
	test.each(['SMS', 'VOICE'])('reaches the right agents on %s', async (channel) => {
		await paste(heading);
		expect(offers(emulator.world, attributes, channel)).toEqual(expected);
	});

	test('a handoff without the attribute, or with an unknown value, reaches every agent', async () => {
		await paste(heading);
		const unknown = Object.fromEntries(Object.keys(attributes).map((name) => [name, 'other']));
		expect(offers(emulator.world, {})).toEqual([EVERYONE]);
		expect(offers(emulator.world, unknown)).toEqual([EVERYONE]);
	});

	test('its last target lasts as long as the task', async () => {
		await paste(heading);
		const task = createTask(emulator.world, {
			attributes: attributesOf(attributes),
			workflowSid: emulator.world.workflowSid,
			taskChannelSid: 'chat',
		});
		const steps = stepsOf(emulator.world, task);
		expect(steps.at(-1)?.timeout).toBeUndefined();
		expect(steps.slice(0, -1).every(({ timeout }) => timeout !== undefined)).toBe(true);
	});

	test('doctor finds the same queues in the workflow as the emulator', async () => {
		const document = parseWorkflow(await paste(heading));
		const sample = { what: 'a handoff', attributes: JSON.parse(attributesOf(attributes)) };
		expect(routeOf(document, sample)).toMatchObject({ by: 'filter', unknown: [] });
	});
});

test('every workflow on the page is tested', () => {
	const headings = [...PAGE.matchAll(/^## (.*)$/gm)].map(([, heading = '']) => heading);
	expect(headings.slice(0, -1)).toEqual([
		'By department',
		'By skill',
		'By language',
		'To a known agent',
		'To a known agent, by name',
	]);
});
