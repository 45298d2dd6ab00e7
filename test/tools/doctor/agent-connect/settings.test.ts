/** What is said of an `.env` before Twilio is asked anything. */
import twilio from 'twilio';
import { readSettings } from '../../../../src/settings';
import { AccountView } from '../../../../tools/account/account-view';
import { region } from '../../../../tools/doctor/agent-connect/region';
import { settings } from '../../../../tools/doctor/agent-connect/settings';
import type { Check, Observation } from '../../../../tools/doctor/engine/check';

const GOOD = {
	ACCOUNT_SID: `AC${'1'.repeat(32)}`,
	AUTH_TOKEN: 'f'.repeat(32),
	TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
	TWILIO_AUTH_TOKEN: 'f'.repeat(32),
	TWILIO_API_KEY: `SK${'1'.repeat(32)}`,
	TWILIO_API_SECRET: 'a-secret',
	TWILIO_PHONE_NUMBER: '+15005550006',
};

async function look(check: Check, changed: Readonly<Record<string, string>>): Promise<Observation> {
	const all = Object.entries({ ...GOOD, ...changed }).filter(([, value]) => value !== '');
	const environment: Record<string, string> = Object.fromEntries(all);
	const never = () => Promise.reject(new Error('this check is offline'));
	const project = {
		version: '1.0.0',
		deployment: never,
		variablesThatDiffer: never,
		smokeTest: never,
		flow: never,
		flowByName: never,
	};
	const client = twilio(GOOD.ACCOUNT_SID, GOOD.AUTH_TOKEN);
	const options = {};
	const view = new AccountView(client, client, environment, readSettings(environment), project, options);
	return check.look(view);
}

