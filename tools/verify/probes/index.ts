/**
 * Every probe, in the order they run.
 * @module
 */
import type { Probe } from '../probe';
import { CONVERSATIONS_PROBES } from './conversations';
import { EXECUTION } from './execution';
import { FLOW } from './flow';
import { FUNCTIONS } from './functions';
import { LIQUID } from './liquid';
import { ROUTING } from './routing';
import { SPLIT } from './split';
import { SYNC } from './sync';

export const PROBES: readonly Probe[] = [
	...CONVERSATIONS_PROBES,
	...FLOW,
	...LIQUID,
	...SPLIT,
	...EXECUTION,
	...SYNC,
	...ROUTING,
	...FUNCTIONS,
];
