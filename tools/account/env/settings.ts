/**
 * Which settings have a usable value.
 * @module
 */
import { HandoffError } from '../../../src/http/errors';
import {
	readSettings,
	requireSetting,
	SETTING_NAMES,
	type SettingName,
	type Settings,
} from '../../../src/settings';

/** Whether a setting is set and well-formed. If not, the check `agent-connect/settings` reports it, and no other check does. */
export function isUsable(settings: Settings, name: SettingName): boolean {
	return problemOf(name, settings[name]) === undefined;
}

/** Whether a setting is set, but not well-formed. */
export function isMalformed(settings: Settings, name: SettingName): boolean {
	return settings[name] !== undefined && !isUsable(settings, name);
}

/** The settings that are set, but not well-formed. */
export function malformedNames(settings: Settings): SettingName[] {
	return SETTING_NAMES.filter((name) => isMalformed(settings, name));
}

/**
 * What is wrong with a value, as a sentence without the value in it.
 * @param shownAs the name to show instead of the setting's own
 * @returns `undefined` when the value is well-formed
 */
export function problemOf(
	name: SettingName,
	value: string | undefined,
	shownAs: string = name,
): string | undefined {
	if (value !== undefined && isPlaceholder(value)) return stillPlaceholder(shownAs);
	try {
		requireSetting(readSettings({ [name]: value }), name);
		return undefined;
	} catch (error) {
		if (error instanceof HandoffError) return error.message.replace(name, shownAs);
		throw error;
	}
}

/** Whether a value is a placeholder: `.env.example` has `ACxxxx…`, TAC's own example `your_…`. */
export function isPlaceholder(value: string): boolean {
	return /x{4}/i.test(value) || /^your_/i.test(value.trim());
}

/** The sentence for such a value. */
export function stillPlaceholder(name: string): string {
	return `${name} still has the placeholder value.`;
}
