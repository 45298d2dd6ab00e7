/**
 * The types of widgets a flow definition can have, and what each can come to.
 *
 * Twilio documents the widgets by their labels (https://www.twilio.com/docs/studio/widget-library); the spellings here
 * are those of definitions that the Console exported. Resume Conversation is not among them: its spelling is not
 * published, and `resume-conversation.ts` knows what there is to know.
 * @module
 */

/** The events of one type of widget. */
export interface WidgetEvents {
	readonly normal: readonly string[];
	/** Something went wrong, or nobody was there: what follows must be said in the flow. */
	readonly failing: readonly string[];
}

/** The events of the Trigger widget. A flow need not have them all. */
export const TRIGGER_EVENTS: readonly string[] = [
	'incomingMessage',
	'incomingCall',
	'incomingConversationMessage',
	'incomingRequest',
	'incomingParent',
];

/** The well-known types. Every widget has all events of its type; `match` may be there several times. */
export const WIDGET_TYPES: ReadonlyMap<string, WidgetEvents> = new Map<string, WidgetEvents>([
	['trigger', { normal: [], failing: [] }],
	['add-twiml-redirect', { normal: ['return'], failing: ['timeout', 'fail'] }],
	[
		'capture-payments',
		{
			normal: ['success', 'hangup'],
			failing: ['maxFailedAttempts', 'providerError', 'payInterrupted', 'validationError'],
		},
	],
	['connect-call-to', { normal: ['callCompleted'], failing: ['hangup'] }],
	['connect-virtual-agent', { normal: ['return'], failing: ['hangup'] }],
	['enqueue-call', { normal: ['callComplete'], failing: ['failedToEnqueue', 'callFailure'] }],
	['fork-stream', { normal: ['next'], failing: [] }],
	['gather-input-on-call', { normal: ['keypress', 'speech'], failing: ['timeout'] }],
	['make-http-request', { normal: ['success'], failing: ['failed'] }],
	['make-outgoing-call-v2', { normal: ['answered'], failing: ['busy', 'noAnswer', 'failed'] }],
	['record-call', { normal: ['success'], failing: ['failed'] }],
	['record-voicemail', { normal: ['recordingComplete', 'hangup'], failing: ['noAudio'] }],
	['run-function', { normal: ['success'], failing: ['fail'] }],
	['run-subflow', { normal: ['completed'], failing: ['failed'] }],
	['say-play', { normal: ['audioComplete'], failing: [] }],
	['send-and-wait-for-reply', { normal: ['incomingMessage'], failing: ['timeout', 'deliveryFailure'] }],
	['send-message', { normal: ['sent'], failing: ['failed'] }],
	['send-to-flex', { normal: ['callComplete'], failing: ['failedToEnqueue', 'callFailure'] }],
	['set-variables', { normal: ['next'], failing: [] }],
	['split-based-on', { normal: ['match'], failing: ['noMatch'] }],
]);
