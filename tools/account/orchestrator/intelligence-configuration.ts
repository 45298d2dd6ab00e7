/**
 * Configurations of Conversation Intelligence v3, as Twilio sends them.
 * Field names: twilio-node 6.2 `rest/intelligence/v3/configuration.d.ts`.
 * @module
 */
import * as z from 'zod';
import { getJson } from '../../../src/twilio/get-json';
import type { AccountView } from '../account-view';
import { askingFor } from '../asking';
import { type OrchestratorConfiguration, readConfiguration } from './configuration';
import { listRaw } from './token-pages';

export const INTELLIGENCE_URL = 'https://intelligence.twilio.com/v3/ControlPlane/Configurations';
/** TAC 2.5 rejects an Orchestrator configuration with more attached (tac/models/conversation.py). */
export const MOST_ATTACHED = 5;

const rule = z.looseObject({
	operators: z.array(z.looseObject({ id: z.string() })),
	triggers: z.nullish(z.array(z.looseObject({ on: z.string() }))),
	actions: z.nullish(z.array(z.unknown())),
	context: z.nullish(
		z.looseObject({
			memory: z.nullish(z.looseObject({ enabled: z.nullish(z.boolean()) })),
			knowledge: z.nullish(z.looseObject({ bases: z.nullish(z.array(z.unknown())) })),
		}),
	),
});
const configuration = z.looseObject({
	id: z.string(),
	displayName: z.nullish(z.string()),
	description: z.nullish(z.string()),
	rules: z.nullish(z.array(rule)),
	version: z.nullish(z.number()),
});
const page = z.object({
	items: z.array(configuration),
	meta: z.nullish(z.object({ nextToken: z.nullish(z.string()) })),
});
export type IntelligenceRule = z.infer<typeof rule>;
export type IntelligenceConfiguration = z.infer<typeof configuration>;

/** The virtual agent's Orchestrator configuration, and what is attached to it. */
export interface Attached {
	readonly orchestrator: OrchestratorConfiguration;
	readonly alive: readonly IntelligenceConfiguration[];
	/** Ids of attached ones that do not exist. */
	readonly gone: readonly string[];
}

/**
 * @returns `undefined` when there is no Orchestrator configuration
 * @throws {HandoffError} when Twilio does not respond
 */
export function readAttached(account: AccountView): Promise<Attached | undefined> {
	return account.once('attached-intelligence', async () => {
		const orchestrator = await readConfiguration(account);
		if (!orchestrator) return undefined;
		const ids = [...new Set(orchestrator.intelligenceConfigurationIds ?? [])];
		const read = await Promise.all(ids.map(async (id) => ({ id, found: await fetch(account, id) })));
		return {
			orchestrator,
			alive: read.flatMap(({ found }) => (found ? [found] : [])),
			gone: read.flatMap(({ id, found }) => (found ? [] : [id])),
		};
	});
}

/**
 * All of the account's.
 * @throws {HandoffError} when Twilio does not respond
 */
export function readIntelligenceConfigurations(
	account: AccountView,
): Promise<readonly IntelligenceConfiguration[]> {
	return account.once('intelligence-configurations', () =>
		listRaw(account.twilio, INTELLIGENCE_URL, 'listing the Intelligence configurations', (body) => {
			const { items: records, meta } = page.parse(body);
			return { records, meta };
		}),
	);
}

async function fetch({ twilio }: AccountView, id: string): Promise<IntelligenceConfiguration | undefined> {
	return askingFor('reading an Intelligence configuration', async () => {
		return configuration.parse(await getJson(twilio, `${INTELLIGENCE_URL}/${encodeURIComponent(id)}`));
	});
}
