/**
 * Conversation Orchestrator (Conversations v2).
 * @module
 */
import type { Router } from '../../core/http';
import type { World } from '../../core/world';
import { addCommunications } from './communications';
import { addConfigurations } from './configurations';
import { addConversations } from './conversations';
import { addParticipants } from './participants';

export function addOrchestrator(router: Router, world: World): void {
	addConversations(router, world);
	addParticipants(router, world);
	addCommunications(router, world);
	addConfigurations(router, world);
}
