/**
 * Flex: where agents take over, and how a handoff reaches them.
 * @module
 */
import type { Product } from '../engine/check';
import { eventCallback } from './event-callback';
import { instance } from './instance';
import { messagingSummary } from './messaging-summary';
import { routing } from './routing';
import { taskChannels } from './task-channels';
import { uiVersion } from './ui-version';
import { voiceSummary } from './voice-summary';
import { workers } from './workers';
import { workflow } from './workflow';

export { flexConfigurationResource, workflowResource, workspaceResource } from './resource';

export const flex: Product = {
	id: 'flex',
	title: 'Flex',
	checks: [
		instance,
		uiVersion,
		workflow,
		taskChannels,
		routing,
		workers,
		eventCallback,
		voiceSummary,
		messagingSummary,
	],
};
