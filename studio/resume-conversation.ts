/**
 * GUESS: how a flow definition spells the Resume Conversation widget. Twilio documents what the widget does but
 * publishes neither its JSON `type` nor its property names. What would settle it: the definition of any flow made
 * from the Console's "Twilio Agent Connect - Agent Handoff" template (Studio, Flows, Show Flow JSON).
 * `npm run flow -- learn` reads such a flow and writes what it finds into `resume-conversation.json`.
 *
 * This is the one place that knows: the emulator runs what it says, and validation holds the flow to it.
 * @module
 */
import spelling from './resume-conversation.json';

/** The names the widget has in a flow definition. */
export interface ResumeConversationSpelling {
	readonly type: string;
	/** The property that takes the classic Conversation SID. */
	readonly conversationSid: string;
	/** The property that takes the classic Service SID. */
	readonly serviceSid: string;
	/** The widget's events: resumed, or not. */
	readonly succeeded: string;
	readonly failed: string;
}

export const RESUME_CONVERSATION: ResumeConversationSpelling & {
	/** "guess", or the flow this was learned from. */
	readonly source: string;
} = spelling;
