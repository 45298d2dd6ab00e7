/**
 * How setup reads and writes one kind of resource.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { JsonObject } from './fix';

export interface Resource {
	/** The name that is shown: `Orchestrator configuration`. */
	readonly title: string;
	/** The current state: everything that a write replaces. Always a new request because it may have changed. */
	readonly read: (account: AccountView, id: string) => Promise<JsonObject>;
	/**
	 * @param whole what `read` returned, with the changes
	 * @param changed the paths that changed, for APIs that update single fields
	 * @param progress receives the progress of a long write
	 * @returns the resource in Twilio's response, or a part of it; nothing when the response doesn't have it
	 */
	readonly write: (
		account: AccountView,
		id: string,
		whole: JsonObject,
		changed: readonly (readonly string[])[],
		progress: (line: string) => void,
	) => Promise<JsonObject | undefined>;
	/** @returns the ID of the new one */
	readonly create?: (account: AccountView, value: JsonObject) => Promise<string>;
	readonly delete?: (account: AccountView, id: string) => Promise<void>;
}
