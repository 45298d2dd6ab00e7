/**
 * Loads the `upstream` part of a test vector: what Twilio's API has at the moment of a request. Vectors are written by hand
 * and leave out what does not matter to them; this fills it in.
 * @module
 */
import { z } from 'zod';
import type { Configuration, Conversation, Participant } from '../../emulator/core/model';
import { id } from '../../emulator/core/sids';
import type { World } from '../../emulator/core/world';

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

/**
 * Adds what a test vector describes to a world: its `upstream` object, with the classic conversations its addresses point
 * to, in the service it is bridged to.
 * @returns the conversation, or `undefined` when the vector has none.
 * @throws ZodError when `upstream` is malformed.
 */
export function loadUpstream(world: World, upstream: unknown): Conversation | undefined {
	const { conversation, configuration, service } = parseUpstream(upstream, world);
	if (configuration) world.configurations.set(configuration.id, configuration);
	if (service) world.classicServices.set(service, { sid: service, friendlyName: 'Bridged service' });
	if (!conversation) return undefined;
	world.conversations.set(conversation.id, conversation);
	for (const { addresses } of conversation.participants) {
		for (const { channelId, ...customer } of addresses) {
			if (channelId?.startsWith('CH') && !world.classicConversations.has(channelId)) {
				world.addClassicConversation(channelId, service ?? world.serviceSid, customer);
			}
		}
	}
	return conversation;
}

/**
 * @param upstream the vector's `upstream`, or `undefined` for a vector without one.
 * @returns the conversation with its participants, the configuration its `configurationId` stands for, and the
 * classic service it is bridged to, wherever the vector has it.
 * @throws ZodError naming what does not fit.
 */
function parseUpstream(
	upstream: unknown,
	defaults: World,
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
