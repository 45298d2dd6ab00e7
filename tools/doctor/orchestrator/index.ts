/**
 * Conversation Orchestrator: the conversations of the virtual agent, and what they are connected to.
 * @module
 */
import type { Product } from '../engine/check';
import { attachedIntelligence } from './attached-intelligence';
import { bridge } from './bridge';
import { capturedTraffic } from './captured-traffic';
import { chosen } from './chosen';
import { grouping } from './grouping';
import { memoryStore } from './memory-store';
import { statusCallbacks } from './status-callbacks';
import { voiceClosesOnHangup } from './voice-closes';

export { orchestratorConfigurationResource } from './resource';

export const orchestrator: Product = {
	id: 'orchestrator',
	title: 'Conversation Orchestrator',
	checks: [
		chosen,
		bridge,
		capturedTraffic,
		voiceClosesOnHangup,
		statusCallbacks,
		attachedIntelligence,
		grouping,
		memoryStore,
	],
};
