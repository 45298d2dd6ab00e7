/**
 * An account that has at least one of every resource, and for every route of a REST API a request that succeeds.
 * @module
 */
import type { Emulator } from '../../emulator/core/emulator';
import { sid } from '../../emulator/core/sids';
import { FunctionLogs } from '../../emulator/products/serverless/hosting/function-logs';
import { addFlow } from '../../emulator/products/studio/flows';
import { createTask } from '../../emulator/products/taskrouter/create-task';
import { reserve } from '../../emulator/products/taskrouter/reservations';
import { publish } from '../support/deploying';
import { CUSTOMER, definition, state } from '../support/flows';

const DIAL = { noun: 'number', to: '+15005550199' };
const FLOW = definition(state('one', 'set-variables', { variables: [{ key: 'a', value: 'b' }] }));

/** The SIDs in a path, by the segment before each; `serverless.twilio.com Services` where a segment has several meanings. */
type Ids = Readonly<Record<string, string>>;

/** Fills an emulator. @returns the SIDs of what it has */
export async function addEverything(emulator: Emulator): Promise<Ids> {
	const { world, runner, phone } = emulator;
	const { classicConversation: chat } = world.addMessagingConversation({ channel: 'SMS', address: CUSTOMER });
	const messagingService = {
		sid: sid('MG'),
		friendlyName: 'Support',
		inboundRequestUrl: null,
		inboundMethod: 'POST' as const,
		useInboundWebhookOnNumber: false,
		phoneNumberSids: [...world.phoneNumbers.keys()],
	};
	world.messagingServices.set(messagingService.sid, messagingService);
	const { workflowSid } = world;
	const task = createTask(world, { attributes: '{}', workflowSid, taskChannelSid: 'chat' });
	reserve(world, task.sid, first(world.workers));
	const flow = addFlow(world, FLOW);
	const call = phone.startCall({ from: CUSTOMER, to: world.phoneNumber, direction: 'inbound' });
	const dialing = addFlow(world, definition(state('dial', 'connect-call-to', DIAL)));
	const webhook = `https://webhooks.twilio.com/v1/Accounts/${world.account.accountSid}/Flows/${dialing.sid}`;
	await phone.endConversationRelay(call, { actionUrl: `${webhook}?Trigger=incomingCall` });
	const trigger = {
		event: 'incomingRequest',
		to: CUSTOMER,
		from: world.phoneNumber,
		parameters: {},
	} as const;
	const execution = await runner.settled(runner.start(flow, trigger).sid);
	await publish(emulator, {
		functions: [{ path: '/a', content: 'exports.handler = (_context, _event, done) => done();' }],
		assets: [{ path: '/a.txt', content: 'a' }],
		variables: { NAME: 'value' },
	});
	const { serverless } = world;
	const [environment] = serverless.environments.values();
	if (!environment) throw new Error('nothing is deployed');
	new FunctionLogs(serverless, environment, first(serverless.builds)).printed('a line', 'stdout');
	return {
		Accounts: world.account.accountSid,
		Addresses: first(world.addressConfigurations),
		Assets: first(serverless.assets),
		Builds: first(serverless.builds),
		Calls: call.sid,
		Conversations: chat.sid,
		Documents: 'a-document',
		Environments: first(serverless.environments),
		Executions: execution.sid,
		Flows: flow.sid,
		Functions: first(serverless.functions),
		IncomingPhoneNumbers: first(world.phoneNumbers),
		Keys: world.account.apiKey,
		Revisions: 'LatestPublished',
		TaskQueues: world.taskQueueSid,
		Tasks: task.sid,
		Variables: first(serverless.variables),
		Versions: first(serverless.functionVersions),
		Workflows: workflowSid,
		Workspaces: world.workspaceSid,
		'conversations.twilio.com Services': world.serviceSid,
		'messaging.twilio.com Services': messagingService.sid,
		'serverless.twilio.com Services': first(serverless.services),
	};
}

export const JSON_TYPE = 'application/json';

/** The fields of a request, in its query when it has no body. */
export interface SampleRequest {
	readonly type: string;
	readonly fields: Readonly<Record<string, string>>;
}

/** A request that succeeds, by the operation's name in its document. */
export function requestFor(operation: string, { world }: Emulator, ids: Ids): SampleRequest {
	const definition = JSON.stringify(FLOW);
	const flow = { FriendlyName: 'a flow', Status: 'published', Definition: definition };
	const requests: Record<string, Record<string, string>> = {
		'api UpdateCall': { Twiml: '<Response><Dial>+15005550199</Dial></Response>' },
		'api UpdateIncomingPhoneNumber': { FriendlyName: 'Support' },
		'conversations CreateConfigurationAddress': { Type: 'sms', Address: '+15005550188' },
		'conversations CreateServiceConversationMessage': { Author: 'system', Body: 'Hello' },
		'conversations UpdateConfigurationAddress': { FriendlyName: 'Support' },
		'serverless CreateAsset': { FriendlyName: 'an asset' },
		'serverless CreateBuild': { FunctionVersions: ids.Versions ?? '' },
		'serverless CreateDeployment': {},
		'serverless CreateEnvironment': { UniqueName: 'staging', DomainSuffix: 'staging' },
		'serverless CreateFunction': { FriendlyName: 'a function' },
		'serverless CreateService': { UniqueName: 'another', FriendlyName: 'Another' },
		'serverless CreateVariable': { Key: 'OTHER', Value: 'value' },
		'serverless UpdateVariable': { Value: 'other' },
		'studio CreateExecution': { To: CUSTOMER, From: world.phoneNumber },
		'studio CreateFlow': flow,
		'studio UpdateExecution': { Status: 'ended' },
		'studio UpdateFlow': { Status: 'published' },
		'studio UpdateFlowValidate': flow,
		'sync CreateDocument': { UniqueName: 'a-document' },
		'sync UpdateDocument': { Data: '{}' },
		'taskrouter CreateTaskQueue': { FriendlyName: 'Another' },
		'taskrouter CreateWorkflow': {
			FriendlyName: 'Another',
			Configuration: JSON.stringify({ task_routing: { filters: [] } }),
		},
		'taskrouter CreateTask': { WorkflowSid: world.workflowSid, TaskChannel: 'chat' },
		'taskrouter UpdateWorkflow': { FriendlyName: 'Assign to Anyone' },
		'taskrouter UpdateWorkspace': { EventsFilter: 'task.canceled' },
	};
	if (operation === 'flex UpdateConfiguration') {
		return { type: JSON_TYPE, fields: { account_sid: world.account.accountSid } };
	}
	return { type: 'application/x-www-form-urlencoded', fields: requests[operation] ?? {} };
}

function first(records: ReadonlyMap<string, unknown>): string {
	const [key] = records.keys();
	if (key === undefined) throw new Error('there is none');
	return key;
}
