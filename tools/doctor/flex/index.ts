/**
 * Flex: where people take over, and how a handoff finds them.
 * @module
 */
import type { Product } from '../engine/check';
import { workflow } from './chosen-workflow';
import { instance } from './instance';
import { routing } from './routing';
import { messagingSummary, voiceSummary } from './summaries';
import { taskChannels } from './task-channels';
import { uiVersion } from './ui-version';
import { workers } from './workers';

export const flex: Product = {
	id: 'flex',
	title: 'Flex',
	checks: [instance, uiVersion, workflow, taskChannels, routing, workers, voiceSummary, messagingSummary],
};
