/**
 * What TAC's handoff tool posts for a chat.
 * @module
 */
import { optionalText } from '../http/params';
import { type HandoffData, parseHandoffData, parseJsonObject } from './payload';

/** What TAC's tool posts, read. */
export interface MessagingHandoff {
	/** The customer's address; TAC leaves it empty when it does not know. */
	readonly to: string | undefined;
	readonly from: string | undefined;
	readonly data: HandoffData;
	/** `Parameters` as they came, for the flow. */
	readonly parameters: Readonly<Record<string, unknown>>;
}

/**
 * Reads the request TAC's `post_studio_handoff` makes, form or JSON.
 * @throws {InvalidRequestError} naming the field
 */
export function parseMessagingHandoff(params: Readonly<Record<string, unknown>>): MessagingHandoff {
	const parameters = parseJsonObject(params.Parameters, 'Parameters');
	const payload = parseJsonObject(parameters.HandoffData, 'Parameters.HandoffData');
	return {
		to: optionalText(params.To, 'To'),
		from: optionalText(params.From, 'From'),
		data: parseHandoffData(payload, 'Parameters.HandoffData'),
		parameters: { ...parameters, HandoffData: payload },
	};
}
