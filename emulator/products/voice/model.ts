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

/** An API key; the API never shows its secret. */
export interface ApiKey {
	sid: string;
	friendlyName: string;
	/** Default: `standard`, which may not read the account and its keys. */
	type?: 'standard' | 'main';
	/** Default: the account's `apiSecret`, if it is the account's `apiKey`. */
	secret?: string;
}

/** A phone number of the account. An empty string means that the setting is not set. */
export interface PhoneNumber {
	sid: string;
	phoneNumber: string;
	friendlyName: string;
	capabilities: { voice: boolean; sms: boolean; mms: boolean; fax: boolean };
	voiceUrl: string;
	voiceMethod: string;
	/** A TwiML app: its URLs replace the number's own. */
	voiceApplicationSid: string;
	/** A SIP trunk: calls go there instead. */
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
	/** Missing for one that is as old as the account. */
	dateCreated?: Date;
	/** Missing until it has ended. */
	dateEnded?: Date;
	/** What the call played and where it went, oldest first: `Say "…"`, `Enqueue WW…`, `Dial +1…`, `Hangup`. */
	events: string[];
	/** What was said on it, oldest first. */
	spoken?: { at: Date; who: 'caller' | 'agent' | 'person' | 'twilio'; text: string }[];
}

/** A request that Twilio made for a call, and its response. */
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
