/**
 * Twilio Sync. Names: twilio-node 6.2 `rest/sync/v1/service/document.d.ts`.
 * @module
 */

export interface SyncDocument {
	sid: string;
	uniqueName: string | null;
	data: Record<string, unknown>;
	/** A hexadecimal counter that every update raises. */
	revision: string;
	dateCreated: Date;
	dateUpdated: Date;
	/** When Sync deletes it, in milliseconds since 1970; missing for never. */
	expiresAt?: number;
}
