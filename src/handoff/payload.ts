/**
 * TAC's handoff payload: what the virtual agent knows when it gives up.
 * @module
 */
import { parseConversationId } from '../conversation/conversation-id';
import { InvalidRequestError } from '../errors';
import { isRecord } from '../request';

/** `HandoffPayload` of twilio-agent-connect (models/handoff.py), which both its languages send. */
export interface HandoffData {
	readonly conversationId: string;
	readonly storeId: string;
	/** `""` for an unknown caller. */
	readonly profileId: string;
	/** The app's own, and the `reason` the LLM gave. */
	readonly attributes: Readonly<Record<string, unknown>>;
}

/**
 * Reads a handoff payload strictly: a messaging handoff that cannot be understood has to fail where TAC sees it.
 * @param value the payload, or its JSON text
 * @param field where the caller put it, for errors: `Parameters.HandoffData`
 * @throws {InvalidRequestError} naming the field inside the payload
 */
export function parseHandoffData(value: unknown, field: string): HandoffData {
	const data = parseJsonObject(value, field);
	return {
		conversationId: parseConversationId(data.conversationId, `${field}.conversationId`),
		storeId: text(data.storeId, `${field}.storeId`),
		profileId: text(data.profileId, `${field}.profileId`),
		attributes: attributes(data.attributes, `${field}.attributes`),
	};
}

/**
 * Reads a handoff payload from a live call: the caller asked for a person, so whatever can be understood is kept
 * and whatever cannot is told in `problems`.
 */
export function salvageHandoffData(value: unknown): { data: HandoffData; problems: string[] } {
	const problems: string[] = [];
	const attempt = <T>(read: () => T, otherwise: T): T => {
		try {
			return read();
		} catch (error) {
			problems.push(error instanceof Error ? error.message : String(error));
			return otherwise;
		}
	};
	const data = attempt(() => parseJsonObject(value, 'HandoffData'), undefined);
	if (!data) return { data: { conversationId: '', storeId: '', profileId: '', attributes: {} }, problems };
	return {
		data: {
			conversationId: attempt(
				() => parseConversationId(data.conversationId, 'HandoffData.conversationId'),
				'',
			),
			storeId: attempt(() => text(data.storeId, 'HandoffData.storeId'), ''),
			profileId: attempt(() => text(data.profileId, 'HandoffData.profileId'), ''),
			attributes: attempt(() => attributes(data.attributes, 'HandoffData.attributes'), {}),
		},
		problems,
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
	try {
		// It has to go on as JSON, and unlike the parser the serializer gives up on thousands of nested brackets.
		JSON.stringify(parsed);
	} catch {
		throw new InvalidRequestError(field, `${field} is nested too deeply.`);
	}
	return parsed;
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
