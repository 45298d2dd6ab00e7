/**
 * The products of the guide, in its order, and the Functions, which the guide doesn't have.
 * @module
 */
import { agentConnect } from './agent-connect';
import { conversationsClassic } from './conversations-classic';
import type { Product } from './engine/check';
import { flex } from './flex';
import { functions } from './functions';
import { intelligence } from './intelligence';
import { orchestrator } from './orchestrator';
import { phoneNumbers } from './phone-numbers';
import { studio } from './studio';

export const PRODUCTS: readonly Product[] = [
	agentConnect,
	phoneNumbers,
	conversationsClassic,
	orchestrator,
	intelligence,
	studio,
	functions,
	flex,
];
