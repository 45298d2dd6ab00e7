/**
 * Turns `agent-handoff.json`, which names no account, into the definition one account runs.
 *
 * A flow has no room for comments; what it takes for granted beside the spelling of Resume Conversation stands here.
 * GUESS: Send to Flex renders Liquid in `priority`, as it does in `attributes`. If it fails instead, the second Send to
 * Flex, whose priority is a plain "0", still brings the customer to an agent. A task's priority on a live account would
 * settle it.
 * @module
 */
import { MisconfiguredError } from '../../src/http/errors';
import { type FlowDefinition, flowDefinition } from '../definition';

/** What stands for the placeholders `${NAME}` in the flow. */
export interface FlowValues {
	/** Where the Functions are: `https://handoff-1234-dev.twil.io`, no slash at the end. */
	readonly FUNCTIONS_URL: string;
	readonly TWILIO_FLEX_WORKFLOW_SID: string;
	readonly TWILIO_FLEX_VOICE_CHANNEL_SID: string;
	readonly TWILIO_FLEX_CHAT_CHANNEL_SID: string;
	/** May be empty: then the flow apologizes where it would have dialed. */
	readonly HANDOFF_FALLBACK_NUMBER: string;
	/** What the fallback number sees of a caller without a number. May be empty when the account has only other senders. */
	readonly TWILIO_PHONE_NUMBER: string;
}

/** The placeholders a template may have: `${NAME}` for each. */
export const PLACEHOLDERS: readonly string[] = Object.keys({
	FUNCTIONS_URL: true,
	TWILIO_FLEX_WORKFLOW_SID: true,
	TWILIO_FLEX_VOICE_CHANNEL_SID: true,
	TWILIO_FLEX_CHAT_CHANNEL_SID: true,
	HANDOFF_FALLBACK_NUMBER: true,
	TWILIO_PHONE_NUMBER: true,
} satisfies Record<keyof FlowValues, true>);

/**
 * Fills the placeholders, in every string of the definition.
 * @param template what `agent-handoff.json` says now: not imported here, where a slip in it would keep every command from
 * starting, also the one that validates it
 * @throws {MisconfiguredError} naming a placeholder nobody gave a value for
 */
export function renderFlow(values: FlowValues, template: unknown): FlowDefinition {
	const known: Readonly<Record<string, string>> = { ...values };
	const fill = (value: unknown): unknown => {
		if (typeof value === 'string') {
			return value.replace(/\$\{([A-Z_]+)\}/g, (_placeholder, name: string) => {
				const filled = known[name];
				if (filled === undefined)
					throw new MisconfiguredError(name, 'has no value, and the Studio flow needs it');
				return filled;
			});
		}
		if (Array.isArray(value)) return value.map(fill);
		if (typeof value === 'object' && value !== null) {
			return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each)]));
		}
		return value;
	};
	return flowDefinition.parse(fill(template));
}
