/**
 * Reads the `upstream` part of a test vector: what Twilio's API knows at the moment of a request. Vectors are made
 * by hand and leave out what does not matter to them; this fills it in.
 * @module
 */
import { z } from 'zod';
import type { Configuration, Conversation, Participant } from '../../emulator/core/model';
import { id } from '../../emulator/core/sids';

const address = z.looseObject({
	channel: z.enum(['VOICE', 'SMS', 'RCS', 'WHATSAPP', 'CHAT', 'VIDEO']),
	address: z.string(),
	channelId: z.string().nullish(),
});

const participant = z.looseObject({
	id: z.string().default(() => id('conv_participant')),
	type: z.enum(['CUSTOMER', 'AI_AGENT', 'HUMAN_AGENT', 'AGENT', 'UNKNOWN']).default('UNKNOWN'),
	name: z.string().nullish(),
	profileId: z.string().nullish(),
	addresses: z.array(address).default([]),
});

const bridge = z.object({ serviceId: z.string() });
const settings = z.looseObject({ conversationsV1Bridge: bridge.nullish() });

const upstreamSchema = z
	.looseObject({
		conversation: z
			.looseObject({
				id: z.string(),
				accountId: z.string().nullish(),
				configurationId: z.string().nullish(),
				status: z.enum(['ACTIVE', 'INACTIVE', 'CLOSED']).default('ACTIVE'),
				name: z.string().nullish(),
				metadata: z.record(z.string(), z.string()).default({}),
				configuration: settings.nullish(),
				conversationsV1Bridge: z.looseObject({ serviceSid: z.string() }).nullish(),
			})
			.nullish(),
		participants: z.array(participant).default([]),
		configuration: settings.nullish(),
	})
	.prefault({});

/** What parsing needs to know of the world it will be put into. */
interface Defaults {
	readonly account: { readonly accountSid: string };
	readonly configurationId: string;
	readonly configurations: ReadonlyMap<string, Configuration>;
}

/**
 * @param upstream the vector's `upstream`, or `undefined` for a vector without one.
 * @returns the conversation with its participants, the configuration its `configurationId` stands for, and the
 * classic service it is bridged to, wherever the vector has it.
 * @throws ZodError naming what does not fit.
 */
export function parseUpstream(
	upstream: unknown,
	defaults: Defaults,
): { conversation?: Conversation; configuration?: Configuration; service?: string } {
	const { conversation: given, participants, configuration } = upstreamSchema.parse(upstream);
	if (!given) return {};
	const { configuration: pinned, conversationsV1Bridge: guideBridge } = given;
	const serviceId = (pinned ?? configuration)?.conversationsV1Bridge?.serviceId;
	const service = serviceId ?? guideBridge?.serviceSid;
	const configurationId = given.configurationId ?? defaults.configurationId;
	const now = new Date().toISOString();

	const conversation: Conversation = {
		id: given.id,
		accountId: given.accountId ?? defaults.account.accountSid,
		configurationId,
		status: given.status,
		name: given.name ?? '',
		metadata: given.metadata,
		...(pinned && { configuration: withBridge(pinned) }),
		...(guideBridge && { conversationsV1Bridge: { serviceSid: guideBridge.serviceSid } }),
		participants: participants.map(toParticipant),
		createdAt: now,
		updatedAt: now,
	};
	const base = defaults.configurations.get(defaults.configurationId);
	if (!base) return { conversation, ...(service !== undefined && { service }) };
	const { conversationsV1Bridge: _, ...unbridged } = structuredClone(base);
	const merged: Configuration = {
		...unbridged,
		...withBridge(configuration ?? pinned ?? {}),
		id: configurationId,
	};
	return { conversation, configuration: merged, ...(service !== undefined && { service }) };
}

function withBridge({ conversationsV1Bridge, ...rest }: z.infer<typeof settings>): Partial<Configuration> {
	return { ...rest, ...(conversationsV1Bridge && { conversationsV1Bridge }) };
}

function toParticipant(given: z.infer<typeof participant>): Participant {
	return {
		id: given.id,
		type: given.type,
		name: given.name ?? '',
		...(given.profileId && { profileId: given.profileId }),
		addresses: given.addresses.map(({ channel, address: value, channelId }) => ({
			channel,
			address: value,
			...(channelId && { channelId }),
		})),
	};
}
