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
import type { StatusCallbacks } from './status-callbacks';

export function addOrchestrator(router: Router, world: World, callbacks: StatusCallbacks): void {
	addConversations(router, world, callbacks);
	addParticipants(router, world);
	addCommunications(router, world, callbacks);
	addConfigurations(router, world);
}
