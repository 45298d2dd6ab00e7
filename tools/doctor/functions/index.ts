/**
 * Functions: those of this project, as they are deployed.
 * @module
 */
import type { Product } from '../engine/check';
import { deployed } from './deployed';
import { reachable } from './reachable';
import { settings } from './settings';
import { strangers } from './strangers';
import { version } from './version';

export const functions: Product = {
	id: 'functions',
	title: 'Functions',
	checks: [deployed, reachable, version, strangers, settings],
};
