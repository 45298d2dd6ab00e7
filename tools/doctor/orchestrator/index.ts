/**
 * Conversation Orchestrator: the conversations of the virtual agent, and what they are connected to.
 * @module
 */
import type { Product } from '../engine/check';
import { bridge } from './bridge';
import { capturedTraffic } from './captured-traffic';
import { configuration } from './configuration';
import { grouping } from './grouping';
import { intelligence } from './intelligence';
import { memoryStore } from './memory-store';
import { statusCallbacks } from './status-callbacks';
import { voiceCloses } from './voice-closes';

export { orchestratorConfigurationResource } from './resource';

export const orchestrator: Product = {
	id: 'orchestrator',
	title: 'Conversation Orchestrator',
	checks: [
		configuration,
		bridge,
		capturedTraffic,
		voiceCloses,
		statusCallbacks,
		intelligence,
		grouping,
		memoryStore,
	],
};
