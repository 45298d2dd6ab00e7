/**
 * Messaging Services. Names: twilio-node 6.2 `rest/messaging/v1/service.d.ts`.
 * @module
 */

/** Phone numbers that share their settings. */
export interface MessagingService {
	sid: string;
	friendlyName: string;
	/** Where incoming messages go; `null` when it is not set. */
	inboundRequestUrl: string | null;
	inboundMethod: 'GET' | 'POST';
	/** Whether each number's own URL is used instead. */
	useInboundWebhookOnNumber: boolean;
	/** The SIDs of the numbers in it. */
	phoneNumberSids: string[];
}
