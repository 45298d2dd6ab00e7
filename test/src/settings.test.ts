/**
 * Our settings, and what is said of those that are missing or malformed.
 * @module
 */
import {
	ignoredSettings,
	readSettings,
	requireSetting,
	type SettingName,
	type Settings,
} from '../../src/settings';
import { failureOf } from '../support/fakes';
import { FALLBACK_NUMBER, FLOW_SID, settings } from '../support/fixtures';

describe('reading settings', () => {
	test('takes our settings and no others', () => {
		expect(readSettings({ ...settings, PATH: '/handoff', TWILIO_ACCOUNT_SID: 'AC', HOME: '/' })).toEqual(
			settings,
		);
	});

	test.each<[string, unknown]>([
		['missing', undefined],
		['null', null],
		['empty', ''],
		['blank', ' \t\r\n'],
		['a number', 15005550006],
		['an object', { toString: () => FLOW_SID }],
	])('leaves out one that is %s', (_, value) => {
		expect(readSettings({ TWILIO_STUDIO_HANDOFF_FLOW_SID: value })).toEqual({});
	});

	test('takes the spaces off that a paste left', () => {
		expect(readSettings({ TWILIO_STUDIO_HANDOFF_FLOW_SID: ` ${FLOW_SID}\r\n` })).toEqual({
			TWILIO_STUDIO_HANDOFF_FLOW_SID: FLOW_SID,
		});
	});

	test('looks at nothing else: the local runtime warns of that', () => {
		const touchy = Object.defineProperty({ ...settings }, 'SERVICE_SID', {
			enumerable: true,
			get: () => {
				throw new Error('SERVICE_SID is undefined in local development');
			},
		});
		expect(readSettings(touchy)).toEqual(settings);
	});
});

describe('requiring a setting', () => {
	test.each<[keyof Settings, string]>([
		['TWILIO_STUDIO_HANDOFF_FLOW_SID', FLOW_SID],
		['TWILIO_PHONE_NUMBER', '+15005550006'],
		['TWILIO_PHONE_NUMBER', 'whatsapp:+15005550006'],
		['TWILIO_PHONE_NUMBER', 'rcs:brand_agent'],
		['HANDOFF_FALLBACK_NUMBER', FALLBACK_NUMBER],
		['HANDOFF_FALLBACK_NUMBER', 'sip:desk@pbx.example.com:5061;transport=tls'],
		['HANDOFF_CALL_GREETING', 'Un instant, s’il vous plaît: "A & B" 😀'],
		['HANDOFF_CHAT_APOLOGY', '1 < 2'],
		['HANDOFF_CHAT_NO_AGENT', 'é'.repeat(225)],
		['HANDOFF_VOICE', 'Polly.Vicki-Neural'],
		['HANDOFF_LANGUAGE', 'de-DE'],
		['HANDOFF_HOLD_MUSIC', 'POST https://example.com:8443/a%20b.mp3?x=1'],
		['HANDOFF_PRIORITIES', 'low=0, très urgent = 99'],
	])('gives %s as %s', (name, value) => {
		expect(requireSetting({ [name]: value }, name)).toBe(value);
	});

	test.each(Object.keys(settings))('names %s when it is not set', async (key) => {
		const name = Object.keys(settings).find((each): each is keyof Settings => each === key);
		if (name === undefined) throw new Error(`${key} is no setting.`);
		expect(await failureOf(() => requireSetting({}, name))).toMatchObject({
			status: 500,
			code: 'misconfigured',
			field: name,
			retryable: false,
			message: expect.stringMatching(new RegExp(`^${name} is not set`)),
		});
	});

	test.each<[keyof Settings, string]>([
		['ACCOUNT_SID', 'US0123456789abcdef0123456789abcdef'],
		['AUTH_TOKEN', 'two words'],
		['TWILIO_API_KEY', 'AC0123456789abcdef0123456789abcdef'],
		['TWILIO_API_SECRET', 'hush hush'],
		['TWILIO_STUDIO_HANDOFF_FLOW_SID', 'FWxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'],
		['TWILIO_STUDIO_HANDOFF_FLOW_SID', `${FLOW_SID}/Executions`],
		['TWILIO_FLEX_WORKFLOW_SID', '"WW0123456789abcdef0123456789abcdef"'],
		['TWILIO_PHONE_NUMBER', '+1 500 555 0006'],
		['TWILIO_PHONE_NUMBER', '+15005550006,+15005550007'],
		['HANDOFF_FALLBACK_NUMBER', '5005550199'],
		['HANDOFF_FALLBACK_NUMBER', '+0005550199'],
		['HANDOFF_FALLBACK_NUMBER', '+1500555019900000'],
		['HANDOFF_FALLBACK_NUMBER', '+15005550199;ext=1'],
		['HANDOFF_FALLBACK_NUMBER', 'sip:desk'],
		['HANDOFF_FALLBACK_NUMBER', `sip:desk@${'x'.repeat(250)}`],
		['HANDOFF_FALLBACK_NUMBER', 'sip:a@b.example</Sip><Hangup/>'],
		['HANDOFF_CALL_GREETING', 'Hold <break/> on'],
		['HANDOFF_CALL_APOLOGY', 'one\ntwo'],
		['HANDOFF_CHAT_GIVEN_BACK', 'Hello {{contact.channel.address}}'],
		['HANDOFF_CHAT_APOLOGY', '{% raw %}'],
		['HANDOFF_CHAT_APOLOGY', '$'.concat('{FUNCTIONS_URL}')],
		['HANDOFF_CHAT_NO_AGENT', 'é'.repeat(226)],
		['HANDOFF_CHAT_NO_AGENT', 'broken \ud83d'],
		['HANDOFF_HOLD_MUSIC', 'https://example.com/a b.mp3'],
		['HANDOFF_PRIORITIES', 'vip=urgent'],
		['HANDOFF_CALL_TIMEOUT', '9999999'],
		['HANDOFF_CHAT_TIMEOUT', '12.5'],
	])('names a malformed %s and does not repeat it', async (name, value) => {
		const error = await failureOf(() => requireSetting({ [name]: value }, name));
		expect(error).toMatchObject({
			code: 'misconfigured',
			field: name,
			message: expect.stringMatching(/malformed/),
		});
		expect(error).not.toMatchObject({ message: expect.stringContaining(value) });
	});
});

test.each<[SettingName, string]>([
	['HANDOFF_VOICE', 'alice'],
	['HANDOFF_LANGUAGE', 'german'],
	['HANDOFF_HOLD_MUSIC', 'music.mp3'],
	['HANDOFF_PRIORITIES', 'vip'],
	['HANDOFF_CALL_TIMEOUT', 'ten minutes'],
	['HANDOFF_CALL_APOLOGY', 'x'.repeat(451)],
])('the log names %s when it is malformed', (name, value) => {
	expect(ignoredSettings({ [name]: value, HANDOFF_CALL_GREETING: 'Hello.' })).toEqual({
		ignoredSettings: [name],
	});
});

test('the log names no setting when none is malformed', () => {
	expect(ignoredSettings({ HANDOFF_VOICE: 'Polly.Vicki', HANDOFF_FALLBACK_NUMBER: 'none' })).toEqual({});
});
