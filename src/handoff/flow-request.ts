/**
 * What the Studio flow asks before it sends anything to Flex: is this a handoff, and what does the task hold?
 * @module
 */
import { singleText } from '../http/params';
import type { Settings } from '../settings';
import { readSessionEnd } from './session-end';
import { type FlexTask, flexTask } from './task-attributes';

/** The response. All its fields but the booleans are texts: the flow puts them into its widgets as they are. */
export type FlowResponse =
	| { readonly isHandoff: false }
	| ({ readonly isHandoff: true; readonly problem?: string } & FlexTask);

/**
 * Decides by the same rules as `/handoff` does for a call.
 * @param params `HandoffData`, `channel`, `direction`, `name`, `customerAddress`; of a call also `SessionStatus`,
 *   `CallStatus` and `ErrorCode`
 * @returns the response, as far as it can be made without Twilio, and its log fields
 * @throws {InvalidRequestError} naming a parameter that is not a text
 */
export function respondToFlow(
	params: Readonly<Record<string, unknown>>,
	settings: Settings,
): {
	answer: FlowResponse;
	/** Of a handoff: a call's has a greeting, and a chat's may be a duplicate. */
	handedOver?: { readonly isCall: boolean; readonly conversationId: string };
	log: Readonly<Record<string, unknown>>;
} {
	const text = (name: string): string => {
		const value = params[name];
		return value === undefined || value === null ? '' : singleText(value, name).trim();
	};
	const customerAddress = text('customerAddress');
	const contact = {
		channel: text('channel').toUpperCase(),
		direction: text('direction').toLowerCase().startsWith('outbound') ? 'outbound' : 'inbound',
		name: text('name') || customerAddress,
		customerAddress,
	} as const;
	const end = readSessionEnd(params);
	if (!end.isHandoff) return { answer: { isHandoff: false }, log: { outcome: end.outcome } };
	const { data, problem } = end;
	const reported = problem === undefined ? {} : { problem };
	return {
		answer: { isHandoff: true, ...flexTask(end, contact, settings), ...reported },
		handedOver: { isCall: contact.channel === 'VOICE', conversationId: data.conversationId },
		log: { outcome: 'handoff', ...reported },
	};
}
