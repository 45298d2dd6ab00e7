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
