/**
 * What the person in Flex sees of a handoff.
 * @module
 */
import type { HandoffData } from './payload';

/** What the channel, not the virtual agent, knows of the customer. */
export interface CustomerContact {
	/** VOICE, SMS, WHATSAPP, RCS or CHAT. */
	readonly channel: string;
	readonly direction: 'inbound' | 'outbound';
	/** Flex shows it as the task's title. */
	readonly name: string;
	readonly customerAddress: string;
}

/**
 * A task's attributes: the app's own first, then those this service vouches for, which the app's never override.
 * The Studio flow builds the same ones from the same parts (`task_attributes` in studio/agent-handoff.json).
 */
export function taskAttributes(data: HandoffData, contact: CustomerContact): Record<string, unknown> {
	return {
		...data.attributes,
		conversationId: data.conversationId,
		storeId: data.storeId,
		profileId: data.profileId,
		reason: data.attributes.reason ?? '',
		...contact,
	};
}

const PRIORITIES: Readonly<Record<string, number>> = { low: 0, normal: 10, high: 20, urgent: 30 };

/** TaskRouter's own default, and the highest it takes (a signed 32-bit integer). */
const DEFAULT_PRIORITY = 0;
const HIGHEST_PRIORITY = 2_147_483_647;

/**
 * A task's priority, from the app's `priority` attribute: a word, or an integer as number or text. Anything else
 * counts as none; a handoff does not fail for it.
 * @returns an integer; TaskRouter offers higher ones first
 */
export function taskPriority(attributes: Readonly<Record<string, unknown>>): number {
	const { priority } = attributes;
	if (typeof priority !== 'string' && typeof priority !== 'number') return DEFAULT_PRIORITY;
	const word = String(priority).trim().toLowerCase();
	const number = Object.hasOwn(PRIORITIES, word)
		? PRIORITIES[word]
		: /^(0|[1-9]\d{0,9})$/.test(word)
			? Number(word)
			: undefined;
	return number === undefined || number > HIGHEST_PRIORITY ? DEFAULT_PRIORITY : number;
}
