/** The routes of newer APIs, held to the declarations of twilio-node. */
import type { Emulator } from '../../emulator/core/emulator';
import { Router } from '../../emulator/core/http';
import { toRequest } from '../../emulator/core/proxy';
import { World } from '../../emulator/core/world';
import { addProducts } from '../../emulator/products';
import { SUMMARY_OPERATOR_ID } from '../../emulator/products/intelligence/model';
import { isRecord } from '../../studio/json';
import { useEmulator } from '../support/client';
import { fieldsOf, requiredIn } from '../support/sdk-typings';

interface Reference {
	/** The declarations, such as `conversations/v2/action`. */
	readonly file: string;
	/** What a response, or a member of a list, is; missing for a response without a body. */
	readonly response?: string;
	/** The member of a response that holds the list. */
	readonly list?: string;
	/** What a request's body is. */
	readonly request?: string;
	readonly body?: Readonly<Record<string, unknown>>;
	/** Fields that the declarations require and the documentation, or Twilio's skill, does not. */
	readonly missing?: readonly string[];
}

const ADDRESS = { channel: 'SMS', address: '+15005550177', participantId: 'conv_participant_1' };
const CONVERSATION = {
	file: 'conversations/v2/conversation',
	response: 'ListConversationByAccount200ResponseConversations_ResponseResource',
};
/** "Only resolved for CUSTOMER participant types" (twilio-node's own comment). */
const PARTICIPANT = {
	file: 'conversations/v2/participant',
	response: 'ParticipantResource',
	missing: ['profileId'],
};
const COMMUNICATION = {
	file: 'conversations/v2/communication',
	response: 'CommunicationResource',
	missing: ['resourceId'],
};
const CONFIGURATION = {
	file: 'conversations/v2/configuration',
	response: 'ListConfiguration200ResponseConfigurations_ResponseResource',
};
const ACCEPTED = {
	file: 'conversations/v2/configuration',
	response: 'CreateConfiguration202Response_ResponseResource',
};
const INTELLIGENCE = {
	file: 'intelligence/v3/configuration',
	response: 'IntelligenceConfiguration_ResponseResource',
};
const V2 = 'conversations.twilio.com/v2';
const V3 = 'intelligence.twilio.com/v3';

