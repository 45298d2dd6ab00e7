/**
 * All products whose REST APIs need nothing but a world.
 * @module
 */
import type { Router } from '../http';
import type { World } from '../world';
import { addAddressConfigurations } from './address-configurations';
import { addApi } from './api';
import { addCommunications } from './communications';
import { addConfigurations } from './configurations';
import { addConversationsV1 } from './conversations-v1';
import { addConversationsV2 } from './conversations-v2';
import { addFlex } from './flex';
import { addIntelligence } from './intelligence';
import { addMemory } from './memory';
import { addMessaging } from './messaging';
import { addParticipants } from './participants';
import { addSync } from './sync';
import { addTaskRouter } from './taskrouter';

/** Adds the routes of every product in this folder. */
export function addResources(router: Router, world: World): void {
	addConversationsV2(router, world);
	addParticipants(router, world);
	addCommunications(router, world);
	addConfigurations(router, world);
	addConversationsV1(router, world);
	addAddressConfigurations(router, world);
	addTaskRouter(router, world);
	addFlex(router, world);
	addIntelligence(router, world);
	addMemory(router, world);
	addMessaging(router, world);
	addSync(router, world);
	addApi(router, world);
}
