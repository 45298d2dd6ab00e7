/**
 * `handoff demo`: four handoffs from the virtual agent to a human, on this machine alone. An inbound call and an SMS
 * go directly to Studio; an outbound call and a web chat go through `/handoff`.
 * @module
 */

import { shortenIds } from '../core/sids';
import type { Call, Conversation, Task } from '../core/world';
import { readCustomerSummary } from './flex-agent';
import { Laptop } from './laptop';
import { journalLine, taskLines } from './report';
import { untilInterrupted } from './shutdown';
import { VirtualAgent } from './virtual-agent';

interface Scenario {
	readonly title: string;
	/** Sets the customer up. */
	prepare(laptop: Laptop): { conversation: Conversation; call?: Call };
	readonly attributes: Readonly<Record<string, string>>;
	readonly summary: string;
	/** Where the virtual agent hands over to. */
	target(laptop: Laptop): string;
	/** What must be true of the task beside the app's own attributes. */
	readonly expected: Readonly<Record<string, string | number>>;
}

const SCENARIOS: readonly Scenario[] = [
	{
		title: 'Inbound call, directly to Studio',
		prepare: ({ emulator }) => emulator.world.addVoiceConversation({ from: '+15005550123' }),
		attributes: { department: 'billing', priority: 'high', reason: 'Wants a refund & a callback <today>' },
		summary:
			'Was charged twice for order 4411. The virtual agent confirmed both charges and could not refund them.',
		target: (laptop) => laptop.voiceWebhookUrl,
		expected: { channel: 'VOICE', direction: 'inbound', customerAddress: '+15005550123', priority: 20 },
	},
	{
		title: 'SMS, directly to Studio',
		prepare: ({ emulator }) =>
			emulator.world.addMessagingConversation({ channel: 'SMS', address: '+15005550124', name: 'Kim' }),
		attributes: { department: 'support', reason: 'Customer says "let me talk to a person" — order #4411' },
		summary: 'Parcel is four days late. Kim asked twice for a person.',
		target: (laptop) => laptop.executionsUrl,
		expected: { channel: 'SMS', name: 'Kim', customerAddress: '+15005550124', priority: 0 },
	},
	{
		title: 'Outbound call, which Studio refuses, through /handoff',
		prepare: ({ emulator }) =>
			emulator.world.addVoiceConversation({
				from: emulator.world.phoneNumber,
				to: '+15005550125',
				direction: 'outbound-api',
			}),
		attributes: {
			department: 'renewals',
			priority: 'urgent',
			reason: 'Wants to cancel unless a person explains the new price',
		},
		summary: 'Called about a renewal. Objects to the new price.',
		target: (laptop) => laptop.handoffUrl,
		expected: { channel: 'VOICE', direction: 'outbound', customerAddress: '+15005550125', priority: 30 },
	},
	{
		title: 'Web chat, through /handoff',
		prepare: ({ emulator }) =>
			emulator.world.addMessagingConversation({
				channel: 'CHAT',
				address: 'visitor-8d2f@example.com',
				name: 'Robin',
			}),
		attributes: { department: 'sales', reason: 'asked for a human' },
		summary: 'Compares two plans, needs a quote for 40 seats.',
		target: (laptop) => laptop.handoffUrl,
		expected: { channel: 'CHAT', name: 'Robin', customerAddress: 'visitor-8d2f@example.com', priority: 0 },
	},
];

async function run(scenario: Scenario, laptop: Laptop): Promise<void> {
	const { world, runner } = laptop.emulator;
	const { conversation, call } = scenario.prepare(laptop);
	world.summaries.set(conversation.id, scenario.summary);
	const agent = new VirtualAgent(laptop.emulator);
	const known = new Set(world.tasks.keys());
	const from = world.journal.length;
	const start = Date.now();
	world.log('TAC', `the customer asks for a person: ${scenario.attributes.reason}`);
	try {
		if (call) {
			await agent.handOffCall(conversation, call, scenario.attributes, scenario.target(laptop));
		} else {
			const to =
				conversation.participants.find(({ type }) => type === 'CUSTOMER')?.addresses[0]?.address ?? '';
			const { status, error } = await agent.handOffMessaging(
				conversation,
				scenario.attributes,
				scenario.target(laptop),
				to,
			);
			if (status === 'handoff_failed')
				throw new Error(`the virtual agent received a failed handoff: ${error}`);
		}
		await runner.idle();
		const task = [...world.tasks.values()].find(({ sid }) => !known.has(sid));
		if (!task) throw new Error('no task was created');
		const summary = await readCustomerSummary(laptop.emulator, task);
		world.log('Flex', `shows the task and the summary of its conversationId`);
		verify(scenario, conversation, task, summary);
		for (const entry of world.journal.slice(from)) console.log(shortenIds(journalLine(entry, start)));
		console.log(shortenIds(taskLines(task, world).join('\n')));
	} catch (error) {
		for (const entry of world.journal.slice(from)) console.log(shortenIds(journalLine(entry, start)));
		throw error;
	}
}

function verify(
	{ attributes, expected, summary }: Scenario,
	conversation: Conversation,
	task: Task,
	found: string | undefined,
): void {
	const { priority, ...contact } = expected;
	const wanted: Record<string, unknown> = { ...attributes, ...contact, conversationId: conversation.id };
	const wrong = Object.keys(wanted).filter((name) => task.attributes[name] !== wanted[name]);
	if (wrong.length > 0) throw new Error(`the task's attributes are wrong: ${wrong.join(', ')}`);
	if (task.priority !== priority) throw new Error(`the task's priority is ${task.priority}, not ${priority}`);
	if (found !== summary) throw new Error('Flex does not find the summary');
}

/** @returns the exit code: 0 when every handoff arrived */
export async function demo(): Promise<number> {
	console.log('Starting the Twilio emulator, and the Functions in Twilio’s local runtime …');
	const interrupted = untilInterrupted();
	const laptop = await Laptop.start();
	let failures = 0;
	let done = 0;
	try {
		for (const [index, scenario] of SCENARIOS.entries()) {
			if (interrupted.happened) break;
			console.log(`\n${index + 1}. ${scenario.title}`);
			try {
				await run(scenario, laptop);
				done++;
			} catch (error) {
				failures++;
				console.log(`  ✗ ${error instanceof Error ? error.message : error}`);
			}
		}
	} finally {
		interrupted.release();
		await laptop.stop();
	}
	console.log(`\n${done} of ${SCENARIOS.length} handoffs succeeded.`);
	console.log(
		'To be the customer and the agent in Flex yourself: npm start, then open http://127.0.0.1:3001',
	);
	if (interrupted.happened) return 130;
	return failures > 0 ? 1 : 0;
}
