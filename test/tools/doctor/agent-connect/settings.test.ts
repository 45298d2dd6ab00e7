/** The check agent-connect/settings: what it finds in an `.env`, before any request to Twilio. */
import { SETTING_NAMES } from '../../../../src/settings';
import { settings } from '../../../../tools/doctor/agent-connect/settings';
import { offlineView } from '../../../support/account-view';

const look = async (changed: Readonly<Record<string, string>>) => settings.look(offlineView(changed));

test.each([
	['everything filled in', {}],
	['no flow, workflow or task channel, which a deployment finds', { TWILIO_FLEX_WORKFLOW_SID: '' }],
	[
		'no Orchestrator configuration, which orchestrator/configuration checks',
		{ TWILIO_CONVERSATION_CONFIGURATION_ID: 'x' },
	],
	['more numbers in the plural setting', { TWILIO_PHONE_NUMBERS: '+15005550006, +15005550007' }],
	[
		'a domain with a scheme and a slash, which TAC removes',
		{ TWILIO_VOICE_PUBLIC_DOMAIN: 'https://a.ngrok.app/' },
	],
	['a domain with a port', { TWILIO_VOICE_PUBLIC_DOMAIN: 'agent.example.com:8443' }],
	['a WhatsApp sender', { TWILIO_WHATSAPP_NUMBER: 'whatsapp:+15005550006' }],
	['a fallback number', { HANDOFF_FALLBACK_NUMBER: '+15005550009' }],
])('an .env with %s is ok', async (_what, changed) => {
	expect((await look(changed)).status).toBe('ok');
});

test('without TAC’s names for the account, the finding is ok and names them', async () => {
	const { status, found } = await look({ TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '' });
	expect(status).toBe('ok');
	expect(found).toMatch(/TWILIO_ACCOUNT_SID.*TWILIO_AUTH_TOKEN/);
});

const EXAMPLE = /^([A-Z_]+) still has the placeholder value\.$/;
const UNSET = /^([A-Z_]+) is not set\b/;
const MALFORMED = /^([A-Z_]+)(?: \(or [A-Z_]+\))? is (?:malformed|invalid)\b/;
const DIFFER = /^([A-Z_]+) and [A-Z_]+ differ\b/;
const UNREACHABLE = /^([A-Z_]+) is not a domain that Twilio can reach\b/;

