/** The profile of twilio-cli, from a file as its version 6.2 writes it (@twilio/cli-core 7.27, services/config.js). */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activeProfile } from '../../../../tools/account/env/twilio-profile';
import { SetupError } from '../../../../tools/account/errors';

const home = mkdtempSync(join(tmpdir(), 'handoff-profile-'));
afterAll(() => rmSync(home, { recursive: true }));
mkdirSync(join(home, '.twilio-cli'));

const acme = { accountSid: 'AC1', region: 'us1', apiKey: 'SK1', apiSecret: 'secret' };
const config = (changes: object) => ({
	email: {},
	prompts: {},
	projects: [],
	profiles: { acme },
	activeProject: 'acme',
	...changes,
});

function write(content: string | object): void {
	const text = typeof content === 'string' ? content : JSON.stringify(content);
	writeFileSync(join(home, '.twilio-cli', 'config.json'), text);
}

test.each([
	['HOME', { HOME: home }],
	['USERPROFILE, as on Windows', { USERPROFILE: home }],
	['TWILIO_CONFIG_DIR', { HOME: '/nowhere', TWILIO_CONFIG_DIR: join(home, '.twilio-cli') }],
])('the active profile is found by %s', (_by, shell) => {
	write(config({}));
	expect(activeProfile(shell)).toEqual({
		name: 'acme',
		environment: {
			ACCOUNT_SID: 'AC1',
			TWILIO_API_KEY: 'SK1',
			TWILIO_API_SECRET: 'secret',
			TWILIO_REGION: 'us1',
		},
	});
});

test('a malformed profile beside the active one does no harm', () => {
	write(config({ profiles: { acme, other: { accountSid: null } } }));
	expect(activeProfile({ HOME: home })?.name).toBe('acme');
});

test('a profile without a region sets no TWILIO_REGION', () => {
	const { region: _, ...others } = acme;
	write(config({ profiles: { acme: others } }));
	expect(activeProfile({ HOME: home })?.environment).not.toHaveProperty('TWILIO_REGION');
});

test.each([
	['none is active', { activeProject: null }],
	['the active one is gone', { activeProject: 'gone' }],
	[
		'the active one has its secret in the keychain',
		{ activeProject: 'old', projects: [{ id: 'old', accountSid: 'AC2' }] },
	],
	['twilio-cli asks for a profile each time', { requireProfileInput: true }],
])('no profile is used when %s', (_why, changes) => {
	write(config(changes));
	expect(activeProfile({ HOME: home })).toBeUndefined();
});

test('without a home folder, or without twilio-cli, there is no active profile', () => {
	expect(activeProfile({})).toBeUndefined();
	expect(activeProfile({ HOME: join(home, 'nowhere') })).toBeUndefined();
});

test.each([
	'{"activeProject":"acme","profiles":{"acme":{"apiSecret":"secret"}}}',
	'{"profiles":{"acme":{"apiSecret":"secret',
])('a file that can’t be understood is reported without its content: %s', (content) => {
	write(content);
	expect(() => activeProfile({ HOME: home })).toThrow(SetupError);
	expect(() => activeProfile({ HOME: home })).not.toThrow('secret');
});
