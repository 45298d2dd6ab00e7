/**
 * The systems of the guide, in its order, and the Functions, which the guide does without.
 * @module
 */
import { agentConnect } from './agent-connect';
import { conversationsClassic } from './conversations-classic';
import type { Product } from './engine/check';
import { flex } from './flex';
import { functionsProduct } from './functions/checks';
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
	functionsProduct,
	flex,
];
