/**
 * A kind of thing in the account that setup can change.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { JsonObject } from './fix';

export interface Resource {
	/** As people call it: `Orchestrator configuration`. */
	readonly title: string;
	/** What it is now: everything that a write would replace. Never from memory: somebody may have changed it. */
	readonly read: (account: AccountView, id: string) => Promise<JsonObject>;
	/**
	 * @param whole what `read` returned, with the changes in it
	 * @param changed the paths that changed, for APIs that take single fields
	 * @param progress told now and then when the write takes long
	 */
	readonly write: (
		account: AccountView,
		id: string,
		whole: JsonObject,
		changed: readonly (readonly string[])[],
		progress: (line: string) => void,
	) => Promise<void>;
	/** @returns the id of the new one */
	readonly create?: (account: AccountView, value: JsonObject) => Promise<string>;
	readonly delete?: (account: AccountView, id: string) => Promise<void>;
}
