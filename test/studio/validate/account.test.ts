/**
 * SIDs, placeholders, secrets, and the URLs of requests.
 * @module
 */
import { validateFlow } from '../../../studio/validate/validate';
import { ACCOUNT_SID, API_KEY, API_SECRET, AUTH_TOKEN, FLOW_SID } from '../../support/fixtures';
import { add, edited, placeholder, rendered, VALUES, widget } from '../../support/flow-edits';

const functionsUrl = VALUES.FUNCTIONS_URL;

const withBody = (body: string) => (flow: Parameters<Parameters<typeof edited>[0]>[0]) =>
	Object.assign(widget(flow, 'tell_customer').properties, { body });
const inTemplate = (body: string) => validateFlow(edited(withBody(body)));
const inRendered = (body: string) => validateFlow(edited(withBody(body), rendered()), { functionsUrl });

const basic = (text: string) => `Authorization: Basic ${Buffer.from(text).toString('base64')}`;

describe('secrets', () => {
	test.each<[string, string, RegExp]>([
		['an auth token', `token ${AUTH_TOKEN}.`, /possible token/],
		['an auth token in capitals', AUTH_TOKEN.toUpperCase(), /possible token/],
		['an auth token right after a letter', `x${AUTH_TOKEN}`, /possible token/],
		['a longer token', `ab${AUTH_TOKEN}cd01`, /possible token/],
		['an account SID', `/Accounts/${ACCOUNT_SID}/Calls`, /AC… SID/],
		['an API key', API_KEY, /SK… SID/],
		['an API secret', 'aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW', /possible API secret/],
		['a Basic header', basic(`${'x'.repeat(3)}:${API_SECRET}`), /Basic credentials/],
		['a bearer header', 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc', /bearer token/],
		['credentials in a URL', 'https://user:pass@example.com/', /credentials in a URL/],
	])('%s is found in the template and in a rendered flow, and not repeated', (_, body, problem) => {
		for (const problems of [inTemplate(body), inRendered(body)]) {
			expect(problems).toHaveLength(1);
			expect(problems[0]).toMatch(/^tell_customer\.body: /);
			expect(problems[0]).toMatch(problem);
			expect(problems[0]).not.toContain(body);
			expect(problems[0]).not.toContain(AUTH_TOKEN);
		}
	});

	test.each([
		'This covers the basic information you need',
		'Basic dXNlcm5hbWU',
		'We are the bearer of good news, extraordinarily so',
		`Your total is $5, or $${'{{ flow.data.total }}'} with tax`,
		'Call +1 500 555 0199 or write to help@example.com',
		'https://example.com/@help',
		'conv_conversation_01k3b6g9v2e8r9s4t7w1x5y0za',
	])('"%s" is not a secret', (body) => {
		expect(inTemplate(body)).toEqual([]);
		expect(inRendered(body)).toEqual([]);
	});

	test('a SIP password is found, but not one that comes from a variable', () => {
		const transitions = ['callCompleted', 'hangup'].map((event) => ({ event, next: 'tell_customer' }));
		const dial = (sip_password: string) =>
			validateFlow(
				edited((flow) =>
					add(flow, {
						type: 'connect-call-to',
						transitions,
						properties: { offset: { x: 0, y: 0 }, sip_password },
					}),
				),
			);
		expect(dial('hunter2')).toEqual([expect.stringMatching(/^added\.sip_password: contains a password/)]);
		expect(dial('{{flow.data.password}}')).toEqual([]);
	});

	test('a secret in a condition or the description is found', () => {
		const flow = edited((each) => {
			const [, match] = widget(each, 'check_known_task').transitions;
			Object.assign(match?.conditions?.[0] ?? {}, { value: AUTH_TOKEN });
			each.description = `${AUTH_TOKEN} 1.0.0`;
		});
		expect(validateFlow(flow)).toEqual([
			expect.stringMatching(/^description: .*token/),
			expect.stringMatching(/^check_known_task, on match, conditions\[0\]\.value: .*token/),
		]);
	});
});

describe('SIDs and placeholders', () => {
	test.each(['FW', 'WW', 'TC', 'ZS', 'MG', 'IS'])(
		'a SID %s… is a problem in the template, not in a rendered flow',
		(kind) => {
			const sid = kind + FLOW_SID.slice(2);
			expect(inTemplate(sid)).toEqual([
				expect.stringMatching(`^tell_customer.body: .*${kind}… SID.*placeholder`),
			]);
			expect(inRendered(sid)).toEqual([]);
		},
	);

	test.each(['TWILIO_FLEX_QUEUE_SID', 'functions_url', 'FUNCTIONS URL', ' FUNCTIONS_URL ', ''])(
		'the placeholder "%s" is unknown',
		(name) => {
			const problems = inTemplate(placeholder(name));
			expect(problems).toEqual([
				expect.stringMatching(/^tell_customer\.body: unknown placeholder.*FUNCTIONS_URL, /),
			]);
			expect(problems[0]).toContain(placeholder(name));
		},
	);

	test('a placeholder without its closing brace is found', () => {
		expect(inTemplate('${FUNCTIONS_URL')).toHaveLength(1);
	});

	test('a placeholder that is not filled is found in a rendered flow', () => {
		expect(inRendered(placeholder('FUNCTIONS_URL'))).toEqual([
			expect.stringMatching(/^tell_customer\.body: .*no value/),
		]);
	});

	test('a template is not valid as a rendered flow', () => {
		expect(
			validateFlow(
				edited(() => {}),
				{ functionsUrl },
			),
		).toContainEqual(expect.stringMatching(/no value/));
	});
});

describe('requests', () => {
	test.each([
		'https://example.com/participant-lookup',
		`${functionsUrl}.example.com/participant-lookup`,
		functionsUrl,
		'{{flow.data.url}}',
		'https://api.twilio.com/2010-04-01/Accounts.json',
		undefined,
	])('a request to %s is a problem', (url) => {
		const flow = edited(
			(each) => Object.assign(widget(each, 'fetch_service_sid').properties, { url }),
			rendered(),
		);
		const problem = expect.stringMatching(`^fetch_service_sid.url: .*${functionsUrl}/`);
		expect(validateFlow(flow, { functionsUrl })).toEqual([problem]);
	});

	test('a flow that was rendered for another deployment names each URL of it', () => {
		const problems = validateFlow(rendered(), { functionsUrl: 'https://handoff-9999.twil.io' });
		expect(problems.map((each) => each.split(':')[0])).toEqual([
			'ask_about_call.url',
			'fetch_conversation_sid.url',
			'fetch_service_sid.url',
			'ask_about_conversation.url',
			'give_back.url',
		]);
	});

	test.each([true, 'true'])('add_twilio_auth %j is a problem, since it would send the auth token', (auth) => {
		const flow = edited((each) =>
			Object.assign(widget(each, 'fetch_service_sid').properties, { add_twilio_auth: auth }),
		);
		expect(validateFlow(flow)).toEqual([expect.stringMatching(/^fetch_service_sid\.add_twilio_auth: /)]);
	});

	test('a TwiML redirect to anywhere but the Functions is a problem', () => {
		const transitions = ['return', 'timeout', 'fail'].map((event) => ({ event, next: 'tell_customer' }));
		const redirect = (url: string) =>
			validateFlow(
				edited((flow) =>
					add(flow, { type: 'add-twiml-redirect', transitions, properties: { offset: { x: 0, y: 0 }, url } }),
				),
			);
		expect(redirect('https://example.com/twiml')).toEqual([expect.stringMatching(/^added\.url: /)]);
		expect(redirect(`${placeholder('FUNCTIONS_URL')}/handoff`)).toEqual([]);
	});
});
