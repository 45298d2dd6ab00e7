/**
 * Conversations v2, control plane: configurations, whose writes are asynchronous.
 * Field names: twilio-node 6.2 `rest/conversations/v2/configuration.d.ts`; limits: Twilio's OpenAPI spec,
 * `twilio_conversations_v2.json`.
 * @module
 */
import { z } from 'zod';
import { check, readJson } from '../../core/body';
import { notFound, type Router, TwilioError, type TwilioResponse } from '../../core/http';
import { tokenPage } from '../../core/paging';
import { id } from '../../core/sids';
import type { Configuration, World } from '../../core/world';
import { Operations } from './operations';
import { HOST } from './views';

const fields = z.object({
	displayName: z
		.string()
		.max(32)
		.regex(/^[a-zA-Z0-9-_ ]+$/, 'may hold letters, digits, space, - and _'),
	description: z.string(),
	conversationGroupingType: z.enum([
		'GROUP_BY_PROFILE',
		'GROUP_BY_PARTICIPANT_ADDRESSES',
		'GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE',
	]),
	memoryStoreId: z.string(),
	channelSettings: z.record(z.string(), z.unknown()),
	statusCallbacks: z.array(z.looseObject({ url: z.string(), method: z.string().default('POST') })).max(2),
	intelligenceConfigurationIds: z.array(z.string()).max(5),
	memoryExtractionEnabled: z.boolean(),
	conversationsV1Bridge: z.looseObject({ serviceId: z.string() }),
});

const optional = z.object({
	channelSettings: fields.shape.channelSettings.default({}),
	statusCallbacks: fields.shape.statusCallbacks.default([]),
	intelligenceConfigurationIds: fields.shape.intelligenceConfigurationIds.default([]),
	memoryExtractionEnabled: z.boolean().default(false),
	conversationsV1Bridge: fields.shape.conversationsV1Bridge.exactOptional(),
});
/** Fields that this schema does not know yet are kept: Twilio adds some. */
const createBody = z.looseObject({ ...fields.shape, ...optional.shape });
const updateBody = createBody.extend({
	displayName: fields.shape.displayName.exactOptional(),
	channelSettings: fields.shape.channelSettings,
});
const patchBody = z.looseObject(
	Object.fromEntries(Object.entries(fields.shape).map(([name, schema]) => [name, schema.nullish()])),
);

const COLLECTION = '/v2/ControlPlane/Configurations';

/** Configurations: list, create, fetch, replace (PUT), merge (PATCH), delete. */
export function addConfigurations(router: Router, world: World): void {
	const operations = new Operations(world);
	operations.addTo(router);
	const find = (configurationId: string | undefined, path: string): Configuration => {
		operations.settle();
		const configuration = world.configurations.get(configurationId ?? '');
		if (!configuration) throw notFound(path);
		return configuration;
	};
	const save = (configuration: Configuration): TwilioResponse => {
		refuseConflict(world, configuration);
		return operations.begin(configuration.id, () => {
			const fault = bridgesNothing(world, configuration);
			if (fault === undefined) world.configurations.set(configuration.id, configuration);
			return fault;
		});
	};

	router.on('GET', HOST, COLLECTION, (request) => {
		operations.settle();
		const storeId = request.query.get('memoryStoreId');
		const all = [...world.configurations.values()];
		const found = all.filter(({ memoryStoreId }) => storeId === null || memoryStoreId === storeId);
		return tokenPage(request, 'configurations', found);
	});
	router.on('GET', HOST, `${COLLECTION}/{id}`, (request, params) => ({
		status: 200,
		body: find(params.id, request.path),
	}));
	router.on('POST', HOST, COLLECTION, (request) => {
		const body = readJson(request, createBody);
		return save({ ...body, id: id('conv_configuration'), version: 1 });
	});
	router.on('PUT', HOST, `${COLLECTION}/{id}`, (request, params) => {
		const { id: configurationId, displayName, version } = find(params.id, request.path);
		const body = readJson(request, updateBody);
		return save({ displayName, ...body, id: configurationId, version: version + 1 });
	});
	router.on('PATCH', HOST, `${COLLECTION}/{id}`, (request, params) => {
		const old = find(params.id, request.path);
		const patch = readJson(request, patchBody);
		const kept = Object.entries({ ...old, ...patch }).filter(([, value]) => value !== null);
		const merged = check(createBody, Object.fromEntries(kept));
		return save({ ...merged, id: old.id, version: old.version + 1 });
	});
	router.on('DELETE', HOST, `${COLLECTION}/{id}`, (request, params) => {
		const { id: configurationId } = find(params.id, request.path);
		return operations.begin(configurationId, () => {
			world.configurations.delete(configurationId);
			return undefined;
		});
	});
}

/**
 * A classic service can be bridged by one configuration: the request of another is refused (409 of the OpenAPI spec).
 * @throws TwilioError that names the one which has it
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

/** GUESS: that the operation fails rather than the request. A bridge to a service that is not there would settle it. */
function bridgesNothing(world: World, { conversationsV1Bridge }: Configuration): string | undefined {
	const serviceId = conversationsV1Bridge?.serviceId;
	if (serviceId === undefined || world.classicServices.has(serviceId)) return undefined;
	return `Conversations service ${serviceId} does not exist`;
}
