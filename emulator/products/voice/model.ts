/**
 * The account: its credentials, its numbers and its calls.
 * @module
 */

export interface Account {
	readonly accountSid: string;
	readonly authToken: string;
	readonly apiKey: string;
	readonly apiSecret: string;
}

/** An API key; its secret is nowhere to be read. */
export interface ApiKey {
	sid: string;
	friendlyName: string;
}

/** A number of the account. An empty text is a setting that is not set. */
export interface PhoneNumber {
	sid: string;
	phoneNumber: string;
	friendlyName: string;
	capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean };
	voiceUrl: string;
	voiceMethod: string;
	/** A TwiML app; where there is one, its URLs count and the number's own do not. */
	voiceApplicationSid: string;
	/** A SIP trunk; where there is one, calls go there. */
	trunkSid: string;
	smsUrl: string;
	smsMethod: string;
	smsApplicationSid: string;
}

export interface Call {
	sid: string;
	from: string;
	to: string;
	direction: 'inbound' | 'outbound-api';
	status: 'in-progress' | 'completed';
	/** What the caller heard and where the call went, oldest first: `Say "…"`, `Enqueue WW…`, `Dial +1…`, `Hangup`. */
	events: string[];
}

/** A request that Twilio made for a call, and what came back. */
export interface CallEvent {
	request: { method: 'GET' | 'POST'; url: string; parameters: Record<string, string> };
	response: {
		dateCreated: Date;
		durationMs: number;
		status: number;
		contentType: string;
		body: string;
	};
}
