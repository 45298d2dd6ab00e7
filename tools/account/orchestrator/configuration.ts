/**
 * Configurations of Conversation Orchestrator, as Twilio sends them: a write has to keep fields that this project does not know.
 * Field names: twilio-node 6.2 `rest/conversations/v2/configuration.d.ts`.
 * @module
 */
import * as z from 'zod';
import { getJson } from '../../../src/twilio/get-json';
import type { AccountView } from '../account-view';
import { askingFor } from '../asking';
import { listRaw } from './token-pages';

export const CONFIGURATIONS_URL = 'https://conversations.twilio.com/v2/ControlPlane/Configurations';
export const CONFIGURATION_SETTING = 'TWILIO_CONVERSATION_CONFIGURATION_ID';
export const CONFIGURATION_ID = /^conv_configuration_[0-9a-z]{26}$/;

const captureRule = z.looseObject({ from: z.nullish(z.string()), to: z.nullish(z.string()) });
const channelSetting = z.looseObject({
	statusTimeouts: z.nullish(
		z.looseObject({ inactive: z.nullish(z.number()), closed: z.nullish(z.number()) }),
	),
	captureRules: z.nullish(z.array(captureRule)),
});
const configuration = z.looseObject({
	id: z.string(),
	displayName: z.nullish(z.string()),
	conversationGroupingType: z.nullish(z.string()),
	memoryStoreId: z.nullish(z.string()),
	channelSettings: z.nullish(z.record(z.string(), z.nullable(channelSetting))),
	statusCallbacks: z.nullish(z.array(z.looseObject({ url: z.string(), method: z.nullish(z.string()) }))),
	intelligenceConfigurationIds: z.nullish(z.array(z.string())),
	conversationsV1Bridge: z.nullish(
		z.looseObject({ serviceId: z.nullish(z.string()), serviceSid: z.nullish(z.string()) }),
	),
	version: z.nullish(z.number()),
});
const page = z.object({
	configurations: z.array(configuration),
	meta: z.nullish(z.object({ nextToken: z.nullish(z.string()) })),
});
export type OrchestratorConfiguration = z.infer<typeof configuration>;

/**
 * All configurations of the account. Twilio's docs have no limit (docs/conversations/orchestrator/concepts/core); its skill
 * says ten (github.com/twilio/ai, twilio-conversation-orchestrator).
 * @throws {HandoffError} when Twilio does not respond
 */
export function readConfigurations(account: AccountView): Promise<readonly OrchestratorConfiguration[]> {
	return account.once('orchestrator-configurations', () =>
		listRaw(account.twilio, CONFIGURATIONS_URL, 'listing the Orchestrator configurations', (body) => {
			const { configurations: records, meta } = page.parse(body);
			return { records, meta };
		}),
	);
}

/**
 * All of them, each fetched, because a list may omit fields.
 * @throws {HandoffError} when Twilio does not respond
 */
export function readEveryConfiguration(account: AccountView): Promise<readonly OrchestratorConfiguration[]> {
	return account.once('every-orchestrator-configuration', async () => {
		const listed = await readConfigurations(account);
		const whole = await Promise.all(listed.map(({ id }) => fetchConfiguration(account, id)));
		return whole.filter((each) => each !== undefined);
	});
}

/**
 * The configuration that the virtual agent uses.
 * @returns `undefined` when `.env` has none, or one that does not exist
 * @throws {HandoffError} when Twilio does not respond
 */
export function readConfiguration(account: AccountView): Promise<OrchestratorConfiguration | undefined> {
	const id = account.environment[CONFIGURATION_SETTING]?.trim() ?? '';
	if (!CONFIGURATION_ID.test(id)) return Promise.resolve(undefined);
	return account.once('orchestrator-configuration', () => fetchConfiguration(account, id));
}

/**
 * Not cached.
 * @returns `undefined` when it does not exist
 * @throws {HandoffError} when Twilio does not respond
 */
export async function fetchConfiguration(
	{ twilio }: AccountView,
	id: string,
): Promise<OrchestratorConfiguration | undefined> {
	return askingFor('reading the Orchestrator configuration', async () => {
		return configuration.parse(await getJson(twilio, `${CONFIGURATIONS_URL}/${id}`));
	});
}

/** The classic Conversations service it is connected to. The guide and the SDK spell the field differently. */
export function bridgedService({ conversationsV1Bridge }: OrchestratorConfiguration): string | undefined {
	return conversationsV1Bridge?.serviceId || conversationsV1Bridge?.serviceSid || undefined;
}
