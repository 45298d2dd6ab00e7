/**
 * Conversations v2, control plane: configurations, whose writes are asynchronous.
 * Field names: twilio-node 6.2 `rest/conversations/v2/configuration.d.ts`; limits: Twilio's OpenAPI document,
 * `twilio_conversations_v2.json`.
 * @module
 */
import { z } from 'zod';
import { readJson } from '../../core/body';
import { findOr404, type Router, TwilioError } from '../../core/http';
import { tokenPage } from '../../core/paging';
import type { Configuration, World } from '../../core/world';
import { HOST } from './lookup';
import { Operations } from './operations';

const minutes = z.int().min(1).exactOptional();
const channelSetting = z.looseObject({
	/** `null` closes a call when it is hung up. */
	statusTimeouts: z.looseObject({ inactive: minutes, closed: minutes }).nullable().exactOptional(),
	captureRules: z
		.array(z.looseObject({ from: z.string(), to: z.string() }))
		.max(100)
		.exactOptional(),
});
const bridge = z.looseObject({ serviceId: z.string().regex(/^IS[0-9a-fA-F]{32}$/) });

const displayName = z
	.string()
	.max(32)
	.regex(/^[a-zA-Z0-9-_ ]+$/, 'may have letters, digits, space, - and _');
const conversationGroupingType = z.enum([
	'GROUP_BY_PROFILE',
	'GROUP_BY_PARTICIPANT_ADDRESSES',
	'GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE',
]);
const statusCallbacks = z
	.array(z.looseObject({ url: z.string(), method: z.string().default('POST') }))
	.max(2);
const intelligenceConfigurationIds = z.array(z.string()).max(5);

/** Fields that are not listed here are kept: Twilio adds some. */
const replacement = z.looseObject({
	displayName: displayName.exactOptional(),
	description: z.string(),
	conversationGroupingType,
	memoryStoreId: z.string(),
	channelSettings: z.record(z.string(), channelSetting),
	statusCallbacks: statusCallbacks.default([]),
	intelligenceConfigurationIds: intelligenceConfigurationIds.default([]),
	memoryExtractionEnabled: z.boolean().default(false),
	conversationsV1Bridge: bridge.exactOptional(),
});

const COLLECTION = '/v2/ControlPlane/Configurations';

/** Configurations: list, fetch, replace (PUT). */
export function addConfigurations(router: Router, world: World): void {
	const operations = new Operations(world);
	operations.addTo(router);

	router.on('GET', HOST, COLLECTION, (request) => {
		operations.settle();
		return tokenPage(request, 'configurations', [...world.configurations.values()]);
	});
	router.on('GET', HOST, `${COLLECTION}/{id}`, ({ path }, { id }) => {
		operations.settle();
		return { status: 200, body: findOr404(world.configurations, id, path) };
	});
	const save = (configuration: Configuration) => {
		const { id } = configuration;
		refuseConflict(world, configuration);
		const write = () => {
			const error = missingService(world, configuration);
			if (error === undefined) world.configurations.set(id, configuration);
			return error;
		};
		return { configurationId: id, write };
	};
	router.on('PUT', HOST, `${COLLECTION}/{id}`, (request, params) => {
		operations.settle();
		const { id, displayName, version } = findOr404(world.configurations, params.id, request.path);
		return operations.begin(request, () => {
			const body = readJson(request, replacement);
			return save({ displayName, ...body, id, version: version + 1 });
		});
	});
}

/**
 * A classic service can be bridged by one configuration: the request of another is refused (409 in the OpenAPI document).
 * @throws TwilioError that names the configuration which bridges it
 */
function refuseConflict(world: World, { id, conversationsV1Bridge }: Configuration): void {
	const serviceId = conversationsV1Bridge?.serviceId;
	if (serviceId === undefined) return;
	const other = [...world.configurations.values()].find(
		(configuration) =>
			configuration.id !== id && configuration.conversationsV1Bridge?.serviceId === serviceId,
	);
	if (!other) return;
	throw new TwilioError(409, 20409, `Conversations service ${serviceId} is already bridged`, {
		'x-conflicting-resource-id': other.id,
	});
}

/** GUESS(bridge-operation-fails): that the operation fails rather than the request. A bridge to a service that does not exist would settle it. */
function missingService(world: World, { conversationsV1Bridge }: Configuration): string | undefined {
	const serviceId = conversationsV1Bridge?.serviceId;
	if (serviceId === undefined || world.classicServices.has(serviceId)) return undefined;
	return `Conversations service ${serviceId} does not exist`;
}