describe('agent-connect/settings', () => {
	test.each([
		['everything', {}],
		['no flow, workflow or task channel: a deployment finds them', { TWILIO_FLEX_WORKFLOW_SID: '' }],
		[
			'no Orchestrator configuration, which another check is about',
			{ TWILIO_CONVERSATION_CONFIGURATION_ID: 'x' },
		],
		['more numbers in the plural', { TWILIO_PHONE_NUMBERS: '+15005550006, +15005550007' }],
		[
			'a domain as a browser shows it: TAC takes the rest away',
			{ TWILIO_VOICE_PUBLIC_DOMAIN: 'https://a.ngrok.app/' },
		],
		['a domain with a port', { TWILIO_VOICE_PUBLIC_DOMAIN: 'agent.example.com:8443' }],
		['a WhatsApp sender', { TWILIO_WHATSAPP_NUMBER: 'whatsapp:+15005550006' }],
		['a fallback number', { HANDOFF_FALLBACK_NUMBER: '+15005550009' }],
	])('%s is fine', async (_what, changed) => {
		expect(await look(settings, changed)).toEqual({ status: 'ok', found: 'all filled in' });
	});

	test('this project works without TAC’s names for the account, and an agent does not', async () => {
		const { status, found } = await look(settings, { TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '' });
		expect([status, found]).toEqual([
			'ok',
			'all filled in for this project; an agent that reads the same file wants TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN as well',
		]);
	});

	test.each([
		[
			{ ACCOUNT_SID: '', TWILIO_ACCOUNT_SID: '' },
			'ACCOUNT_SID is not set; it should be an account SID (AC…).',
		],
		[{ ACCOUNT_SID: `AC${'x'.repeat(32)}` }, 'ACCOUNT_SID still has the example’s value.'],
		[
			{ ACCOUNT_SID: 'AC12', TWILIO_ACCOUNT_SID: 'AC12' },
			'ACCOUNT_SID (or TWILIO_ACCOUNT_SID) is malformed; it should be an account SID (AC…).',
		],
		[
			{ TWILIO_ACCOUNT_SID: `AC${'2'.repeat(32)}` },
			'ACCOUNT_SID and TWILIO_ACCOUNT_SID differ: the agent and this project would not work on the same account.',
		],
		[
			{ TWILIO_AUTH_TOKEN: 'e'.repeat(32) },
			'AUTH_TOKEN and TWILIO_AUTH_TOKEN differ: the agent and this project would not work on the same account.',
		],
		[{ TWILIO_AUTH_TOKEN: 'your_auth_token_here' }, 'TWILIO_AUTH_TOKEN still has the example’s value.'],
		[{ TWILIO_API_KEY: '' }, 'TWILIO_API_KEY is not set; it should be an API key SID (SK…).'],
		[{ TWILIO_API_SECRET: '' }, 'TWILIO_API_SECRET is not set; it should be the secret of TWILIO_API_KEY.'],
		[
			{ TWILIO_PHONE_NUMBER: '' },
			'TWILIO_PHONE_NUMBER is not set; it should be the number that customers reach the agent at.',
		],
		[
			{ TWILIO_PHONE_NUMBER: '', TWILIO_PHONE_NUMBERS: '+15005550006, +15005550007' },
			'TWILIO_PHONE_NUMBER is not set; it should be one of those in TWILIO_PHONE_NUMBERS, which TAC 2.5 and this project’s Functions do not read.',
		],
		[
			{ TWILIO_PHONE_NUMBER: '(500) 555-0006' },
			'TWILIO_PHONE_NUMBER is malformed; it should be a phone number: +, country code, number.',
		],
		[
			{ TWILIO_PHONE_NUMBER: '+15005550006,+15005550007' },
			'TWILIO_PHONE_NUMBER holds several; it should be one number, and all of them in TWILIO_PHONE_NUMBERS.',
		],
		[
			{ TWILIO_WHATSAPP_NUMBER: '+15005550006' },
			'TWILIO_WHATSAPP_NUMBER is malformed; it should be whatsapp: and a phone number: +, country code, number.',
		],
		[
			{ TWILIO_VOICE_PUBLIC_DOMAIN: 'a.ngrok.app/twiml' },
			'TWILIO_VOICE_PUBLIC_DOMAIN is malformed; it should be a domain alone, without a path: the agent adds /ws to it.',
		],
		...[
			'localhost:8000',
			'10.0.0.5',
			'agent',
			'your-domain.ngrok.app',
			'a0c346ee3825461b70780c9046414f1a',
		].map((domain): [Record<string, string>, string] => [
			{ TWILIO_VOICE_PUBLIC_DOMAIN: domain },
			'TWILIO_VOICE_PUBLIC_DOMAIN is no domain that Twilio can reach; it should be the public one of the agent’s server.',
		]),
		[
			{ TWILIO_STUDIO_HANDOFF_FLOW_SID: 'FW1' },
			'TWILIO_STUDIO_HANDOFF_FLOW_SID is malformed; it should be a Studio flow SID (FW…).',
		],
		[
			{ TWILIO_FLEX_WORKFLOW_SID: `WW${'x'.repeat(32)}` },
			'TWILIO_FLEX_WORKFLOW_SID still has the example’s value.',
		],
		[
			{ HANDOFF_FALLBACK_NUMBER: '0049 30 1234567' },
			'HANDOFF_FALLBACK_NUMBER is malformed; it should be a phone number in E.164 form: +, country code, number.',
		],
	])('%j', async (changed: Record<string, string>, found) => {
		expect(await look(settings, changed)).toEqual({ status: 'wrong', found });
	});

	test('all problems are in one finding, each by its name, none with its value', async () => {
		const changed = { TWILIO_API_SECRET: 'your_api_secret_here', HANDOFF_FALLBACK_NUMBER: '12-secret-34' };
		const { found } = await look(settings, changed);
		expect(found).toMatch(/^TWILIO_API_SECRET still .*\. HANDOFF_FALLBACK_NUMBER is malformed/);
		expect(found).not.toMatch(/your_|12-/);
	});
});

describe('agent-connect/region', () => {
	test.each([
		['', 'ok'],
		['us1', 'ok'],
		['US1', 'ok'],
		['ie1', 'wrong'],
		['a0c346ee3825461b70780c9046414f1a', 'wrong'],
	])('"%s" is %s', async (value, status) => {
		const observed = await look(region, { TWILIO_REGION: value });
		expect(observed.status).toBe(status);
		expect(observed.fixes).toBeUndefined();
		expect(observed.found).not.toContain('a0c346');
	});
});
