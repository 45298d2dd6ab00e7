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

/** Fields that are not listed here are kept: Twilio adds some. */
const replacement = z.looseObject({
	displayName: z
		.string()
		.max(32)
		.regex(/^[a-zA-Z0-9-_ ]+$/, 'may have letters, digits, space, - and _')
		.exactOptional(),
	description: z.string(),
	conversationGroupingType: z.enum([
		'GROUP_BY_PROFILE',
		'GROUP_BY_PARTICIPANT_ADDRESSES',
		'GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE',
	]),
	memoryStoreId: z.string(),
	channelSettings: z.record(z.string(), z.unknown()),
	statusCallbacks: z
		.array(z.looseObject({ url: z.string(), method: z.string().default('POST') }))
		.max(2)
		.default([]),
	intelligenceConfigurationIds: z.array(z.string()).max(5).default([]),
	memoryExtractionEnabled: z.boolean().default(false),
	conversationsV1Bridge: z.looseObject({ serviceId: z.string() }).exactOptional(),
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
	router.on('PUT', HOST, `${COLLECTION}/{id}`, (request, params) => {
		operations.settle();
		const { id, displayName, version } = findOr404(world.configurations, params.id, request.path);
		const body = readJson(request, replacement);
		const configuration: Configuration = { displayName, ...body, id, version: version + 1 };
		refuseConflict(world, configuration);
		return operations.begin(id, () => {
			const error = missingService(world, configuration);
			if (error === undefined) world.configurations.set(id, configuration);
			return error;
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

/** GUESS: that the operation fails rather than the request. A bridge to a service that does not exist would settle it. */
function missingService(world: World, { conversationsV1Bridge }: Configuration): string | undefined {
	const serviceId = conversationsV1Bridge?.serviceId;
	if (serviceId === undefined || world.classicServices.has(serviceId)) return undefined;
	return `Conversations service ${serviceId} does not exist`;
}
