/**
 * Twilio-shaped values for the unit tests: one account, its settings, and a handoff on each channel.
 * @module
 */
import type { Settings } from '../../src/settings';

export const ACCOUNT_SID = 'AC0123456789abcdef0123456789abcdef';
export const AUTH_TOKEN = 'f0e1d2c3b4a5968778695a4b3c2d1e0f';
export const API_KEY = 'SK0123456789abcdef0123456789abcdef';
export const API_SECRET = 'kWcGzX0example0secret0never0logged';
export const FLOW_SID = 'FW0123456789abcdef0123456789abcdef';
export const WORKFLOW_SID = 'WW0123456789abcdef0123456789abcdef';
export const EXECUTION_SID = 'FN0123456789abcdef0123456789abcdef';
export const SERVICE_SID = 'IS0123456789abcdef0123456789abcdef';
export const CONVERSATION_SID = 'CH0123456789abcdef0123456789abcdef';
export const OTHER_CONVERSATION_SID = 'CHfedcba9876543210fedcba9876543210';
export const CONVERSATION_ID = 'conv_conversation_01k3b6g9v2e8r9s4t7w1x5y0za';
export const CONFIGURATION_ID = 'conv_configuration_01k2p8w6e4t3y2u1i0o9p8a7sd';
export const CUSTOMER_ID = 'conv_participant_01k3b6gc4l0n9p8q7r6s5t4u3v';
export const STORE_ID = 'mem_store_01k1etk2y5f1y9fpe2epfdtvv2';
export const PROFILE_ID = 'mem_profile_01k3b6f3m7c2d9h4j8n5p6q1rs';
export const CUSTOMER_NUMBER = '+15005550123';
export const OUR_NUMBER = '+15005550006';
export const FALLBACK_NUMBER = '+15005550199';

export const settings: Settings = {
	ACCOUNT_SID,
	AUTH_TOKEN,
	TWILIO_API_KEY: API_KEY,
	TWILIO_API_SECRET: API_SECRET,
	TWILIO_STUDIO_HANDOFF_FLOW_SID: FLOW_SID,
	TWILIO_FLEX_WORKFLOW_SID: WORKFLOW_SID,
	TWILIO_PHONE_NUMBER: OUR_NUMBER,
};

/** Settings without some of them. */
export function settingsWithout(...names: (keyof Settings)[]): Settings {
	return Object.fromEntries(
		Object.entries(settings).filter(([name]) => !names.some((each) => each === name)),
	);
}

/** What TAC knows when it hands over. */
export const handoffData = {
	conversationId: CONVERSATION_ID,
	storeId: STORE_ID,
	profileId: PROFILE_ID,
	attributes: {
		department: 'support',
		priority: 'normal',
		reason: 'Customer says "let me talk to a person" — order #4411',
	},
};

/** TAC's post_studio_handoff, as form fields. */
export const messagingForm = {
	To: CUSTOMER_NUMBER,
	From: OUR_NUMBER,
	Parameters: JSON.stringify({ HandoffData: handoffData }),
};

/** ConversationRelay's action callback after a handoff, as form fields. */
export const callForm = {
	AccountSid: ACCOUNT_SID,
	CallSid: 'CA0123456789abcdef0123456789abcdef',
	CallStatus: 'in-progress',
	From: CUSTOMER_NUMBER,
	To: OUR_NUMBER,
	Direction: 'inbound',
	SessionId: 'VX0123456789abcdef0123456789abcdef',
	SessionStatus: 'ended',
	SessionDuration: '47',
	HandoffData: JSON.stringify(handoffData),
};

/** GET /v2/Conversations/{id}. */
export const conversation = {
	id: CONVERSATION_ID,
	accountId: ACCOUNT_SID,
	configurationId: CONFIGURATION_ID,
	status: 'INACTIVE',
	configuration: {
		displayName: 'support',
		conversationsV1Bridge: { serviceId: SERVICE_SID },
		statusCallbacks: [],
	},
};

export const virtualAgent = {
	id: 'conv_participant_01k3b6gb3k9m8n7b6v5c4x3z2a',
	type: 'AI_AGENT',
	name: 'Ava',
	addresses: [{ channel: 'SMS', address: OUR_NUMBER, channelId: CONVERSATION_SID }],
};

export const customer = {
	id: CUSTOMER_ID,
	type: 'CUSTOMER',
	name: 'Kim',
	profileId: PROFILE_ID,
	addresses: [{ channel: 'SMS', address: CUSTOMER_NUMBER, channelId: CONVERSATION_SID }],
};

/** GET /v2/Conversations/{id}/Participants. */
export function participantsPage(participants: readonly object[], nextToken?: string): object {
	return { participants, meta: { key: 'participants', pageSize: 50, ...(nextToken && { nextToken }) } };
}

/** Text that has broken JSON, XML, Liquid or a terminal somewhere. Every one is a string a form can carry. */
export const hostileTexts = {
	quotes: `"double" 'single' \`back\` \\ \\" \\u0041`,
	'markup that closes the task': '</Task></Enqueue></Response><Hangup/><!-- ]]> &amp; &#0; -->',
	'control characters': 'NUL \0 BEL \x07 ESC \x1b[31m VT \x0b US \x1f DEL \x7f NEL \x85 CR \r LF \n TAB \t',
	'a lone high surrogate': 'before \ud83d after',
	'a lone low surrogate': 'before \ude00 after',
	noncharacters: '\ufffe \uffff \ufdd0 \u{1fffe}',
	emoji: '👩‍👩‍👧‍👦 😀 🏳️‍🌈',
	'right to left and separators': '\u202eabc\u2028def\u2029ghi\ufeff',
	liquid: '{{ flow.data }} {% if true %}',
	'nothing but spaces': '   ',
};

/** Ids that want to be somewhere else in a URL, a header or a log. */
export const hostileIds = {
	'another resource': '../../Services/IS0123456789abcdef0123456789abcdef',
	'an escaped slash': 'conv_conversation_%2e%2e%2fParticipants0000000',
	'another query': `${CONVERSATION_ID}?pageSize=1`,
	'a fragment': `${CONVERSATION_ID}#`,
	'a sub-resource': `${CONVERSATION_ID}/Participants`,
	'a new header': `${CONVERSATION_ID}\r\nX-Evil: 1`,
	'a trailing line break': `${CONVERSATION_ID}\n`,
	'a leading space': ` ${CONVERSATION_ID}`,
	'a NUL': `${CONVERSATION_ID}\0`,
	'upper case': CONVERSATION_ID.toUpperCase(),
	'letters that only look right': CONVERSATION_ID.replace('a', '\u0430'),
	'full-width digits': CONVERSATION_ID.replace('0', '\uff10'),
	'too short': 'conv_conversation_01k3b6',
	'very long': `conv_conversation_${'0'.repeat(100_000)}`,
	'another kind of id': CONFIGURATION_ID,
	'a prototype': '__proto__',
};
