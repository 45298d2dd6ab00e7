/**
 * All products whose REST APIs need nothing but a world.
 * @module
 */

import { addAddressConfigurations } from '../products/conversations-classic/address-configurations';
import { addConversationsV1 } from '../products/conversations-classic/conversations';
import { addFlex } from '../products/flex/interactions';
import { addIntelligence } from '../products/intelligence/operator-results';
import { addMemory } from '../products/memory/stores';
import { addMessaging } from '../products/messaging/services';
import { addCommunications } from '../products/orchestrator/communications';
import { addConfigurations } from '../products/orchestrator/configurations';
import { addConversationsV2 } from '../products/orchestrator/conversations';
import { addParticipants } from '../products/orchestrator/participants';
import { addSync } from '../products/sync/documents';
import { addTaskRouter } from '../products/taskrouter/routes';
import { addApi } from '../products/voice/account';
import type { Router } from './http';
import type { World } from './world';

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
