/**
 * A healthy account: Flex, a virtual agent's number and API key, Conversation Orchestrator, Intelligence and Memory, set
 * up so that every check of the doctor passes.
 * @module
 */

import { SUMMARY_OPERATOR_ID } from '../products/intelligence/model';
import type { Configuration, FlexConfiguration, PhoneNumber, Workflow } from './model';
import { id, sid } from './sids';
import type { State } from './state';

/** Fills the maps of a new account. */
export function seed(state: State): void {
	const { account, serviceSid, voiceChannelSid, chatChannelSid, taskQueueSid, memoryStoreId } = state;
	const put = <T extends { sid: string }>(map: Map<string, T>, ...records: T[]) => {
		for (const record of records) map.set(record.sid, record);
	};
	put(state.apiKeys, { sid: account.apiKey, friendlyName: 'virtual agent' });
	put(state.phoneNumbers, phoneNumber(state));
	put(state.classicServices, { sid: serviceSid, friendlyName: 'Flex Conversation Service' });
	put(state.workflows, workflow(state));
	put(state.taskQueues, { sid: taskQueueSid, friendlyName: 'Everyone', targetWorkers: '1==1' });
	put(
		state.taskChannels,
		{ sid: voiceChannelSid, uniqueName: 'voice', friendlyName: 'Voice' },
		{ sid: chatChannelSid, uniqueName: 'chat', friendlyName: 'Programmable Chat' },
	);
	put(
		state.workers,
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
	put(state.addressConfigurations, {
		sid: sid('IG'),
		type: 'sms',
		address: state.phoneNumber,
		friendlyName: 'Support',
		autoCreation: { enabled: true, type: 'default', conversationServiceSid: serviceSid },
	});
	state.memoryStores.set(memoryStoreId, {
		id: memoryStoreId,
		displayName: 'support',
		description: 'What is known about customers',
		status: 'ACTIVE',
		version: 1,
	});
	const intelligenceId = seedIntelligence(state);
	const orchestrator = configuration(state, intelligenceId);
	state.configurations.set(orchestrator.id, orchestrator);
}

/** Its calls go to the virtual agent. */
function phoneNumber({ phoneNumber: number, agentDomain }: State): PhoneNumber {
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
		smsMethod: 'POST',
		smsApplicationSid: '',
	};
}

function workflow({ workflowSid, taskQueueSid }: State): Workflow {
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

/** Summaries when a conversation becomes inactive and when it ends. @returns the Intelligence configuration's id */
function seedIntelligence(state: State): string {
	const configurationId = id('intelligence_configuration');
	const now = new Date().toISOString();
	state.intelligenceConfigurations.set(configurationId, {
		id: configurationId,
		displayName: 'Handoff summaries',
		description: 'Summaries of conversations with the virtual agent, for agents in Flex',
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

function configuration(state: State, intelligenceId: string): Configuration {
	return {
		id: state.configurationId,
		displayName: 'support',
		description: 'Support line with a virtual agent',
		conversationGroupingType: 'GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE',
		memoryStoreId: state.memoryStoreId,
		// GUESS(on-hangup-null): null is how the Console's "On hangup" reads in the API. TAC 2.5 takes null or a number of
		// minutes from 1 (tac/models/conversation.py), Twilio's own skill writes null for an active call
		// (github.com/twilio/ai, twilio-conversation-orchestrator), and the minutes count from the last communication, not
		// from the hangup. A configuration saved with that choice would settle it.
		channelSettings: { VOICE: { statusTimeouts: null, captureRules: [] } },
		statusCallbacks: [{ url: `https://${state.agentDomain}/webhook`, method: 'POST' }],
		intelligenceConfigurationIds: [intelligenceId],
		memoryExtractionEnabled: true,
		conversationsV1Bridge: { serviceId: state.serviceSid },
		version: 1,
	};
}

/** Flex after setup: its workspace is the account's, and its service the one that is bridged. */
export function flexConfiguration(state: State): FlexConfiguration {
	return {
		status: 'ok',
		uiVersion: '2.17.1',
		taskrouterWorkspaceSid: state.workspaceSid,
		taskrouterTargetWorkflowSid: state.workflowSid,
		taskrouterTargetTaskqueueSid: state.taskQueueSid,
		chatServiceInstanceSid: state.serviceSid,
		flexServiceInstanceSid: state.serviceSid,
		uiAttributes: {},
		attributes: {},
	};
}
