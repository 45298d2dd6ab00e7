/**
 * How a ConversationRelay session fails while the caller is still on the line: what the `<Connect action>` callback reports.
 * @module
 */

/** `ErrorCode` and `ErrorMessage` of the callback. */
export interface RelayError {
	readonly code: string;
	readonly message: string;
}

/** The agent's server cannot be reached: the example in Twilio's docs for `<ConversationRelay>`. */
export const CONNECTION_FAILED: RelayError = {
	code: '39001',
	message: 'Network connection to WebSocket server failed.',
};
/** The agent's server dropped the connection, as seen on live accounts. */
export const WEBSOCKET_ENDED: RelayError = { code: '64105', message: 'Websocket ended' };
