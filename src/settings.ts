/**
 * Our settings, as the edge finds them in the Function's context.
 * @module
 */
import { MisconfiguredError } from './http/errors';

/** A phone number in E.164 form. */
export const E164 = /^\+[1-9]\d{6,14}$/;

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
	TWILIO_PHONE_NUMBER: [/^[^\s,]+$/, 'the one sender: a phone number, or another sender of the account'],
	HANDOFF_FALLBACK_NUMBER: [E164, 'a phone number in E.164 form: +, country code, number'],
	HANDOFF_CALL_TIMEOUT: [/^[1-9]\d{0,6}$/, 'a whole number of seconds'],
	HANDOFF_CHAT_TIMEOUT: [/^[1-9]\d{0,6}$/, 'a whole number of seconds'],
	HANDOFF_AVAILABILITY_QUEUE: [
		/^WS[0-9a-f]{32}\/WQ[0-9a-f]{32}$/i,
		'the SIDs of a TaskRouter workspace and of a task queue in it: WS…/WQ…',
	],
} as const satisfies Record<string, readonly [RegExp, string]>;

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
 * A setting the request cannot do without.
 * @throws {MisconfiguredError} naming the setting, never its value
 */
export function requireSetting(settings: Settings, name: SettingName): string {
	const value = settings[name];
	const [format, description] = FORMATS[name];
	if (value === undefined) throw new MisconfiguredError(name, `is not set; it should be ${description}`);
	if (!format.test(value)) throw new MisconfiguredError(name, `is malformed; it should be ${description}`);
	return value;
}

/** A setting that a handoff goes ahead without: malformed, it is as good as absent. */
export function wellFormed(settings: Settings, name: SettingName): string | undefined {
	const value = settings[name];
	return value !== undefined && FORMATS[name][0].test(value) ? value : undefined;
}

/** How long a task waits for an agent, in seconds, unless a setting says otherwise. A caller is on hold all the while. */
const TASK_TIMEOUT = { HANDOFF_CALL_TIMEOUT: 1_800, HANDOFF_CHAT_TIMEOUT: 3_600 } as const;

/**
 * How long a task waits for an agent before TaskRouter cancels it. A malformed setting is no reason to fail a handoff.
 * @returns seconds
 */
export function taskTimeout(settings: Settings, name: keyof typeof TASK_TIMEOUT): number {
	return Number(wellFormed(settings, name) ?? TASK_TIMEOUT[name]);
}
