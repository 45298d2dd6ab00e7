/**
 * Fields that the resources of all products have.
 * @module
 */
import { iso } from './dates';

interface Dated {
	readonly dateCreated: Date;
	/** Missing when nothing has changed since. */
	readonly dateUpdated?: Date;
}

/** Both dates, as most APIs return them. */
export function dates({ dateCreated, dateUpdated = dateCreated }: Dated): {
	date_created: string;
	date_updated: string;
} {
	return { date_created: iso(dateCreated), date_updated: iso(dateUpdated) };
}

/** Both dates, as the 2010 API returns them. */
export function dates2010({ dateCreated, dateUpdated = dateCreated }: Dated): {
	date_created: string;
	date_updated: string;
} {
	return { date_created: rfc2822(dateCreated), date_updated: rfc2822(dateUpdated) };
}

/** A date of the 2010 API: `Tue, 31 Aug 2010 20:36:28 +0000`. */
export function rfc2822(date: Date): string {
	return date.toUTCString().replace('GMT', '+0000');
}

/** Fields of which this account makes no use: Twilio returns them as `null`. */
export function unset(...names: string[]): Record<string, null> {
	return Object.fromEntries(names.map((name) => [name, null]));
}

/**
 * The URLs of what a resource contains.
 * @example collections('https://…/Conversations/CH1', 'messages') // { messages: 'https://…/Conversations/CH1/Messages' }
 * @param suffix `.json` in the 2010 API
 */
export function collections(url: string, names: readonly string[], suffix = ''): Record<string, string> {
	return Object.fromEntries(names.map((name) => [name, `${url}/${pascalCase(name)}${suffix}`]));
}

/** A name in Twilio's other spelling: `task_sid` is `TaskSid`. */
export function pascalCase(name: string): string {
	return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
