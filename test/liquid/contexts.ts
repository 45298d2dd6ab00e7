/**
 * What an execution's variables may hold by the time a template is rendered.
 * @module
 */
import { respondToFlow } from '../../src/handoff/flow-request';
import { CONVERSATION_SID, callForm, handoffData, OUR_NUMBER, SERVICE_SID } from '../support/fixtures';
import { texts } from '../support/hostile-attributes';

interface Moment {
	/** The payload, as an object; `undefined`: there is none. */
	readonly payload?: unknown;
	readonly from?: string;
	readonly name?: string;
	/** Of a call. */
	readonly fields?: Readonly<Record<string, unknown>>;
	/** Whether `/task-attributes` answered. */
	readonly answered?: boolean;
	/** Whether the lookups did. */
	readonly found?: boolean;
	/** What `/handoff` adds to the Parameters. */
	readonly known?: boolean;
}

function contextOf(moment: Moment): Record<string, unknown> {
	const { payload, from = callForm.From, name = '', fields = {}, answered = true, found = true } = moment;
	const HandoffData = payload === undefined ? '' : JSON.stringify(payload);
	const form = { HandoffData, channel: 'VOICE', direction: 'inbound', name, customerAddress: from };
	const { answer } = respondToFlow(form, {});
	const widgets = {
		...(answered && {
			ask_about_call: { parsed: { ...answer, ...(answer.isHandoff && { greeting: 'One "moment".' }) } },
			ask_about_conversation: { parsed: answer },
		}),
		...(found && {
			fetch_conversation_sid: {
				parsed: { conversationSid: CONVERSATION_SID, channel: 'WHATSAPP', address: from, name },
			},
			fetch_service_sid: { parsed: { serviceSid: SERVICE_SID } },
		}),
		dial_fallback_number: { DialCallStatus: 'completed' },
	};
	const task = answer.isHandoff ? answer : undefined;
	const known = { conversationSid: CONVERSATION_SID, serviceSid: SERVICE_SID, task };
	return {
		trigger: { call: { ...callForm, CallerName: name, From: from, HandoffData, ...fields } },
		flow: {
			data: { ...(payload !== undefined && { HandoffData: payload }), ...(moment.known && known) },
			variables: {
				...(task && { attributes: task.attributes, priority: task.priority, greeting: 'One "moment".' }),
				...(payload !== undefined && { handoff: payload }),
				customer_number: from.split(':').at(-1),
			},
			channel: { address: OUR_NUMBER },
		},
		contact: { channel: { address: from } },
		widgets,
	};
}

const withAttributes = (attributes: unknown) => ({ ...handoffData, attributes });

/** By a name for each. */
export const contexts: readonly (readonly [string, Record<string, unknown>])[] = [
	['nothing at all', {}],
	...Object.entries<Moment>({
		'an ordinary handoff': { payload: handoffData, name: 'Kim' },
		'a handoff through /handoff': { payload: handoffData, known: true, answered: false, found: false },
		'no priority and no reason': { payload: withAttributes({}) },
		'/task-attributes does not answer': { payload: handoffData, answered: false },
		'no Function answers': { payload: handoffData, answered: false, found: false },
		'no payload': {},
		'a payload that only ends the call': { payload: 'call_ended' },
		'a session that failed under a caller': {
			fields: { SessionStatus: 'failed', CallStatus: 'in-progress' },
		},
		'a session that failed after the caller hung up': {
			fields: { SessionStatus: 'failed', CallStatus: 'completed' },
		},
		'no attributes': { payload: { ...handoffData, attributes: undefined }, answered: false },
		'attributes that are null': { payload: withAttributes(null), answered: false },
		'attributes that are a text': { payload: withAttributes('{"reason":"x"}'), answered: false },
		'attributes that are a list': { payload: withAttributes(['reason']), answered: false },
		'a reason that is a number': { payload: withAttributes({ reason: 7 }), answered: false },
		'a reason that is 0': { payload: withAttributes({ reason: 0 }), answered: false },
		'a reason that is true': { payload: withAttributes({ reason: true }), answered: false },
		'a reason that is false': { payload: withAttributes({ reason: false }), answered: false },
		'a reason that is null': { payload: withAttributes({ reason: null }), answered: false },
		'a reason that is an object': { payload: withAttributes({ reason: { a: [1, null] } }), answered: false },
		'fields that are null': {
			payload: { conversationId: null, storeId: null, profileId: null, attributes: {} },
			answered: false,
		},
		'fields in other scripts': { payload: withAttributes({ reason: 'größe 太郎 да 😀' }), name: '太郎 😀' },
		'a customer on WhatsApp': { payload: handoffData, from: 'whatsapp:+15005550123' },
		'a customer on a web chat': { payload: handoffData, from: 'visitor-1', name: 'Kim' },
		'a customer without an address': { payload: handoffData, from: '' },
		'a caller from a client': { payload: handoffData, from: 'client:kim', fields: { CallerName: undefined } },
	}).map(([name, moment]) => [name, contextOf(moment)] as const),
	...Object.entries(texts).map(
		([name, text]) =>
			[
				`a reason and a name that are ${name}`,
				contextOf({ payload: withAttributes({ reason: text }), name: text, answered: false }),
			] as const,
	),
];
