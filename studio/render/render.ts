/**
 * Renders `agent-handoff.json`, which is the same for every account, into the definition that one account runs.
 *
 * A flow definition can't contain comments, so its assumptions are listed here.
 * GUESS(flow-validates): Studio accepts the definition; FlowValidate on a live account would verify it.
 * GUESS(send-to-flex-priority): Send to Flex renders Liquid in `priority`, as it does in `attributes`. If it fails
 * instead, the second Send to Flex, whose priority is a plain "0", still connects the customer to an agent. A task's
 * priority on a live account would verify it.
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
	/** The fallback: a phone number, or else a SIP address. If both are empty, the flow apologizes instead of dialing. */
	readonly HANDOFF_FALLBACK_NUMBER: string;
	readonly HANDOFF_FALLBACK_SIP: string;
	/** Which of the two Connect Call To dials. */
	readonly HANDOFF_FALLBACK_NOUN: 'number' | 'sip';
	/** The caller ID that the fallback number sees when the caller has none. May be empty when the account has only other senders. */
	readonly TWILIO_PHONE_NUMBER: string;
	/** How long the task of a call, and of a chat, waits for an agent: seconds. */
	readonly HANDOFF_CALL_TIMEOUT: string;
	readonly HANDOFF_CHAT_TIMEOUT: string;
	/** What a caller hears before the queue, if not empty, and when no agent can be reached; and the voice. */
	readonly HANDOFF_CALL_GREETING: string;
	readonly HANDOFF_CALL_APOLOGY: string;
	readonly HANDOFF_VOICE: string;
	readonly HANDOFF_LANGUAGE: string;
	/** A URL and a method. If empty, Twilio's own music. */
	readonly HANDOFF_HOLD_MUSIC: string;
	readonly HANDOFF_HOLD_MUSIC_METHOD: string;
	/** What is written into a chat that is given back, and what is sent when that cannot be written. */
	readonly HANDOFF_CHAT_GIVEN_BACK: string;
	readonly HANDOFF_CHAT_APOLOGY: string;
}

/** The names of all placeholders. */
export const PLACEHOLDERS: readonly string[] = Object.keys({
	FUNCTIONS_URL: true,
	TWILIO_FLEX_WORKFLOW_SID: true,
	TWILIO_FLEX_VOICE_CHANNEL_SID: true,
	TWILIO_FLEX_CHAT_CHANNEL_SID: true,
	HANDOFF_FALLBACK_NUMBER: true,
	HANDOFF_FALLBACK_SIP: true,
	HANDOFF_FALLBACK_NOUN: true,
	TWILIO_PHONE_NUMBER: true,
	HANDOFF_CALL_TIMEOUT: true,
	HANDOFF_CHAT_TIMEOUT: true,
	HANDOFF_CALL_GREETING: true,
	HANDOFF_CALL_APOLOGY: true,
	HANDOFF_VOICE: true,
	HANDOFF_LANGUAGE: true,
	HANDOFF_HOLD_MUSIC: true,
	HANDOFF_HOLD_MUSIC_METHOD: true,
	HANDOFF_CHAT_GIVEN_BACK: true,
	HANDOFF_CHAT_APOLOGY: true,
} satisfies Record<keyof FlowValues, true>);

const HAS_PLACEHOLDER = /\$\{[A-Z_]+\}/;

/**
 * Properties that are left out when they are empty: Studio then uses its default. GUESS(left-out-properties): that Studio
 * would refuse or misread an empty one is not documented; FlowValidate on a live account would verify it.
 * @see https://www.twilio.com/docs/studio/rest-api/v2/schemas
 */
const LEFT_OUT = ['voice', 'language', 'waitUrl', 'waitUrlMethod', 'sip_endpoint'];

/** Whether a property would be left out. Connect Call To has `to` or `sip_endpoint`: never both. */
function isLeftOut([key, value]: readonly [string, unknown], { noun }: Readonly<Record<string, unknown>>) {
	return value === '' && (LEFT_OUT.includes(key) || (key === 'to' && noun === 'sip'));
}

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
				if (filled === undefined)
					throw new FlowError(`${name} has no value, but the Studio flow requires it.`);
				return filled;
			});
		}
		if (Array.isArray(value)) return value.map(fill);
		if (isRecord(value)) {
			const filled = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, fill(each)]));
			return Object.fromEntries(Object.entries(filled).filter((entry) => !isLeftOut(entry, filled)));
		}
		return value;
	};
	return flowDefinition.parse(fill(template));
}

/** Whether a flow, or a part of one, is a rendering of the template, or of a part of it, with any values. */
export function isRenderingOf(live: unknown, template: unknown): boolean {
	if (typeof template === 'string' && HAS_PLACEHOLDER.test(template)) {
		const parts = template.split(/\$\{[A-Z_]+\}/).map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
		return (
			live === undefined || (typeof live === 'string' && new RegExp(`^${parts.join('.*')}$`, 's').test(live))
		);
	}
	if (Array.isArray(template) && Array.isArray(live)) {
		return (
			template.length === live.length && template.every((each, index) => isRenderingOf(live[index], each))
		);
	}
	if (!isRecord(template) || !isRecord(live)) return live === template;
	return Object.keys({ ...template, ...live }).every((key) => isRenderingOf(live[key], template[key]));
}
