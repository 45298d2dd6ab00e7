/**
 * Messaging Services. Names: twilio-node 6.2 `rest/messaging/v1/service.d.ts`.
 * @module
 */

/** Numbers that send and receive by common rules. */
export interface MessagingService {
	sid: string;
	friendlyName: string;
	/** Where incoming messages go; `null` for nowhere. */
	inboundRequestUrl: string | null;
	inboundMethod: 'GET' | 'POST';
	/** Whether each number's own URL counts instead. */
	useInboundWebhookOnNumber: boolean;
	/** The SIDs of the numbers in it. */
	phoneNumberSids: string[];
}
