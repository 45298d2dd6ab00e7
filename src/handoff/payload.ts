/**
 * `HandoffData`: what the virtual agent knows when it hands off.
 * @module
 */
import { parseConversationId } from '../conversation/conversation-id';
import { InvalidRequestError } from '../http/errors';
import { isRecord } from '../json';

/** A handoff payload, read: TAC's `HandoffPayload` (models/handoff.py), or what another agent sends in its place. */
export interface HandoffData {
	/** `""` when the agent named none. */
	readonly conversationId: string;
	readonly storeId: string;
	/** `""` for an unknown caller. */
	readonly profileId: string;
	/** Why the virtual agent handed off: `reason`, else `summary`, else `reasonCode`; `""` without one. */
	readonly reason: string;
	/** The app's own attributes, and every other field of the payload. */
	readonly attributes: Readonly<Record<string, unknown>>;
}

/** TAC's own fields; all others are attributes. */
const OWN_FIELDS = ['conversationId', 'storeId', 'profileId', 'attributes'];

/**
 * Reads a messaging handoff's payload strictly: an invalid one has to fail where TAC sees it.
 * @param data the payload, as `parseJsonObject` returns it
 * @param field where the caller put it, for errors: `Parameters.HandoffData`
 * @throws {InvalidRequestError} naming the field inside the payload
 */
export function parseHandoffData(data: Readonly<Record<string, unknown>>, field: string): HandoffData {
	return assemble(data, {
		conversationId: parseConversationId(data.conversationId, `${field}.conversationId`),
		storeId: text(data.storeId, `${field}.storeId`),
		profileId: text(data.profileId, `${field}.profileId`),
		attributes: attributes(data.attributes, `${field}.attributes`),
	});
}

/**
 * Reads the payload of a live call: the caller asked for a person, so all that can be understood is kept. A
 * conversation id of any shape is passed on.
 * @param value what `HandoffData` holds, its JSON already parsed
 * @returns the data, and in `problems` a sentence for each part that was lost
 */
export function parseHandoffDataLeniently(value: unknown): { data: HandoffData; problems: string[] } {
	if (!isRecord(value) || !isSerializable(value)) {
		const data = { conversationId: '', storeId: '', profileId: '', reason: '', attributes: {} };
		return { data, problems: ['HandoffData is not a JSON object.'] };
	}
	const problems: string[] = [];
	const attempt = <T>(read: () => T, otherwise: T): T => {
		try {
			return read();
		} catch (error) {
			problems.push(error instanceof Error ? error.message : String(error));
			return otherwise;
		}
	};
	const { conversationId } = value;
	const data = assemble(value, {
		conversationId: asText(conversationId),
		storeId: attempt(() => text(value.storeId, 'HandoffData.storeId'), ''),
		profileId: attempt(() => text(value.profileId, 'HandoffData.profileId'), ''),
		attributes: attempt(() => attributes(value.attributes, 'HandoffData.attributes'), {}),
	});
	return { data, problems };
}

function assemble(payload: Readonly<Record<string, unknown>>, own: Omit<HandoffData, 'reason'>): HandoffData {
	const others = Object.fromEntries(Object.entries(payload).filter(([name]) => !OWN_FIELDS.includes(name)));
	const all = { ...others, ...own.attributes };
	const reasons = [own.attributes.reason, payload.reason, all.summary, all.reasonCode].map(asText);
	return {
		...own,
		reason: reasons.find((reason) => reason.trim() !== '') ?? reasons[0] ?? '',
		attributes: all,
	};
}

/**
 * An object, given as such or as JSON text.
 * @throws {InvalidRequestError} naming the field
 */
export function parseJsonObject(value: unknown, field: string): Record<string, unknown> {
	if (value === undefined || value === null || value === '') {
		throw new InvalidRequestError(field, `${field} is required.`);
	}
	let parsed = value;
	if (typeof value === 'string') {
		try {
			parsed = JSON.parse(value);
		} catch {
			throw new InvalidRequestError(field, `${field} is not valid JSON.`);
		}
	}
	if (!isRecord(parsed)) throw new InvalidRequestError(field, `${field} must be a JSON object.`);
	if (!isSerializable(parsed)) throw new InvalidRequestError(field, `${field} is nested too deeply.`);
	return parsed;
}

/** It has to go on as JSON, and unlike the parser the serializer fails on thousands of nested brackets. */
function isSerializable(value: unknown): boolean {
	try {
		JSON.stringify(value);
		return true;
	} catch {
		return false;
	}
}

function text(value: unknown, field: string): string {
	if (value === undefined || value === null) return '';
	if (typeof value !== 'string') throw new InvalidRequestError(field, `${field} must be a string.`);
	return value;
}

function attributes(value: unknown, field: string): Record<string, unknown> {
	if (value === undefined || value === null) return {};
	if (!isRecord(value)) throw new InvalidRequestError(field, `${field} must be a JSON object.`);
	return value;
}

/** Any value as text: a string as it is, an object as JSON. */
export function asText(value: unknown): string {
	if (value === undefined || value === null) return '';
	return typeof value === 'string' ? value : JSON.stringify(value);
}
