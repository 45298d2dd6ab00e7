/**
 * Conversation Memory. Names: twilio-node 6.2 `rest/memory/v1/store.d.ts`.
 * @module
 */

export interface MemoryStore {
	id: string;
	displayName: string;
	description: string;
	status: 'QUEUED' | 'PROVISIONING' | 'ACTIVE' | 'FAILED';
	version: number;
}

/** A customer that Memory has a profile of. */
export interface Profile {
	id: string;
	/** `{ Contact: { phone: '+1…' } }` */
	traits: Record<string, Record<string, unknown>>;
}
