/**
 * What the agent in Flex sees of a handoff: the attributes of its task, inside TaskRouter's limit, and its priority.
 * @module
 */
import type { Settings } from '../settings';
import type { HandoffData } from './payload';
import { priorities } from './task-options';

/** What the channel, not the virtual agent, knows of the customer. */
export interface CustomerContact {
	/** VOICE, SMS, WHATSAPP, RCS or CHAT. */
	readonly channel: string;
	readonly direction: 'inbound' | 'outbound';
	/** Flex shows it as the task's title. */
	readonly name: string;
	readonly customerAddress: string;
}

/** A handoff payload, and the parts of it that could not be read. */
export interface HandoffContent {
	readonly data: HandoffData;
	readonly problem?: string;
	readonly received?: string;
}

/** What Send to Flex needs. All texts, as its fields are. */
export interface FlexTask {
	/** JSON, at most `MAX_ATTRIBUTES` bytes. */
	readonly attributes: string;
	/** JSON, at most `MAX_ESSENTIAL_ATTRIBUTES` bytes. */
	readonly essentialAttributes: string;
	readonly priority: string;
}

/**
 * Bytes of a task's attributes as JSON, white space included. Larger tasks are refused. TaskRouter's page says
 * "characters", and beside it "save a few bytes": bytes satisfy both, and a refused task would cost a caller the queue.
 * @see https://www.twilio.com/docs/taskrouter/limits
 */
export const MAX_ATTRIBUTES = 4_096;

/**
 * Bytes that TaskRouter adds to the attributes of a queued call: its SIDs, both numbers several times, their
 * cities. GUESS(call-attributes-limit): whether they count toward the limit is not documented. They do here, since a
 * refused task would cost the caller the queue; the task of a call with 4,000 characters of its own on a live account
 * would settle it.
 * @see https://www.twilio.com/docs/taskrouter/twiml-queue-calls
 */
const ADDED_TO_CALLS = 700;

/**
 * Characters that Studio documents for Send to Flex. GUESS(send-to-flex-limit): whether it holds the rendered JSON to
 * them is unknown. The flow sends the full attributes first and these after a failure, so it works either way; one
 * longer handoff through Studio on a live account would settle it.
 */
const MAX_ESSENTIAL_ATTRIBUTES = 1_024;

/** Of what could not be read, this much goes into the task: enough to see what happened. */
const MAX_RECEIVED = 1_000;

/** @returns what the flow sends to Flex for a handoff; `/handoff` passes the same on to the flow */
export function flexTask(content: HandoffContent, contact: CustomerContact, settings: Settings): FlexTask {
	return {
		attributes: taskAttributes(content, contact),
		essentialAttributes: taskAttributes(content, contact, MAX_ESSENTIAL_ATTRIBUTES),
		priority: String(taskPriority(content.data.attributes, priorities(settings))),
	};
}

/**
 * A task's attributes as JSON: the app's own first, then those of this service, which the app's never override.
 *
 * When they are too many, identity stays, then the reason (cut if need be), then the app's attributes, smallest first;
 * `attributesOmitted` names the others.
 * @param limit bytes of JSON, 1,000 or more; what TaskRouter leaves room for unless given
 */
export function taskAttributes(
	content: HandoffContent,
	contact: CustomerContact,
	limit = contact.channel === 'VOICE' ? MAX_ATTRIBUTES - ADDED_TO_CALLS : MAX_ATTRIBUTES,
): string {
	const { data, problem, received } = content;
	const identity = {
		conversationId: data.conversationId,
		storeId: data.storeId,
		profileId: data.profileId,
		...contact,
	};
	const rest = {
		reason: data.reason,
		...(problem !== undefined && { handoffDataProblem: problem }),
		...(received !== undefined && { handoffDataReceived: cut(received, MAX_RECEIVED) }),
	};
	const mark = { handoff: true };
	const whole = json({ ...data.attributes, ...identity, ...rest, ...mark });
	if (Buffer.byteLength(whole) <= limit) return whole;

	// Identifiers are cut only when they are too long to be any.
	const isOverlong = sizeOf(identity) > limit / 2;
	const names = isOverlong ? mapTexts(identity, (value) => cut(value, limit / 16)) : identity;
	const forNames = limit / 8;
	let room = limit - forNames - sizeOf({ ...names, ...mapTexts(rest, () => ''), ...mark });
	const texts = mapTexts(rest, (value) => {
		const kept = cut(value, room);
		room -= sizeOfText(kept);
		return kept;
	});
	return withSmallest(data.attributes, { ...names, ...texts, ...mark }, limit, forNames);
}

