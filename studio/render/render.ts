/**
 * Renders `agent-handoff.json`, which is the same for every account, into the definition that one account runs.
 *
 * A flow definition cannot hold comments, so what it assumes is noted here.
 * GUESS(flow-validates): Studio accepts the definition; FlowValidate on a live account would settle it.
 * GUESS(send-to-flex-priority): Send to Flex renders Liquid in `priority`, as it does in `attributes`. If it fails
 * instead, the second Send to Flex, whose priority is a plain "0", still connects the customer to an agent. A task's
 * priority on a live account would settle it.
 * @module
 */

import { type FlowDefinition, flowDefinition } from '../definition';
import { FlowError } from '../errors';
import { isRecord } from '../json';

/** The values of the placeholders `${NAME}` in the flow. */
export interface FlowValues {
	/** Where the Functions are: `https://handoff-1234-dev.twil.io`, no slash at the end. */
	readonly FUNCTIONS_URL: string;
	readonly TWILIO_FLEX_WORKFLOW_SID: string;
	readonly TWILIO_FLEX_VOICE_CHANNEL_SID: string;
	readonly TWILIO_FLEX_CHAT_CHANNEL_SID: string;
	/** If empty, the flow apologizes instead of dialing. */
	readonly HANDOFF_FALLBACK_NUMBER: string;
	/** The caller ID that the fallback number sees when the caller has none. May be empty when the account has only other senders. */
	readonly TWILIO_PHONE_NUMBER: string;
	/** How long the task of a call, and of a chat, waits for an agent: seconds. */
	readonly HANDOFF_CALL_TIMEOUT: string;
	readonly HANDOFF_CHAT_TIMEOUT: string;
}

/** The names of all placeholders. */
export const PLACEHOLDERS: readonly string[] = Object.keys({
	FUNCTIONS_URL: true,
	TWILIO_FLEX_WORKFLOW_SID: true,
	TWILIO_FLEX_VOICE_CHANNEL_SID: true,
	TWILIO_FLEX_CHAT_CHANNEL_SID: true,
	HANDOFF_FALLBACK_NUMBER: true,
	TWILIO_PHONE_NUMBER: true,
	HANDOFF_CALL_TIMEOUT: true,
	HANDOFF_CHAT_TIMEOUT: true,
} satisfies Record<keyof FlowValues, true>);

/**
 * Fills the placeholders, in every string of the definition.
 * @param template the content of `agent-handoff.json`. Not imported here: a syntax error in the file would keep every
 *   command from starting, even the one that validates it.
 * @throws {FlowError} naming a placeholder without a value
 * @throws ZodError when the result is not a flow definition
 */
export function renderFlow(values: FlowValues, template: unknown): FlowDefinition {
	const known: Readonly<Record<string, string>> = { ...values };
	const fill = (value: unknown): unknown => {
		if (typeof value === 'string') {
			return value.replace(/\$\{([A-Z_]+)\}/g, (_placeholder, name: string) => {
				const filled = known[name];
				if (filled === undefined) throw new FlowError(`${name} has no value, and the Studio flow needs it.`);
				return filled;
			});
		}
		if (Array.isArray(value)) return value.map(fill);
		if (isRecord(value)) {
			return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each)]));
		}
		return value;
	};
	return flowDefinition.parse(fill(template));
}