test.each<[Record<string, string>, string, RegExp]>([
	[{ ACCOUNT_SID: '', TWILIO_ACCOUNT_SID: '' }, 'ACCOUNT_SID', UNSET],
	[{ ACCOUNT_SID: `AC${'x'.repeat(32)}` }, 'ACCOUNT_SID', EXAMPLE],
	[{ ACCOUNT_SID: 'AC12', TWILIO_ACCOUNT_SID: 'AC12' }, 'ACCOUNT_SID', MALFORMED],
	[{ TWILIO_ACCOUNT_SID: `AC${'2'.repeat(32)}` }, 'ACCOUNT_SID', DIFFER],
	[{ TWILIO_AUTH_TOKEN: 'e'.repeat(32) }, 'AUTH_TOKEN', DIFFER],
	[{ TWILIO_AUTH_TOKEN: 'your_auth_token_here' }, 'TWILIO_AUTH_TOKEN', EXAMPLE],
	[{ TWILIO_API_KEY: '' }, 'TWILIO_API_KEY', UNSET],
	[{ TWILIO_API_SECRET: '' }, 'TWILIO_API_SECRET', UNSET],
	[{ TWILIO_PHONE_NUMBER: '' }, 'TWILIO_PHONE_NUMBER', UNSET],
	[
		{ TWILIO_PHONE_NUMBER: '', TWILIO_PHONE_NUMBERS: '+15005550006, +15005550007' },
		'TWILIO_PHONE_NUMBER',
		/^(TWILIO_PHONE_NUMBER) is not set\b.*TWILIO_PHONE_NUMBERS/,
	],
	[{ TWILIO_PHONE_NUMBER: '(500) 555-0006' }, 'TWILIO_PHONE_NUMBER', MALFORMED],
	[
		{ TWILIO_PHONE_NUMBER: '+15005550006,+15005550007' },
		'TWILIO_PHONE_NUMBER',
		/^(TWILIO_PHONE_NUMBER) has several numbers\b.*TWILIO_PHONE_NUMBERS/,
	],
	[{ TWILIO_WHATSAPP_NUMBER: '+15005550006' }, 'TWILIO_WHATSAPP_NUMBER', MALFORMED],
	[{ TWILIO_VOICE_PUBLIC_DOMAIN: 'a.ngrok.app/twiml' }, 'TWILIO_VOICE_PUBLIC_DOMAIN', MALFORMED],
	[{ TWILIO_VOICE_PUBLIC_DOMAIN: 'localhost:8000' }, 'TWILIO_VOICE_PUBLIC_DOMAIN', UNREACHABLE],
	[{ TWILIO_VOICE_PUBLIC_DOMAIN: '10.0.0.5' }, 'TWILIO_VOICE_PUBLIC_DOMAIN', UNREACHABLE],
	[{ TWILIO_VOICE_PUBLIC_DOMAIN: 'agent' }, 'TWILIO_VOICE_PUBLIC_DOMAIN', UNREACHABLE],
	[{ TWILIO_VOICE_PUBLIC_DOMAIN: 'your-domain.ngrok.app' }, 'TWILIO_VOICE_PUBLIC_DOMAIN', UNREACHABLE],
	[
		{ TWILIO_VOICE_PUBLIC_DOMAIN: 'a0c346ee3825461b70780c9046414f1a' },
		'TWILIO_VOICE_PUBLIC_DOMAIN',
		UNREACHABLE,
	],
	[{ TWILIO_STUDIO_HANDOFF_FLOW_SID: 'FW1' }, 'TWILIO_STUDIO_HANDOFF_FLOW_SID', MALFORMED],
	[{ TWILIO_FLEX_WORKFLOW_SID: `WW${'x'.repeat(32)}` }, 'TWILIO_FLEX_WORKFLOW_SID', EXAMPLE],
	[{ HANDOFF_FALLBACK_NUMBER: '0049 30 1234567' }, 'HANDOFF_FALLBACK_NUMBER', MALFORMED],
])('an .env with %j is wrong in %s', async (changed, name, problem) => {
	const { status, found } = await look(changed);
	expect(status).toBe('wrong');
	expect(problem.exec(found)?.[1]).toBe(name);
	// It is the only problem.
	expect(found.match(/[.] [A-Z_]{5}/)).toBeNull();
});

test.each(['HANDOFF_CALL_APOLOGIES', 'HANDOFF_FALLBACK', 'HANDOFF_VOICE_LANGUAGE'])(
	'%s, which is no setting, is wrong, and named',
	async (name) => {
		const { status, found } = await look({ [name]: 'x' });
		expect(status).toBe('wrong');
		expect(found).toContain(name);
	},
);

test('an unknown voice is a warning, and shown: it is no secret', async () => {
	const { status, found } = await look({ HANDOFF_VOICE: 'Polly.Jonna' });
	expect(status).toBe('note');
	expect(found).toMatch(/^HANDOFF_VOICE \("Polly\.Jonna"\)/);
});

test('beside a malformed setting it is named, too', async () => {
	const { status, found } = await look({ HANDOFF_VOICE: 'Polly.Jonna', HANDOFF_LANGUAGE: 'german' });
	expect(status).toBe('wrong');
	expect(found).toMatch(/^HANDOFF_LANGUAGE is malformed.* HANDOFF_VOICE \("Polly\.Jonna"\)/);
});

test('one finding lists all problems by the settings’ names, without their values', async () => {
	const changed = { TWILIO_API_SECRET: 'your_api_secret_here', HANDOFF_FALLBACK_NUMBER: '12-secret-34' };
	const { found } = await look(changed);
	expect(found).toMatch(/^TWILIO_API_SECRET still .*\. HANDOFF_FALLBACK_NUMBER is malformed/);
	expect(found).not.toMatch(/your_|12-/);
});

const WITH_OTHER_RULES = ['ACCOUNT_SID', 'AUTH_TOKEN', 'TWILIO_API_SECRET', 'TWILIO_PHONE_NUMBER'];

test.each(SETTING_NAMES.filter((name) => !WITH_OTHER_RULES.includes(name)))(
	'%s that is malformed is wrong, and named',
	async (name) => {
		const { status, found } = await look({ [name]: '{{ soon }}' });
		expect(status).toBe('wrong');
		expect(found).toContain(`${name} is malformed`);
	},
);
