/**
 * What customers hear and read: texts, the voice that speaks them, hold music. A team adapts each by a setting. Each has a
 * default, and a malformed setting is ignored: no customer is lost because of one. `/handoff` and the flow share these: a
 * deployment renders them into the flow.
 * @module
 */
import type VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { HOLD_MUSIC, type SettingName, type Settings, wellFormed } from './settings';

/** The texts, and what they are unless a setting says otherwise. */
const TEXTS = {
	/** Said before the queue. */
	HANDOFF_CALL_GREETING: '',
	/** Said before the queue instead, where `HANDOFF_AVAILABILITY_QUEUE` has no available agent. */
	HANDOFF_CALL_NO_AGENT:
		'No agents are available right now. Please stay on the line for the next one, or call back later.',
	/** Said to a caller who cannot be connected to an agent. */
	HANDOFF_CALL_APOLOGY:
		"We're sorry, but we can't connect you to an agent right now. Please call back later.",
	/** Written into a chat when the flow failed and the conversation was given back to the virtual agent. */
	HANDOFF_CHAT_GIVEN_BACK:
		"We're sorry, but we can't connect you to an agent right now. Our virtual assistant can keep helping you here.",
	/** Written into a chat whose task no agent took. */
	HANDOFF_CHAT_NO_AGENT:
		"We're sorry, but no agents are available right now. Our virtual assistant can keep helping you here.",
	/** Sent to a customer when the flow failed and nothing could be written into the chat. */
	HANDOFF_CHAT_APOLOGY:
		"We're sorry, but we can't connect you to an agent right now. Please message us again later.",
} as const satisfies Partial<Record<SettingName, string>>;

/** A text for customers. Empty only for the greeting, which is then left out. */
export function textFor(settings: Settings, name: keyof typeof TEXTS): string {
	return wellFormed(settings, name) ?? TEXTS[name];
}

/** How texts are spoken: the attributes of `<Say>`. The SDK's types list the voices and languages of its day. */
export type Speech = Pick<VoiceResponse.SayAttributes, 'voice' | 'language'>;

/**
 * The voice and its language. Where a voice's name says its language, as Google's do, that one counts: another would make
 * `<Say>` fail.
 *
 * GUESS(say-pair): which voices and languages there are, and of Amazon's voices also which go together, only Twilio knows, so
 * any well-formed pair is passed on. Twilio: a wrong one "may result in error and <Say> instruction failure". That the call
 * then goes on with the next verb, as after its warnings about `<Say>`, a call with such a pair on a live account would
 * settle.
 * @see https://www.twilio.com/docs/voice/twiml/say
 */
export function speech(settings: Settings): Speech {
	const voice = wellFormed(settings, 'HANDOFF_VOICE');
	const own = /^Google\.([a-z]+-[A-Z]+)-/.exec(voice ?? '')?.[1];
	const language = own ?? wellFormed(settings, 'HANDOFF_LANGUAGE');
	return {
		...(isNamed<Speech['voice']>(voice) && { voice }),
		...(isNamed<Speech['language']>(language) && { language }),
	};
}

/** Lets a well-formed name pass for one that the SDK's types have: they lack what Twilio added since. */
function isNamed<T extends string | undefined>(name: string | undefined): name is NonNullable<T> {
	return name !== undefined;
}

/** What a caller hears on hold: the attributes of `<Enqueue>`. */
export interface HoldMusic {
	readonly waitUrl: string;
	readonly waitUrlMethod: string;
}

/**
 * Hold music of the team's own. It is requested with GET unless the setting says POST: only then does Twilio keep a file.
 * @returns `undefined` for Twilio's
 * @see https://www.twilio.com/docs/voice/twiml/enqueue (waitUrl: TwiML, or an MP3 or WAV file)
 */
export function holdMusic(settings: Settings): HoldMusic | undefined {
	const setting = wellFormed(settings, 'HANDOFF_HOLD_MUSIC');
	const { method = 'GET', url } = HOLD_MUSIC.exec(setting ?? '')?.groups ?? {};
	return url === undefined ? undefined : { waitUrl: url, waitUrlMethod: method };
}
