/**
 * An account as a new user's: Flex is there, and everything the handoff needs is missing, or wrong in every way that
 * `npx handoff setup` can fix.
 * @module
 */
import { SUMMARY_OPERATOR_ID } from '../products/intelligence/model';
import { sid } from './sids';
import type { World } from './world';

/** Another project's flow, a workflow that does not exist, and a chat's task channel in place of a call's. */
export function settingsOfNewAccount(world: World): Record<string, string> {
	return {
		TWILIO_STUDIO_HANDOFF_FLOW_SID: one(world.flows).sid,
		TWILIO_CONVERSATION_CONFIGURATION_ID: '',
		TWILIO_FLEX_WORKFLOW_SID: sid('WW'),
		TWILIO_FLEX_VOICE_CHANNEL_SID: world.chatChannelSid,
		TWILIO_FLEX_CHAT_CHANNEL_SID: world.voiceChannelSid,
		TWILIO_VOICE_PUBLIC_DOMAIN: 'agent.example.com',
	};
}

/** Call it first: `settingsOfNewAccount` names the flow that it adds. */
export function makeNewAccount(world: World): void {
	const { accountSid } = world.account;
	const other = sid('FW');
	addForeignFlow(world, other, 'Front desk');
	const orchestrator = one(world.configurations);
	delete orchestrator.conversationsV1Bridge;
	Object.assign(orchestrator, {
		channelSettings: {
			VOICE: {
				statusTimeouts: { inactive: 5, closed: 30 },
				captureRules: [{ from: '*', to: world.phoneNumber, metadata: { callType: 'PSTN' } }],
			},
			SMS: {
				statusTimeouts: { inactive: 10, closed: 60 },
				captureRules: [
					{ from: '*', to: '+15005550177' },
					{ from: '*', to: world.phoneNumber },
					{ from: world.phoneNumber, to: '*' },
				],
			},
		},
		statusCallbacks: [{ url: 'https://crm.example.com/hook', method: 'POST' }],
		// What Twilio may add one day.
		futureField: { kept: true },
	});
	const summaries = one(world.intelligenceConfigurations);
	summaries.rules = summaries.rules.slice(0, 1).map((rule) => ({
		...rule,
		triggers: [{ on: 'CONVERSATION_END' as const }],
		actions: [{ type: 'WEBHOOK', method: 'POST', url: 'https://crm.example.com/summaries' }],
		context: { memory: { enabled: true } },
	}));
	summaries.rules.push({
		id: 'intelligence_configurationrule_01kcrvw16kfa88qvgrfmr7y151',
		operators: [{ id: SUMMARY_OPERATOR_ID }],
		triggers: [{ on: 'CONVERSATION_END' }],
		actions: [],
	});
	world.flexConfiguration.uiVersion = '2.15.0';
	one(world.workflows).configuration = {
		task_routing: {
			filters: [
				{
					filter_friendly_name: 'Sales',
					expression: "department == 'sales'",
					targets: [{ queue: world.taskQueueSid }],
				},
			],
		},
	};
	Object.assign(one(world.phoneNumbers), {
		voiceUrl: `https://webhooks.twilio.com/v1/Accounts/${accountSid}/Flows/${other}?Trigger=incomingCall`,
		smsUrl: 'https://demo.twilio.com/welcome/sms/reply',
	});
	Object.assign(one(world.addressConfigurations).autoCreation, { type: 'studio', studioFlowSid: other });
}

/** Adds a published flow of another project, which does nothing. */
export function addForeignFlow(world: World, sid: string, friendlyName: string): void {
	const offset = { x: 0, y: 0 };
	const definition = {
		description: friendlyName,
		initial_state: 'Trigger',
		flags: { allow_concurrent_calls: true },
		states: [{ name: 'Trigger', type: 'trigger', properties: { offset }, transitions: [] }],
	};
	const revision = { definition, status: 'published' as const, commitMessage: '', dateCreated: new Date() };
	world.flows.set(sid, { sid, friendlyName, revisions: [revision] });
}

function one<T>(map: ReadonlyMap<string, T>): T {
	const [first] = map.values();
	if (first === undefined) throw new Error('There is none');
	return first;
}
