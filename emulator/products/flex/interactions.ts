/**
 * Flex: interactions, which put a conversation before an agent by making a task.
 * Field names: twilio-node 6.2 `rest/flexApi/v1/interaction.d.ts`; the parameters' insides:
 * https://www.twilio.com/docs/flex/developer/conversations/interactions-api
 * @module
 */
import { z } from 'zod';
import { check, readForm } from '../../core/body';
import { invalidParameter, notFound, type Router } from '../../core/http';
import { classicPage } from '../../core/paging';
import { sid } from '../../core/sids';
import type { Interaction, World } from '../../core/world';
import { createTask, parseObject } from '../taskrouter/create-task';
import { addFlexConfiguration } from './configuration';

const HOST = 'flex-api.twilio.com';

const channelSchema = z.object({
	type: z.enum(['voice', 'sms', 'whatsapp', 'rcs', 'web', 'chat', 'email', 'messenger', 'gbm']),
	initiated_by: z.enum(['api', 'agent', 'customer']),
	properties: z.record(z.string(), z.unknown()).default({}),
});
const routingSchema = z.object({
	properties: z.looseObject({
		workspace_sid: z.string().exactOptional(),
		workflow_sid: z.string(),
		task_channel_sid: z.string().exactOptional(),
		task_channel_unique_name: z.string().exactOptional(),
		priority: z.coerce.number().int().exactOptional(),
		timeout: z.coerce.number().int().exactOptional(),
		/** The API takes an object; callers that build JSON by hand send its text. */
		attributes: z.union([z.string(), z.record(z.string(), z.unknown())]).default({}),
	}),
});

/** The `Channel` and `Routing` parameters of an interaction. */
export interface NewInteraction {
	readonly channel: z.input<typeof channelSchema>;
	readonly routing: z.input<typeof routingSchema>;
	/** Who the customer is, when the maker of the interaction knows. */
	readonly customerAddress?: string;
	readonly customerName?: string;
}

/**
 * Makes an interaction, its channel and its task.
 *
 * GUESS: the attributes that Flex adds beside its SIDs. Task attributes of a handed-off message on an account would
 * settle them.
 * @throws TwilioError 400 when a parameter does not fit, or createTask refuses the task.
 */
export function createInteraction(world: World, input: NewInteraction): Interaction {
	const channel = check(channelSchema, input.channel, 'Channel');
	const routing = check(routingSchema, input.routing, 'Routing').properties;
	if (routing.workspace_sid !== undefined && routing.workspace_sid !== world.workspaceSid) {
		throw invalidParameter(`Invalid Routing: workspace ${routing.workspace_sid} does not exist`);
	}
	const interactionSid = sid('KD');
	const channelSid = sid('UO');
	const conversationSid = channel.properties.media_channel_sid;
	const { attributes } = routing;
	const task = createTask(world, {
		attributes: typeof attributes === 'string' ? attributes : JSON.stringify(attributes),
		workflowSid: routing.workflow_sid,
		taskChannelSid: routing.task_channel_sid ?? routing.task_channel_unique_name ?? '',
		...(routing.priority !== undefined && { priority: routing.priority }),
		...(routing.timeout !== undefined && { timeout: routing.timeout }),
		extra: {
			channelType: channel.type,
			direction: 'inbound',
			...(input.customerAddress !== undefined && { customerAddress: input.customerAddress }),
			...(input.customerName !== undefined && { customerName: input.customerName }),
		},
		fixed: {
			...(typeof conversationSid === 'string' && { conversationSid }),
			flexInteractionSid: interactionSid,
			flexInteractionChannelSid: channelSid,
		},
		interactionSid,
		...(typeof conversationSid === 'string' && { conversationSid }),
	});
	const interaction: Interaction = {
		sid: interactionSid,
		channelSid,
		channel: { type: channel.type, initiatedBy: channel.initiated_by, properties: channel.properties },
		routing: { properties: routing },
		taskSid: task.sid,
	};
	world.interactions.set(interactionSid, interaction);
	world.log('Flex', `opened interaction ${interactionSid} for task ${task.sid}`);
	return interaction;
}

/** Interactions: create, fetch; their channels: list, fetch. */
export function addFlex(router: Router, world: World): void {
	addFlexConfiguration(router, world);
	router.on('POST', HOST, '/v1/Interactions', (request) => {
		const form = readForm(request, z.object({ Channel: z.string(), Routing: z.string() }));
		const interaction = createInteraction(world, {
			channel: check(channelSchema, parseObject('Channel', form.Channel), 'Channel'),
			routing: check(routingSchema, parseObject('Routing', form.Routing), 'Routing'),
		});
		return { status: 201, body: viewInteraction(interaction) };
	});
	const find = (interactionSid: string | undefined, path: string): Interaction => {
		const interaction = world.interactions.get(interactionSid ?? '');
		if (!interaction) throw notFound(path);
		return interaction;
	};
	router.on('GET', HOST, '/v1/Interactions/{sid}', (request, params) => ({
		status: 200,
		body: viewInteraction(find(params.sid, request.path)),
	}));
	router.on('GET', HOST, '/v1/Interactions/{sid}/Channels', (request, params) =>
		classicPage(request, 'channels', [viewChannel(find(params.sid, request.path))]),
	);
	router.on('GET', HOST, '/v1/Interactions/{sid}/Channels/{channel}', (request, params) => {
		const interaction = find(params.sid, request.path);
		if (interaction.channelSid !== params.channel) throw notFound(request.path);
		return { status: 200, body: viewChannel(interaction) };
	});
}

/** An interaction as the API shows it. */
export function viewInteraction({ sid, channelSid, channel, routing, taskSid }: Interaction) {
	const url = `https://${HOST}/v1/Interactions/${sid}`;
	return {
		sid,
		channel: {
			type: channel.type,
			initiated_by: channel.initiatedBy,
			properties: channel.properties,
			sid: channelSid,
		},
		routing: { ...routing, reservation: null, task: { sid: taskSid } },
		url,
		links: { channels: `${url}/Channels` },
	};
}

function viewChannel({ sid, channelSid, channel }: Interaction) {
	const url = `https://${HOST}/v1/Interactions/${sid}/Channels/${channelSid}`;
	return {
		sid: channelSid,
		interaction_sid: sid,
		type: channel.type,
		status: 'active',
		error_code: null,
		error_message: null,
		url,
		links: { participants: `${url}/Participants`, invites: `${url}/Invites` },
	};
}
