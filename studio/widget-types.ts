/**
 * The types of widgets a flow definition can have, and the events of each.
 *
 * Twilio documents the widgets by their labels (https://www.twilio.com/docs/studio/widget-library); the spellings here
 * are those of definitions that the Console exported. For Resume Conversation, whose spelling is not published, see
 * `resume-conversation.ts`.
 * @module
 */

/** The events of one type of widget. */
export interface WidgetEvents {
	readonly normal: readonly string[];
	/** A failure, or no answer: the flow must handle these. */
	readonly failing: readonly string[];
}

/** The events of the Trigger widget. A flow may leave some out. */
export const TRIGGER_EVENTS: readonly string[] = [
	'incomingMessage',
	'incomingCall',
	'incomingConversationMessage',
	'incomingRequest',
	'incomingParent',
];

/** The well-known types. A widget has all events of its type; `match` may occur several times. */
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
