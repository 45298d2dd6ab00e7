/**
 * Twilio Agent Connect: the virtual agent's settings in `.env`.
 * @module
 */
import type { Product } from '../engine/check';
import { apiKey } from './api-key';
import { credentials } from './credentials';
import { flowSid } from './flow-sid';
import { region } from './region';
import { settings } from './settings';

export const agentConnect: Product = {
	id: 'agent-connect',
	title: 'Twilio Agent Connect',
	checks: [settings, credentials, region, apiKey, flowSid],
};
