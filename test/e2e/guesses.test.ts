/**
 * The main job, chats and calls handed over, in worlds where one guess about Twilio after the other is wrong.
 * @module
 */
import { UNKNOWNS } from '../../emulator/core/unknowns';
import type { Conversation } from '../../emulator/core/world';
import { VirtualAgent } from '../../emulator/local-stack/virtual-agent';
import { useLocalStack } from '../support/local-stack';

const stage = useLocalStack();
afterEach(() => {
	for (const id of UNKNOWNS) delete stage.world.unknowns[id];
});

/** Through `/handoff`, or by TAC's own way through Studio. */
const WAYS = {
	'SMS, /handoff': () => chat('SMS', stage.laptop.handoffUrl),
	'SMS, Studio': () => chat('SMS', stage.laptop.executionsUrl),
	'web chat, /handoff': () => chat('CHAT', stage.laptop.handoffUrl),
	'web chat, Studio': () => chat('CHAT', stage.laptop.executionsUrl),
	'call, /handoff': () => call(stage.laptop.handoffUrl),
	'call, Studio': () => call(stage.laptop.voiceWebhookUrl),
};
type Outcomes = Record<keyof typeof WAYS, string>;

/** More than 1,024 characters, and more bytes than characters. */
const ATTRIBUTES = { reason: `wants "a person"\nnow${'é'.repeat(3_000)}`, department: 'support' };
let customers = 0;

async function chat(channel: 'SMS' | 'CHAT', url: string): Promise<string> {
	const number = 1_000 + customers++;
	const address = channel === 'SMS' ? `+1500555${number}` : `visitor-${number}`;
	const { conversation } = stage.world.addMessagingConversation({ channel, address });
	const agent = new VirtualAgent(stage.emulator);
	return outcome(conversation, async () => {
		const { status } = await agent.handOffMessaging(conversation, ATTRIBUTES, url, address);
		return status;
	});
}

async function call(actionUrl: string): Promise<string> {
	const from = `+1500555${1_000 + customers++}`;
	const { conversation, call } = stage.world.addVoiceConversation({ from });
	const agent = new VirtualAgent(stage.emulator);
	return outcome(conversation, async () => {
		await agent.handOffCall(conversation, call, ATTRIBUTES, actionUrl);
		return `no task, ${JSON.stringify(call.events)}`;
	});
}

/** What becomes of a customer: one task, or what TAC learns and who serves the conversation then. */
async function outcome(conversation: Conversation, handOver: () => Promise<string>): Promise<string> {
	const before = stage.world.tasks.size;
	const otherwise = await handOver();
	await stage.emulator.runner.idle();
	const tasks = [...stage.world.tasks.values()].slice(before);
	const isServed = conversation.status === 'ACTIVE' && conversation.configuration?.statusCallbacks?.length;
	if (tasks.length === 0) return `${otherwise}, ${isServed ? 'served' : 'released'}`;
	const waiting = tasks.filter(({ assignmentStatus }) => assignmentStatus === 'pending');
	return waiting.length === 1 ? 'task' : `${waiting.length} tasks`;
}

const allTasks: Outcomes = {
	'SMS, /handoff': 'task',
	'SMS, Studio': 'task',
	'web chat, /handoff': 'task',
	'web chat, Studio': 'task',
	'call, /handoff': 'task',
	'call, Studio': 'task',
};

/**
 * Where not every customer gets to a person: TAC gets an error, and after one of `/handoff` the virtual agent serves the
 * customer again; a caller hears so, or goes to the fallback number where one is set.
 */
const REPORTED: { readonly [guess in string]?: Partial<Outcomes> } = {
	'execution-to': {
		'web chat, /handoff': 'handoff_failed, served',
		'web chat, Studio': 'handoff_failed, released',
	},
};

/** The flow fails after the lookups: Flex has no such workflow. */
async function chatThatFails(url: string): Promise<string> {
	const { workflowSid, workflows } = stage.world;
	const workflow = workflows.get(workflowSid);
	workflows.delete(workflowSid);
	try {
		return await chat('SMS', url);
	} finally {
		if (workflow) workflows.set(workflowSid, workflow);
	}
}

test.each([...UNKNOWNS])(
	'with %s wrong, a customer whose flow fails has the virtual agent again',
	async (wrong) => {
		stage.world.unknowns[wrong] = false;
		const ways = [stage.laptop.handoffUrl, stage.laptop.executionsUrl];
		const outcomes = [];
		for (const url of ways) outcomes.push(await chatThatFails(url));
		expect(outcomes).toEqual(ways.map(() => expect.stringMatching(/, served$/)));
	},
);

test.each([...UNKNOWNS])(
	'with %s wrong, each customer gets to a person, or TAC learns that they do not',
	async (wrong) => {
		stage.world.unknowns[wrong] = false;
		const outcomes: Record<string, string> = {};
		for (const [way, handOver] of Object.entries(WAYS)) outcomes[way] = await handOver();
		expect(outcomes).toEqual({ ...allTasks, ...REPORTED[wrong] });
	},
);
