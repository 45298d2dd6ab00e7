/**
 * A customer who is handed over more than once.
 * @module
 */
import type { TraceStage } from './stage';

export type Kim = ReturnType<TraceStage['texting']>;

/** Studio’s context says of no widget which task it made. */
export function nameNoTask(stage: TraceStage): void {
	for (const { context } of stage.world.executions.values()) context.widgets = {};
}

/** Somebody whose handoff a person accepted, a minute ago. */
export async function served(stage: TraceStage) {
	const kim = stage.texting();
	await stage.handOffChat(kim);
	stage.accept();
	stage.pass(60);
	return { kim, execution: stage.executionSid, task: stage.task().sid };
}

/** One more handoff, which fails when the chat is closed. */
export async function handOff(stage: TraceStage, kim: Kim, chat: 'active' | 'closed' = 'active') {
	kim.classicConversation.state = chat;
	const before = stage.world.tasks.size;
	await stage.handOffChat(kim);
	const isMade = stage.world.tasks.size > before;
	return { execution: stage.executionSid, task: isMade ? stage.task().sid : '' };
}

/** Some other software makes a task of the conversation. */
export async function taskOf(stage: TraceStage, { conversation }: Kim, more: object = {}): Promise<string> {
	const { tasks } = stage.twilio.taskrouter.v1.workspaces(stage.world.workspaceSid);
	const attributes = JSON.stringify({ conversationId: conversation.id, ...more });
	const { workflowSid } = stage.world;
	return (await tasks.create({ workflowSid, taskChannel: 'chat', attributes })).sid;
}

/** The same customer calls, in the same conversation. */
export function joining(stage: TraceStage, { address, conversation }: Kim) {
	const calling = stage.calling('inbound', address);
	stage.world.conversations.delete(calling.conversation.id);
	conversation.participants.push(...calling.conversation.participants);
	return { ...calling, conversation };
}

/** The virtual agent gets the customer back, as after a handoff that failed. */
export function giveBack({ conversation }: Kim): void {
	const statusCallbacks = [{ url: 'https://agent.example.com/webhook', method: 'POST' }];
	conversation.status = 'ACTIVE';
	Object.assign(conversation.configuration ?? {}, { statusCallbacks });
}
