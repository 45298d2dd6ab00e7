/**
 * Finding the classic service behind a conversation, in whichever spelling Twilio names it.
 * @module
 */
import { findService } from '../../../src/conversation/service';
import { type Reply, Upstream } from '../../support/fakes';
import { CONFIGURATION_ID, CONVERSATION_ID, conversation, SERVICE_SID } from '../../support/fixtures';

const CONVERSATION = `GET /v2/Conversations/${CONVERSATION_ID}`;
const CONFIGURATION = `GET /v2/ControlPlane/Configurations/${CONFIGURATION_ID}`;
const OTHER_SERVICE = 'ISffffffffffffffffffffffffffffffff';
const bare = { id: CONVERSATION_ID, configurationId: CONFIGURATION_ID, status: 'ACTIVE' };

function find(answer: Reply, configuration?: Reply) {
	const upstream = Upstream.routing({
		[CONVERSATION]: answer,
		...(configuration && { [CONFIGURATION]: configuration }),
	});
	const found = findService(upstream.twilio(), CONVERSATION_ID);
	return { upstream, found };
}

test.each<[string, object]>([
	['as the SDK spells it', conversation],
	['as the guide spells it', { ...bare, conversationsV1Bridge: { serviceSid: SERVICE_SID } }],
	[
		'inside the configuration, as the guide spells it',
		{ ...bare, configuration: { conversationsV1Bridge: { serviceSid: SERVICE_SID } } },
	],
	['at the top, as the SDK spells it', { ...bare, conversationsV1Bridge: { serviceId: SERVICE_SID } }],
	[
		'in one place, the other null',
		{
			...bare,
			configuration: { conversationsV1Bridge: null },
			conversationsV1Bridge: { serviceSid: SERVICE_SID },
		},
	],
	[
		'beside no configuration',
		{ ...bare, configuration: null, conversationsV1Bridge: { serviceSid: SERVICE_SID } },
	],
	[
		'in one spelling, the other empty',
		{ ...bare, configuration: { conversationsV1Bridge: { serviceSid: '', serviceId: SERVICE_SID } } },
	],
	[
		'in one spelling, the other null',
		{ ...bare, conversationsV1Bridge: { serviceSid: null, serviceId: SERVICE_SID } },
	],
])('a service named %s takes one request', async (_, body) => {
	const { upstream, found } = find({ body });
	expect(await found).toMatchObject({ serviceSid: SERVICE_SID });
	expect(upstream.requests).toHaveLength(1);
});

test('the answer carries what /service-sid returns', async () => {
	expect(await find({ body: conversation }).found).toEqual({
		conversationId: CONVERSATION_ID,
		serviceSid: SERVICE_SID,
		configurationId: CONFIGURATION_ID,
		status: 'INACTIVE',
	});
});

test('the service in a conversation’s own configuration comes before every other', async () => {
	const body = { ...conversation, conversationsV1Bridge: { serviceSid: OTHER_SERVICE } };
	const { found } = find({ body }, { body: { conversationsV1Bridge: { serviceId: OTHER_SERVICE } } });
	expect(await found).toMatchObject({ serviceSid: SERVICE_SID });
});

describe('a conversation that names no service', () => {
	test.each<[string, object]>([
		['without configuration', bare],
		['with an empty configuration', { ...bare, configuration: {} }],
		[
			'with something else for a service',
			{ ...bare, conversationsV1Bridge: { serviceSid: 'https://evil.example.com' } },
		],
	])('%s takes its configuration’s', async (_, body) => {
		const { found } = find({ body }, { body: { conversationsV1Bridge: { serviceId: SERVICE_SID } } });
		expect(await found).toMatchObject({
			serviceSid: SERVICE_SID,
			configurationId: CONFIGURATION_ID,
			status: 'ACTIVE',
		});
	});

	test.each<[string, Reply]>([
		['bridges nothing', { body: { displayName: 'support' } }],
		['has a null bridge', { body: { conversationsV1Bridge: null } }],
		['has an empty bridge', { body: { conversationsV1Bridge: { serviceId: '' } } }],
		['is gone', { status: 404, body: { code: 20404, message: 'Not found' } }],
	])('is not bridged when its configuration %s', async (_, configuration) => {
		await expect(find({ body: bare }, configuration).found).rejects.toMatchObject({
			status: 422,
			code: 'not_bridged',
			message: expect.stringContaining('Channel Traffic'),
		});
	});

	test.each([undefined, null, '', '../../Conversations', `${CONFIGURATION_ID}?x=1`])(
		'asks for no configuration called %j',
		async (configurationId) => {
			const { upstream, found } = find({ body: { ...bare, configurationId } });
			await expect(found).rejects.toMatchObject({ code: 'not_bridged' });
			expect(upstream.requests).toHaveLength(1);
		},
	);

	test('fails as Twilio does when the configuration cannot be read', async () => {
		const { found } = find({ body: bare }, { status: 403, body: { code: 20003, message: 'Forbidden' } });
		await expect(found).rejects.toMatchObject({ status: 502, code: 'twilio_error', twilioCode: 20003 });
	});
});

test.each([[{ code: 20404, message: 'Not found', status: 404 }], [{}], ['<html>']])(
	'404 with %j means that there is no such conversation',
	async (body) => {
		await expect(find({ status: 404, body }).found).rejects.toMatchObject({
			status: 404,
			code: 'conversation_not_found',
		});
	},
);

test.each<[string, unknown]>([
	['HTML', '<html>502</html>'],
	['nothing', ''],
	['JSON cut short', '{"id":"conv_'],
	['null', 'null'],
	['a list', []],
	['a bridge that is text', { ...bare, conversationsV1Bridge: SERVICE_SID }],
	['an id that is a number', { ...bare, configurationId: 7 }],
])('200 with %s is Twilio’s error, not the caller’s', async (_, body) => {
	const { upstream, found } = find({ body });
	const { error } = await upstream.clock.run(found);
	expect(error).toMatchObject({ status: 502, code: 'twilio_error', retryable: true });
});

test('a redirect is not followed', async () => {
	const { upstream, found } = find({
		status: 302,
		headers: { location: 'https://evil.example.com/' },
		body: '',
	});
	await expect(found).rejects.toMatchObject({ status: 502, code: 'twilio_error' });
	expect(upstream.requests).toHaveLength(1);
});
