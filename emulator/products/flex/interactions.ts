/**
 * Flex: interactions, which offer a conversation to agents by creating a task. Studio's Send to Flex creates them; no
 * client here asks for the REST resource.
 * Field names: twilio-node 6.2 `rest/flexApi/v1/interaction.d.ts`; the parameters' insides:
 * https://www.twilio.com/docs/flex/developer/conversations/interactions-api
 * @module
 */
import { z } from 'zod';
import { check } from '../../core/body';
import { invalidParameter } from '../../core/http';
import { sid } from '../../core/sids';
import type { Interaction, World } from '../../core/world';
import { createTask } from '../taskrouter/create-task';

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
		/** An object, or its JSON text as Send to Flex has it. */
		attributes: z.union([z.string(), z.record(z.string(), z.unknown())]).default({}),
	}),
});

/** The `Channel` and `Routing` parameters of an interaction. */
interface NewInteraction {
	readonly channel: z.input<typeof channelSchema>;
	readonly routing: z.input<typeof routingSchema>;
	/** Who the customer is, when known. */
	readonly customerAddress?: string;
	readonly customerName?: string;
}

/**
 * Creates an interaction, its channel and its task.
 *
 * GUESS(flex-task-attributes): the attributes that Flex adds beside its SIDs. Task attributes of a handed-off message
 * on an account would settle them.
 * @throws TwilioError 400 when a parameter does not match, or createTask refuses the task.
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

/** An interaction as Studio's Send to Flex puts it out (github.com/twilio/ai, twilio-studio-flows). */
export function viewInteraction({ sid, channelSid, channel, routing, taskSid }: Interaction) {
	return {
		sid,
		channel: {
			type: channel.type,
			initiated_by: channel.initiatedBy,
			properties: channel.properties,
			sid: channelSid,
		},
		routing: { ...routing, reservation: null, task: { sid: taskSid } },
		url: `https://flex-api.twilio.com/v1/Interactions/${sid}`,
	};
}
