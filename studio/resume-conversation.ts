/**
 * GUESS(resume-conversation): how a flow definition spells the Resume Conversation widget. Twilio's reference does not
 * say; this is the spelling in the widget catalog of a skill that Twilio publishes for coding agents
 * (github.com/twilio/ai, twilio-studio-flows, references/widgets.md). What would verify it: the definition of any flow
 * created from the Console's "Twilio Agent Connect - Agent Handoff" template (Studio, Flows, Show Flow JSON). `flow learn`
 * reads such a flow and writes what it finds into `resume-conversation.json`, which the emulator and validation both
 * use.
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
	/** The widget's events. */
	readonly succeeded: string;
	readonly failed: string;
}

export const RESUME_CONVERSATION: ResumeConversationSpelling & {
	/** Where the spelling comes from; `flow learn` updates it. */
	readonly source: string;
} = spelling;
