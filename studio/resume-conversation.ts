/**
 * GUESS: how a flow definition spells the Resume Conversation widget. Twilio's reference does not say; the widget
 * catalogue in a skill that Twilio publishes for coding agents does (github.com/twilio/ai, twilio-studio-flows,
 * references/widgets.md), and that is what stands here. What would settle it: the definition of any flow made from the
 * Console's "Twilio Agent Connect - Agent Handoff" template (Studio, Flows, Show Flow JSON).
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
	/** Where the spelling is from: `learn` writes here that it read it off a flow. */
	readonly source: string;
} = spelling;