/** Adds as many of the app's attributes as fit, the smallest first, in the app's order; and the names of the others. */
function withSmallest(
	app: Readonly<Record<string, unknown>>,
	own: Readonly<Record<string, unknown>>,
	limit: number,
	forNames: number,
): string {
	const entries = Object.entries(app)
		.filter(([name, value]) => !Object.hasOwn(own, name) && value !== undefined)
		.map(([name, value], index) => ({ name, value, index, size: sizeOf({ [name]: value }) - 1 }));
	const bySize = entries.toSorted((a, b) => a.size - b.size);
	const fits = (count: number): string | undefined => {
		const kept = new Set(bySize.slice(0, count));
		const omitted = entries.filter((entry) => !kept.has(entry)).map(({ name }) => name);
		const some = entries.filter((entry) => kept.has(entry)).map(({ name, value }) => [name, value] as const);
		const attributes = json({
			...Object.fromEntries(some),
			...own,
			...(omitted.length > 0 && { attributesOmitted: listOf(omitted, forNames) }),
		});
		return Buffer.byteLength(attributes) <= limit ? attributes : undefined;
	};
	// How many fit at most without the names; with them it may be a few less.
	let count = 0;
	for (let size = sizeOf(own); count < bySize.length; count++) {
		size += bySize[count]?.size ?? 0;
		if (size > limit) break;
	}
	for (; count > 0; count--) {
		const attributes = fits(count);
		if (attributes !== undefined) return attributes;
	}
	return fits(0) ?? json(own);
}

/** Names, as many as there is room for; the last entry then counts the rest. */
function listOf(names: readonly string[], room: number): string[] {
	const list: string[] = [];
	let left = room - '"attributesOmitted":[],"+1000000 more",'.length;
	for (const name of names) {
		const short = cut(name, 40);
		left -= sizeOfText(short) + 3;
		if (left < 0) return [...list, `+${names.length - list.length} more`];
		list.push(short);
	}
	return list;
}

function mapTexts(
	texts: Readonly<Record<string, string>>,
	change: (text: string) => string,
): Record<string, string> {
	return Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, change(text)]));
}

/** Where a text was cut off. */
const ELLIPSIS = '…';

/** The beginning of a text, at most `room` bytes of JSON, with an ellipsis where something was cut off. */
function cut(text: string, room: number): string {
	if (sizeOfText(text) <= room) return text;
	let left = room - Buffer.byteLength(ELLIPSIS);
	let end = 0;
	for (const character of text) {
		left -= sizeOfText(character);
		if (left < 0) break;
		end += character.length;
	}
	return text.slice(0, end) + ELLIPSIS;
}

/** Bytes a text takes inside JSON. */
function sizeOfText(text: string): number {
	return sizeOf(text) - 2;
}

/** Bytes of a value as JSON. */
function sizeOf(value: unknown): number {
	return Buffer.byteLength(json(value));
}

/** JSON that XML 1.0 can carry, too: JSON escapes control characters by itself, and these two are the only others. */
function json(value: unknown): string {
	return JSON.stringify(value).replace(
		/[\uFFFE\uFFFF]/g,
		(character) => `\\u${character.charCodeAt(0).toString(16)}`,
	);
}

/** TaskRouter's own default, and the highest it takes (a signed 32-bit integer). */
const DEFAULT_PRIORITY = 0;
const HIGHEST_PRIORITY = 2_147_483_647;

/**
 * A task's priority, from the app's `priority` attribute: a word, or an integer as number or text. Anything else
 * counts as none; a handoff does not fail for it.
 * @param words numbers by word, in lower case
 * @returns an integer; TaskRouter offers higher ones first
 */
export function taskPriority(
	{ priority }: Readonly<Record<string, unknown>>,
	words: ReadonlyMap<string, number>,
): number {
	if (typeof priority !== 'string' && typeof priority !== 'number') return DEFAULT_PRIORITY;
	const word = String(priority).trim().toLowerCase();
	const number = words.get(word) ?? (/^(0|[1-9]\d{0,9})$/.test(word) ? Number(word) : undefined);
	return number === undefined || number > HIGHEST_PRIORITY ? DEFAULT_PRIORITY : number;
}
