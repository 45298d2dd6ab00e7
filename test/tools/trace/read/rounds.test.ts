/** How many requests a trace waits for one after the other: at 100 ms each, 2 s are 20 rounds, and the terminal wants fewer. */
import { setImmediate } from 'node:timers/promises';
import { onStage, type TraceStage } from '../stage';

let stage: TraceStage;
onStage((opened) => {
	stage = opened;
});

/** Answers all requests that wait at once, when no more come, and counts how often. */
async function roundsOf(id: string): Promise<number> {
	const { defaults } = stage.twilio.httpClient.axios;
	const { adapter } = defaults;
	if (typeof adapter !== 'function') throw new Error('the client has no adapter of its own');
	let waiting: (() => void)[] = [];
	defaults.adapter = async (config) => {
		await new Promise<void>((resolve) => waiting.push(resolve));
		return adapter(config);
	};
	let isDone = false;
	const tracing = stage.trace(id).finally(() => {
		isDone = true;
	});
	let rounds = 0;
	while (!isDone) {
		for (let turn = 0; turn < 50; turn += 1) await setImmediate();
		const asked = waiting;
		waiting = [];
		if (asked.length > 0) rounds += 1;
		for (const answer of asked) answer();
	}
	defaults.adapter = adapter;
	await tracing;
	return rounds;
}

test.each(['accepted', 'waiting'])(
	'a chat that is %s is traced in a few rounds, by any of its ids',
	async (how) => {
		const { conversation, classicConversation, task } = await stage.handedOver();
		if (how === 'accepted') stage.accept();
		const waitsForAgents = how === 'waiting' ? 1 : 0;
		expect(await roundsOf(conversation.id)).toBeLessThanOrEqual(4 + waitsForAgents);
		expect(await roundsOf(classicConversation.sid)).toBeLessThanOrEqual(5 + waitsForAgents);
		expect(await roundsOf(task.sid)).toBeLessThanOrEqual(6 + waitsForAgents);
		expect(await roundsOf(stage.executionSid)).toBeLessThanOrEqual(7 + waitsForAgents);
	},
);

test.each(['the flow', '/handoff'])('a call through %s is traced in a few rounds', async (way) => {
	const { conversation, call } = await callThrough(way);
	expect(await roundsOf(conversation.id)).toBeLessThanOrEqual(5);
	expect(await roundsOf(call.sid)).toBeLessThanOrEqual(5);
});

async function callThrough(way: string) {
	const kim = stage.calling();
	await stage.handOffCall(kim, way === '/handoff' ? stage.handoffUrl : undefined);
	stage.accept();
	return kim;
}
