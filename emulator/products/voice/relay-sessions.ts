/**
 * The virtual agents that callers talk to: TwiML's `<Connect><ConversationRelay>`.
 * @module
 */
import type { Call, World } from '../../core/world';
import { RelaySession, type SessionEnd } from './conversation-relay';
import { CONNECTION_FAILED } from './relay-errors';
import { spoke } from './spoken';
import type { Verb } from './twiml';

interface Connection {
	/** The TwiML's `<ConversationRelay>`. */
	readonly relay: Verb;
	/** Of `<Connect>`. */
	readonly actionUrl: string | undefined;
	/** Whether the call follows other TwiML by now. */
	readonly isElsewhere: () => boolean;
	/** The session ended by itself. */
	readonly onEnd: (end: SessionEnd) => void;
}

export class RelaySessions {
	private readonly sessions = new Map<string, { session: RelaySession; actionUrl: string | undefined }>();

	constructor(private readonly world: World) {}

	/**
	 * Connects a call to the virtual agent. `conversationConfiguration` makes Orchestrator open a conversation for it, whose
	 * addresses have the call's SID (tac/channels/voice/conversation_relay/provider.py looks for it).
	 */
	async connect(call: Call, { relay, actionUrl, isElsewhere, onEnd }: Connection): Promise<void> {
		const { conversationConfiguration, welcomeGreeting } = relay.attributes;
		if (this.world.configurations.has(conversationConfiguration ?? '')) {
			this.world.addVoiceConversation({ callSid: call.sid, from: call.from, to: call.to });
		}
		call.events.push('Connect ConversationRelay');
		if (welcomeGreeting) spoke(call, 'agent', welcomeGreeting);
		const ended = (end: SessionEnd) => {
			this.sessions.delete(call.sid);
			onEnd(end);
		};
		try {
			const session = await RelaySession.open(this.world, call, relay, ended);
			// The caller may have hung up, or the call been sent elsewhere, before the agent took the connection.
			if (call.status === 'completed' || isElsewhere()) session.close();
			else this.sessions.set(call.sid, { session, actionUrl });
		} catch {
			if (!isElsewhere()) ended({ error: CONNECTION_FAILED });
		}
	}

	/** What the caller says, if the agent is still there. */
	prompt(call: Call, text: string): void {
		this.sessions.get(call.sid)?.session.prompt(text);
	}

	/** The URL of `<Connect action>`, while the call talks to the agent. */
	actionUrlOf(call: Call): string | undefined {
		return this.sessions.get(call.sid)?.actionUrl;
	}

	/** The call leaves the agent. */
	close(call: Call): void {
		this.sessions.get(call.sid)?.session.close();
		this.sessions.delete(call.sid);
	}
}