const router = new Router();
addProducts(router, new World(), {
	handle: () => Promise.reject(new Error('this world is only asked for its routes')),
	env: () => ({}),
});
const routes = router.routes
	// What is deleted is needed until then.
	.toSorted((a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'))
	.map(({ method, host, path }) => `${method} ${host}${path}`)
	.filter((route) => / (conversations\.twilio\.com\/v2|intelligence\.|memory\.)/.test(route));

describe('twilio-node', () => {
	let emulator: Emulator;
	let ids: Readonly<Record<string, string>>;
	let references: Readonly<Record<string, Reference>>;
	useEmulator(async (started) => {
		emulator = started;
		const { world } = emulator;
		world.operations = { ms: 0 };
		const { conversation } = world.addMessagingConversation({
			channel: 'SMS',
			address: '+15005550123',
			profileId: 'mem_profile_1',
		});
		const done = world.addMessagingConversation({ channel: 'SMS', address: '+15005550124' }).conversation;
		done.status = 'INACTIVE';
		world.summaries.set(done.id, 'They talked.');
		const [configuration] = world.configurations.values();
		const participant = conversation.participants[1]?.id ?? '';
		const [intelligence = ''] = world.intelligenceConfigurations.keys();
		const replacement = { ...configuration };
		const started202 = await send(
			'PUT',
			`${V2}/ControlPlane/Configurations/${configuration?.id}`,
			replacement,
		);
		const operation = isRecord(started202.body) ? String(started202.body.statusUrl).split('/').at(-1) : '';
		ids = {
			'Conversations {id}': conversation.id,
			'Participants {participantId}': participant,
			'Operations {id}': operation ?? '',
			'Configurations {id}': world.configurationId,
			[`${V3} Configurations {id}`]: intelligence,
			'Stores {id}': world.memoryStoreId,
			'Stores {store}': world.memoryStoreId,
			done: done.id,
		};
		const { configurationId } = world;
		const said = {
			author: ADDRESS,
			recipients: [ADDRESS],
			content: { type: 'TEXT', text: 'hi' },
			channelId: 'CH1',
		};
		await send('POST', `${V2}/Conversations/${conversation.id}/Communications`, said);
		const rule = {
			operators: [{ id: SUMMARY_OPERATOR_ID }],
			triggers: [{ on: 'CONVERSATION_END' }],
			actions: [],
		};
		references = {
			[`GET ${V2}/Conversations`]: { ...CONVERSATION, list: 'conversations' },
			[`POST ${V2}/Conversations`]: {
				...CONVERSATION,
				request: 'CreateConversationWithConfigRequest',
				body: { configurationId },
			},
			[`GET ${V2}/Conversations/{id}`]: CONVERSATION,
			[`PUT ${V2}/Conversations/{id}`]: {
				...CONVERSATION,
				request: 'UpdateConversationByIdRequest',
				body: { status: 'ACTIVE' },
			},
			[`PATCH ${V2}/Conversations/{id}`]: {
				...CONVERSATION,
				request: 'PatchConversationByIdRequest',
				body: { status: 'ACTIVE' },
			},
			[`GET ${V2}/Conversations/{id}/Participants`]: { ...PARTICIPANT, list: 'participants' },
			[`POST ${V2}/Conversations/{id}/Participants`]: {
				...PARTICIPANT,
				request: 'CreateParticipantInConversationRequest',
				body: { addresses: [{ channel: 'SMS', address: '+15005550177' }] },
			},
			[`PUT ${V2}/Conversations/{id}/Participants/{participantId}`]: {
				...PARTICIPANT,
				request: 'UpdateParticipantInConversationRequest',
				body: { type: 'CUSTOMER' },
			},
			[`POST ${V2}/Conversations/{id}/Communications`]: {
				...COMMUNICATION,
				request: 'CreateCommunicationInConversationRequest',
				body: said,
			},
			[`GET ${V2}/Conversations/{id}/Communications`]: { ...COMMUNICATION, list: 'communications' },
			[`POST ${V2}/Conversations/{id}/Actions`]: {
				file: 'conversations/v2/action',
				response: 'ActionResource',
				missing: ['failureReason'],
				request: 'CreateConversationActionRequest',
				body: { type: 'SEND_MESSAGE', payload: { from: ADDRESS, to: [ADDRESS], content: { text: 'hi' } } },
			},
			[`GET ${V2}/ControlPlane/Operations/{id}`]: {
				file: 'conversations/v2/operation',
				response: 'OperationResource',
				missing: ['error'],
			},
			[`GET ${V2}/ControlPlane/Configurations`]: { ...CONFIGURATION, list: 'configurations' },
			[`GET ${V2}/ControlPlane/Configurations/{id}`]: CONFIGURATION,
			[`PUT ${V2}/ControlPlane/Configurations/{id}`]: {
				...ACCEPTED,
				request: 'UpdateConfigurationRequest',
				body: {
					description: 'x',
					conversationGroupingType: 'GROUP_BY_PROFILE',
					memoryStoreId: world.memoryStoreId,
					channelSettings: {},
				},
			},
			[`GET ${V3}/ControlPlane/Configurations`]: { ...INTELLIGENCE, list: 'items' },
			[`POST ${V3}/ControlPlane/Configurations`]: {
				...INTELLIGENCE,
				request: 'CreateConfigurationRequest',
				body: { displayName: 'x', description: 'x', rules: [rule] },
			},
			[`GET ${V3}/ControlPlane/Configurations/{id}`]: INTELLIGENCE,
			[`DELETE ${V3}/ControlPlane/Configurations/{id}`]: { file: 'intelligence/v3/configuration' },
			[`GET ${V3}/OperatorResults`]: {
				file: 'intelligence/v3/operatorResult',
				response: 'OperatorResultResource',
				list: 'items',
			},
			'GET memory.twilio.com/v1/ControlPlane/Stores/{id}': {
				file: 'memory/v1/store',
				response: 'Store_ResponseResource',
			},
			'POST memory.twilio.com/v1/Stores/{store}/Profiles/Lookup': {
				file: 'memory/v1/lookup',
				response: 'LookupResource',
				request: 'Identifier',
				body: { idType: 'phone', value: '+15005550123' },
			},
			'POST memory.twilio.com/v1/Stores/{store}/Profiles': {
				file: 'memory/v1/profile',
				response: 'CreateProfile202Response_ResponseResource',
				request: 'ProfileData',
				body: { traits: { Contact: { phone: '+15005550123' } } },
			},
		};
	});

	const send = (method: string, url: string, body?: unknown) => {
		const { accountSid, authToken } = emulator.world.account;
		const { host, pathname: path, search } = new URL(`https://${url}`);
		const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
		return emulator.handle(
			toRequest({
				method,
				host,
				path,
				query: search.slice(1),
				headers: { authorization, 'content-type': 'application/json' },
				body: body === undefined ? '' : JSON.stringify(body),
			}),
		);
	};
	const urlOf = (route: string): string => {
		const [, template = ''] = route.split(' ');
		const segments = template.split('/');
		const filled = segments.map((segment, index) => {
			if (!segment.startsWith('{')) return segment;
			const place = `${segments[index - 1]} ${segment}`;
			return ids[`${segments.slice(0, 2).join('/')} ${place}`] ?? ids[place] ?? segment;
		});
		return filled.join('/') + (template.endsWith('OperatorResults') ? `?conversationId=${ids.done}` : '');
	};

	test.each(routes)('%s has the fields of its declaration', async (route) => {
		const reference = references[route];
		if (!reference) throw new Error('the route has no reference: add it to the table');
		const [method = ''] = route.split(' ');
		const { file, response, list, request, body, missing = [] } = reference;
		for (const name of request === undefined ? [] : requiredIn(fieldsOf(file, request))) {
			const { [name]: _, ...rest } = body ?? {};
			expect([name, (await send(method, urlOf(route), rest)).status]).toEqual([name, 400]);
		}
		const answer = await send(method, urlOf(route), body);
		if (response === undefined) return expect(answer).toEqual(expect.objectContaining({ status: 204 }));
		expect(String(answer.status)).toMatch(/^20[012]$/);
		const whole = isRecord(answer.body) ? answer.body : {};
		const one = list === undefined ? whole : Object(whole[list])[0];
		const fields = fieldsOf(file, response);
		const names = Object.keys(one ?? {});
		expect(names.filter((name) => !fields.has(name))).toEqual([]);
		expect(requiredIn(fields).filter((name) => !names.includes(name) && !missing.includes(name))).toEqual([]);
	});
});
