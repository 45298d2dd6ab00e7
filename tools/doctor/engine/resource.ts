/**
 * How setup reads and writes one kind of resource.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { JsonObject } from './fix';

export interface Resource {
	/** The name that is shown: `Orchestrator configuration`. */
	readonly title: string;
	/** The current state: everything that a write replaces. Always a new request, since it may have changed. */
	readonly read: (account: AccountView, id: string) => Promise<JsonObject>;
	/**
	 * @param whole what `read` returned, with the changes
	 * @param changed the paths that changed, for APIs that update single fields
	 * @param progress receives news of a write that takes long
	 * @returns what Twilio says is there then, or as much of it as it says; nothing when it does not say
	 */
	readonly write: (
		account: AccountView,
		id: string,
		whole: JsonObject,
		changed: readonly (readonly string[])[],
		progress: (line: string) => void,
	) => Promise<JsonObject | undefined>;
	/** @returns the id of the new one */
	readonly create?: (account: AccountView, value: JsonObject) => Promise<string>;
	readonly delete?: (account: AccountView, id: string) => Promise<void>;
}
