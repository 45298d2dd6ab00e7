/**
 * What a world begins with: an account with Flex, an agent's number and API key, Conversation Orchestrator,
 * Intelligence and Memory, all of it as this project wants it.
 * @module
 */

import { SUMMARY_OPERATOR_ID, TWILIO_OPERATORS } from '../products/intelligence/operators';
import type { Configuration, FlexConfiguration, PhoneNumber, Workflow } from './model';
import { id, sid } from './sids';
import type { World } from './world';

/** Fills the maps of a new world. */
export function seed(world: World): void {
	const { account, serviceSid, voiceChannelSid, chatChannelSid, taskQueueSid, memoryStoreId } = world;
	const put = <T extends { sid: string }>(map: Map<string, T>, ...records: T[]) => {
		for (const record of records) map.set(record.sid, record);
	};
	put(world.apiKeys, { sid: account.apiKey, friendlyName: 'virtual agent' });
	put(world.phoneNumbers, phoneNumber(world));
	put(world.classicServices, { sid: serviceSid, friendlyName: 'Flex Conversation Service' });
	put(world.workflows, workflow(world));
	put(world.taskQueues, { sid: taskQueueSid, friendlyName: 'Everyone', targetWorkers: '1==1' });
	put(
		world.taskChannels,
		{ sid: voiceChannelSid, uniqueName: 'voice', friendlyName: 'Voice' },
		{ sid: chatChannelSid, uniqueName: 'chat', friendlyName: 'Programmable Chat' },
	);
	put(
		world.workers,
		{
			sid: sid('WK'),
			friendlyName: 'robin',
			attributes: { contact_uri: 'client:robin', full_name: 'Robin', roles: ['agent'] },
			activityName: 'Available',
			available: true,
		},
		{
			sid: sid('WK'),
			friendlyName: 'sasha',
			attributes: { contact_uri: 'client:sasha', full_name: 'Sasha', roles: ['agent'] },
			activityName: 'Offline',
			available: false,
		},
	);
	put(world.addressConfigurations, {
		sid: sid('IG'),
		type: 'sms',
		address: world.phoneNumber,
		friendlyName: 'Support',
		autoCreation: { enabled: true, type: 'default', conversationServiceSid: serviceSid },
	});
	world.memoryStores.set(memoryStoreId, {
		id: memoryStoreId,
		displayName: 'support',
		description: 'What is remembered of customers',
		status: 'ACTIVE',
		version: 1,
	});
	const intelligenceId = seedIntelligence(world);
	const orchestrator = configuration(world, intelligenceId);
	world.configurations.set(orchestrator.id, orchestrator);
}

/** Its calls and messages go to the virtual agent. */
function phoneNumber({ phoneNumber: number, agentDomain }: World): PhoneNumber {
	return {
		sid: sid('PN'),
		phoneNumber: number,
		friendlyName: number,
		capabilities: { voice: true, sms: true, mms: true, fax: false },
		voiceUrl: `https://${agentDomain}/twiml`,
		voiceMethod: 'POST',
		voiceApplicationSid: '',
		trunkSid: '',
		smsUrl: '',
		smsMethod: '',
		smsApplicationSid: '',
	};
}

function workflow({ workflowSid, taskQueueSid }: World): Workflow {
	const targets = [{ queue: taskQueueSid }];
	return {
		sid: workflowSid,
		friendlyName: 'Assign to Anyone',
		configuration: {
			task_routing: {
				filters: [{ filter_friendly_name: 'Anyone', expression: '1==1', targets }],
				default_filter: { queue: taskQueueSid },
			},
		},
	};
}

/** Summaries when a conversation rests and when it ends. @returns the Intelligence configuration's id */
function seedIntelligence(world: World): string {
	for (const operator of TWILIO_OPERATORS) world.intelligenceOperators.set(operator.id, { ...operator });
	const configurationId = id('intelligence_configuration');
	const now = new Date().toISOString();
	world.intelligenceConfigurations.set(configurationId, {
		id: configurationId,
		displayName: 'Handoff summaries',
		description: 'What a person in Flex reads of a conversation with the virtual agent',
		version: 1,
		isActive: true,
		rules: (['CONVERSATION_END', 'CONVERSATION_INACTIVE'] as const).map((on) => ({
			id: id('intelligence_configurationrule'),
			operators: [{ id: SUMMARY_OPERATOR_ID }],
			triggers: [{ on }],
			actions: [],
		})),
		dateCreated: now,
		dateUpdated: now,
	});
	return configurationId;
}

function configuration(world: World, intelligenceId: string): Configuration {
	return {
		id: world.configurationId,
		displayName: 'support',
		description: 'Support line with a virtual agent',
		conversationGroupingType: 'GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE',
		memoryStoreId: world.memoryStoreId,
		// GUESS: null is how the Console's "On hangup" reads in the API. TAC 2.5 takes null or a number of minutes from 1
		// (tac/models/conversation.py), Twilio's own skill writes null for an active call (github.com/twilio/ai,
		// twilio-conversation-orchestrator), and the minutes count from the last communication, not from the hangup. A
		// configuration saved with that choice would settle it.
		channelSettings: { VOICE: { statusTimeouts: null, captureRules: [] } },
		statusCallbacks: [{ url: `https://${world.agentDomain}/webhook`, method: 'POST' }],
		intelligenceConfigurationIds: [intelligenceId],
		memoryExtractionEnabled: true,
		conversationsV1Bridge: { serviceId: world.serviceSid },
		version: 1,
	};
}

/** Flex as it is once set up: its workspace is the account's, and its service the one that is bridged. */
export function flexConfiguration(world: World): FlexConfiguration {
	return {
		status: 'ok',
		uiVersion: '2.17.1',
		taskrouterWorkspaceSid: world.workspaceSid,
		taskrouterTargetWorkflowSid: world.workflowSid,
		taskrouterTargetTaskqueueSid: world.taskQueueSid,
		chatServiceInstanceSid: world.serviceSid,
		flexServiceInstanceSid: world.serviceSid,
		uiAttributes: {},
		attributes: {},
	};
}
