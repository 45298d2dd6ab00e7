/**
 * Conversations v2: the callbacks with which Orchestrator reports to the virtual agent. The two event types that TAC 2.5
 * reads (tac/channels/messaging.py), in the envelope it expects: `{ eventType, data }`, JSON, signed with `bodySHA256`, with
 * an `I-Twilio-Idempotency-Token` (tac/server/fastapi_server.py).
 * @module
 */
import { randomUUID } from 'node:crypto';
import type { Handle } from '../../core/http';
import { send } from '../../core/outbound';
import type { Communication, Conversation, World } from '../../core/world';
import { viewCommunication, viewConversation } from './lookup';

/** GUESS(callback-timeout): how long Orchestrator waits. A callback that hangs, on a live account, would settle it. */
const TIMEOUT_MS = 15_000;

export class StatusCallbacks {
	constructor(
		private readonly world: World,
		private readonly handle: Handle,
	) {}

	/** A customer or an agent wrote. TAC receives its own messages too, and ignores them. */
	communicationCreated(conversation: Conversation, communication: Communication): void {
		this.report(conversation, 'COMMUNICATION_CREATED', viewCommunication(this.world, communication));
	}

	conversationUpdated(conversation: Conversation): void {
		this.report(conversation, 'CONVERSATION_UPDATED', viewConversation(conversation));
	}

	/** The conversation's own callbacks count: TAC removes them when it hands over. */
	private report({ configuration }: Conversation, eventType: string, data: object): void {
		if (this.world.agentOrigins.length === 0) return;
		const body = JSON.stringify({ eventType, timestamp: new Date().toISOString(), data });
		for (const { url } of configuration?.statusCallbacks ?? []) void this.post(url, eventType, body);
	}

	private async post(url: string, eventType: string, json: string): Promise<void> {
		const { agentDomain, account } = this.world;
		const headers = { 'i-twilio-idempotency-token': randomUUID() };
		const signal = AbortSignal.timeout(TIMEOUT_MS);
		try {
			const { status } = await send(
				{ method: 'POST', url: new URL(url), json, headers },
				{ authToken: account.authToken, handle: this.handle, agentDomain, signal },
			);
			if (status > 299) this.world.log('Orchestrator', `${eventType}: ${url} returned ${status}`);
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			this.world.log('Orchestrator', `${eventType} did not reach ${url}: ${why}`);
		}
	}
}
