/**
 * Our settings, as the edge finds them in the Function's context.
 * @module
 */
import { MisconfiguredError } from './http/errors';

/** A phone number in E.164 form. */
export const E164 = /^\+[1-9]\d{6,14}$/;

/** A SIP address, as `<Sip>` takes one: at most 255 characters. */
const SIP = /^(?=.{1,255}$)sip:[\w.+~-]+@[A-Za-z0-9.-]+(:\d{1,5})?(;[\w-]+(=[\w.-]+)?)*$/;

/** Where hold music is, and how it is requested. */
export const HOLD_MUSIC =
	/^(?:(?<method>GET|POST)\s+)?(?<url>https:\/\/[\w.-]+(?::\d+)?(?:[/?][\w\-.~:/?@!$&'()*+,;=%]*)?)$/;

/** Words with numbers that TaskRouter takes, separated by commas. */
const PRIORITIES = /^\s*[\p{L}][\p{L}\p{N} _-]*=\s*\d{1,9}\s*(,\s*[\p{L}][\p{L}\p{N} _-]*=\s*\d{1,9}\s*)*$/u;

/**
 * How long a task waits, in seconds. Studio documents less than two weeks for the task of a call.
 * @see https://www.twilio.com/docs/studio/widget-library/enqueue-call (Task Timeout)
 */
const TIMEOUT = { test: (value: string) => /^[1-9]\d{0,6}$/.test(value) && Number(value) < 1_209_600 };
const TIMEOUT_FORMAT = 'a whole number of seconds, less than two weeks (1209600)';

/**
 * A voice of `<Say>`, by its provider's name and its own. Twilio adds voices, so that only deploy and doctor compare with a
 * list. The basic ones, which have no provider, speak only some languages.
 */
const VOICE = /^(?=.{1,100}$)[A-Za-z][A-Za-z0-9]*\.[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;
const LANGUAGE = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/;

/** A text for customers. The flow has it, too, where Liquid and placeholders would be replaced. */
const TEXT = { test: isText };
const TEXT_FORMAT =
	'a single line of text, up to 450 bytes (Twilio’s limit for a variable), without {{, {%, and ${';
/** Studio may take `<` for SSML. */
const SPOKEN = { test: (value: string) => isText(value) && !/[<>]/.test(value) };
const SPOKEN_FORMAT = `${TEXT_FORMAT}, and without < and >`;

/** Name of a setting and what a well-formed value looks like. */
const FORMATS = {
	ACCOUNT_SID: [/^AC[0-9a-f]{32}$/i, 'an account SID (AC…)'],
	// The length is what the runtime checks before it makes a client (check-auth-token.js).
	AUTH_TOKEN: [/^\S{32}$/, 'the auth token of the account, 32 characters'],
	TWILIO_API_KEY: [/^SK[0-9a-f]{32}$/i, 'an API key SID (SK…)'],
	TWILIO_API_SECRET: [/^\S+$/, 'the secret of TWILIO_API_KEY'],
	TWILIO_STUDIO_HANDOFF_FLOW_SID: [/^FW[0-9a-f]{32}$/i, 'a Studio flow SID (FW…)'],
	TWILIO_FLEX_WORKFLOW_SID: [/^WW[0-9a-f]{32}$/i, 'a TaskRouter workflow SID (WW…)'],
	TWILIO_FLEX_VOICE_CHANNEL_SID: [/^TC[0-9a-f]{32}$/i, 'a task channel SID (TC…)'],
	TWILIO_FLEX_CHAT_CHANNEL_SID: [/^TC[0-9a-f]{32}$/i, 'a task channel SID (TC…)'],
	TWILIO_PHONE_NUMBER: [/^[^\s,]+$/, 'one phone number, or one other sender of the account'],
	HANDOFF_FALLBACK_NUMBER: [
		{ test: (value: string) => E164.test(value) || SIP.test(value) },
		'a phone number in E.164 form (+, country code, number), or a SIP address (sip:name@host)',
	],
	HANDOFF_CALL_TIMEOUT: [TIMEOUT, TIMEOUT_FORMAT],
	HANDOFF_CHAT_TIMEOUT: [TIMEOUT, TIMEOUT_FORMAT],
	HANDOFF_AVAILABILITY_QUEUE: [
		/^WS[0-9a-f]{32}\/WQ[0-9a-f]{32}$/i,
		'a TaskRouter workspace SID and the SID of a task queue in it: WS…/WQ…',
	],
	HANDOFF_CALL_GREETING: [SPOKEN, SPOKEN_FORMAT],
	HANDOFF_CALL_NO_AGENT: [SPOKEN, SPOKEN_FORMAT],
	HANDOFF_CALL_APOLOGY: [SPOKEN, SPOKEN_FORMAT],
	HANDOFF_VOICE: [VOICE, 'a voice of <Say>, such as Polly.Joanna-Neural or Google.en-US-Neural2-C'],
	HANDOFF_LANGUAGE: [LANGUAGE, 'a language of <Say>, such as en-US'],
	HANDOFF_HOLD_MUSIC: [HOLD_MUSIC, 'an https:// URL, with POST and a space in front to request it with POST'],
	HANDOFF_CHAT_GIVEN_BACK: [TEXT, TEXT_FORMAT],
	HANDOFF_CHAT_NO_AGENT: [TEXT, TEXT_FORMAT],
	HANDOFF_CHAT_APOLOGY: [TEXT, TEXT_FORMAT],
	HANDOFF_PRIORITIES: [PRIORITIES, 'word=number pairs with whole numbers, such as low=0, normal=10, vip=50'],
} as const satisfies Record<string, readonly [{ test(value: string): boolean }, string]>;

export type SettingName = keyof typeof FORMATS;

export const SETTING_NAMES = Object.keys(FORMATS) as readonly SettingName[];

/** The settings that are there: trimmed, empty ones left out, not yet checked. */
export type Settings = Readonly<Partial<Record<SettingName, string>>>;

/**
 * Picks our settings out of an environment.
 * @param environment name and value pairs, such as a Function's context; read name by name, since the local runtime
 *   warns at the sight of some others
 */
export function readSettings(environment: object): Settings {
	const settings: Partial<Record<SettingName, string>> = {};
	for (const name of SETTING_NAMES) {
		const value: unknown = Reflect.get(environment, name);
		if (typeof value === 'string' && value.trim() !== '') settings[name] = value.trim();
	}
	return settings;
}

/**
 * A required setting.
 * @throws {MisconfiguredError} naming the setting, never its value
 */
export function requireSetting(settings: Settings, name: SettingName): string {
	const value = settings[name];
	const [format, description] = FORMATS[name];
	if (value === undefined) throw new MisconfiguredError(name, `is not set; it should be ${description}`);
	if (format.test(value)) return value;
	throw new MisconfiguredError(name, `is malformed; it should be ${description}`);
}

/** An optional setting: a malformed one counts as absent. */
export function wellFormed(settings: Settings, name: SettingName): string | undefined {
	const value = settings[name];
	return value !== undefined && FORMATS[name][0].test(value) ? value : undefined;
}

/** What XML and JSON can carry, in one line, and neither Liquid nor a placeholder of the flow. */
function isText(value: string): boolean {
	const isOneLine = !/[\p{Cc}\p{Cs}\u2028\u2029\uFFFE\uFFFF]/u.test(value);
	return isOneLine && Buffer.byteLength(value) <= 450 && !/\{\{|\{%|\$\{/.test(value);
}

/** Settings with a default. `HANDOFF_FALLBACK_NUMBER` has none: without it there is no fallback. */
const ADAPTED = SETTING_NAMES.filter(
	(name) => name.startsWith('HANDOFF_') && name !== 'HANDOFF_FALLBACK_NUMBER',
);

/** For the log: the settings that are malformed, and so have their defaults. @example { ignoredSettings: ['HANDOFF_VOICE'] } */
export function ignoredSettings(settings: Settings): { readonly ignoredSettings?: readonly string[] } {
	const names = ADAPTED.filter(
		(name) => settings[name] !== undefined && wellFormed(settings, name) === undefined,
	);
	return names.length > 0 ? { ignoredSettings: names } : {};
}
