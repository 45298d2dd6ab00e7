/**
 * The `.env` file that people write by hand and a deploy adds one line to.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	checkSettable,
	environmentOf,
	profileInUse,
	readEnvironment,
	setInFile,
} from '../../../../tools/account/env/environment';
import { SetupError } from '../../../../tools/account/errors';

let directory: string;
let file: string;

beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), 'handoff-env-'));
	file = join(directory, '.env');
});

afterEach(() => {
	rmSync(directory, { recursive: true });
});

test.each([
	['no line with the name', 'A=1\n', 'A=1\nFLOW=FW2\n'],
	['no line break at the end', 'A=1', 'A=1\nFLOW=FW2\n'],
	['an empty file', '', 'FLOW=FW2\n'],
	['an empty value', '# mine\nFLOW=\nA=1\n', '# mine\nFLOW=FW2\nA=1\n'],
	['another value, exported', 'export FLOW=FW1\nA=1\n', 'export FLOW=FW2\nA=1\n'],
	['a comment behind it', 'FLOW=FW1 # the live one\nA=1\n', 'FLOW=FW2 # the live one\nA=1\n'],
	['a comment behind nothing', 'FLOW= # the live one\nA=1\n', 'FLOW=FW2 # the live one\nA=1\n'],
	['quotes', 'export FLOW = "FW1" # x\nA=1\n', 'export FLOW = "FW2" # x\nA=1\n'],
	['a value of several lines', "A=1\nFLOW='one\ntwo'\nB=2\n", "A=1\nFLOW='FW2'\nB=2\n"],
	[
		'a line that is part of another value',
		'FLOW=FW1\nA="one\nFLOW=two\n"\nB=2\n',
		'FLOW=FW2\nA="one\nFLOW=two\n"\nB=2\n',
	],
	[
		'a line that is part of another value, and no other',
		'A="one\nFLOW=two\n"\nB=2\n',
		'A="one\nFLOW=two\n"\nB=2\nFLOW=FW2\n',
	],
	['a quote that is not closed', "A='one\nFLOW=FW1\nB=2\n", "A='one\nFLOW=FW2\nB=2\n"],
	['a comment in place of a line', '# FLOW=FW1\nA=1\n', '# FLOW=FW1\nA=1\nFLOW=FW2\n'],
	['the mark of Windows’ editors', '\uFEFFFLOW=FW1\r\nA=1\r\n', '\uFEFFFLOW=FW2\r\nA=1\r\n'],
	[
		'line breaks of both kinds',
		'A=1\r\nFLOW=\nOPENAI_API_KEY=secret\nDATABASE_URL=url\nB=2\r\n',
		'A=1\r\nFLOW=FW2\nOPENAI_API_KEY=secret\nDATABASE_URL=url\nB=2\r\n',
	],
	['line breaks of both kinds, and no such line', 'A=1\r\nB=2\nC=3', 'A=1\r\nB=2\nC=3\nFLOW=FW2\n'],
	['two lines, of which the last counts', 'FLOW=FW2\nFLOW=\n', 'FLOW=FW2\nFLOW=FW2\n'],
	['line breaks of Windows', 'A=1\r\nFLOW=FW1\r\n', 'A=1\r\nFLOW=FW2\r\n'],
	['a name that begins alike', 'FLOW_OLD=FW1\n', 'FLOW_OLD=FW1\nFLOW=FW2\n'],
])('setting one name in .env keeps the rest of a file with %s', (_what, before, after) => {
	writeFileSync(file, before);
	const { FLOW: _, ...others } = readEnvironment(file, {});
	checkSettable(file, 'FLOW', 'FW2');
	expect(readFileSync(file, 'utf8')).toBe(before);
	expect(setInFile(file, 'FLOW', 'FW2')).toBe(true);
	expect(readFileSync(file, 'utf8')).toBe(after);
	expect(readEnvironment(file, {})).toEqual({ ...others, FLOW: 'FW2' });
	// Undone, it is as before, but for a line that was not there.
	setInFile(file, 'FLOW', 'FW1');
	expect(readEnvironment(file, {})).toEqual({ ...others, FLOW: 'FW1' });
});

test('setting a name in .env keeps bytes that are not ASCII', () => {
	const before = Buffer.concat([Buffer.from('# Müller '), Buffer.from([0xe9]), Buffer.from('\nFLOW=FW1\n')]);
	writeFileSync(file, before);
	setInFile(file, 'FLOW', 'FW2');
	expect(readFileSync(file)).toEqual(Buffer.from(before.toString('latin1').replace('FW1', 'FW2'), 'latin1'));
});

test.each([
	['a value that would be read as another', 'A=1\n', 'two # halves'],
	['a quote that would swallow the new line', 'B="x"\nA="one\nFLOW=FW1"', 'two"\nC=1'],
])('%s is not written to .env, and the file stays as it is', (_what, text, value) => {
	writeFileSync(file, text);
	for (const set of [checkSettable, setInFile]) expect(() => set(file, 'FLOW', value)).toThrow(SetupError);
	expect(readFileSync(file, 'utf8')).toBe(text);
});

test('an .env in UTF-16, as PowerShell writes it, is neither read as empty nor changed', () => {
	const text = Buffer.from('\uFEFFFLOW=FW1\r\n', 'utf16le');
	writeFileSync(file, text);
	expect(() => readEnvironment(file, {})).toThrow('UTF-16');
	expect(() => setInFile(file, 'FLOW', 'FW2')).toThrow(SetupError);
	expect(readFileSync(file)).toEqual(text);
});

test.each(['FLOW=FW2\n', 'export FLOW="FW2" # the live one\n', 'FLOW=FW1\nFLOW=FW2'])(
	'setting the value that .env has already leaves %j as it is',
	(text) => {
		writeFileSync(file, text);
		expect(setInFile(file, 'FLOW', 'FW2')).toBe(false);
		expect(readFileSync(file, 'utf8')).toBe(text);
	},
);

test('the file comes before the shell, and TAC’s names stand in for Twilio’s', () => {
	writeFileSync(file, 'TWILIO_ACCOUNT_SID=AC1\nAUTH_TOKEN=\nTWILIO_AUTH_TOKEN=secret\nB=file\n');
	const shell = { B: 'shell', C: 'shell' };
	expect(readEnvironment(file, shell)).toMatchObject({
		ACCOUNT_SID: 'AC1',
		AUTH_TOKEN: 'secret',
		B: 'file',
		C: 'shell',
	});
});

test('the file’s account comes before the shell’s, whatever each calls it', () => {
	writeFileSync(file, 'TWILIO_ACCOUNT_SID=AC1\nTWILIO_AUTH_TOKEN=one\n');
	expect(readEnvironment(file, { ACCOUNT_SID: 'AC2', AUTH_TOKEN: 'two' })).toMatchObject({
		ACCOUNT_SID: 'AC1',
		AUTH_TOKEN: 'one',
	});
});

test.each(['true', '1'])('in CI (%s) the shell comes before the file', (CI) => {
	writeFileSync(file, 'ACCOUNT_SID=AC1\nTWILIO_API_KEY=SK1\nB=file\n');
	const shell = { CI, TWILIO_ACCOUNT_SID: 'AC1', TWILIO_API_KEY: 'SK2' };
	const read = readEnvironment(file, shell);
	expect(read).toMatchObject({ ACCOUNT_SID: 'AC1', TWILIO_API_KEY: 'SK2', B: 'file' });
});

test.each(['', 'false', '0'])('CI=%j does not count as CI: the file comes before the shell', (CI) => {
	writeFileSync(file, 'B=file\n');
	expect(readEnvironment(file, { CI, B: 'shell' }).B).toBe('file');
});

test('credentials of another account in the shell are not mixed with the file’s', () => {
	writeFileSync(file, 'ACCOUNT_SID=AC1\nTWILIO_API_KEY=SK1\n');
	const shell = { TWILIO_ACCOUNT_SID: 'AC2', TWILIO_AUTH_TOKEN: 'two', TWILIO_API_SECRET: 'two', B: '2' };
	const read = readEnvironment(file, shell);
	expect(read).toEqual({ ACCOUNT_SID: 'AC1', TWILIO_API_KEY: 'SK1', B: '2' });
});

test('in CI a complete API key is used, whatever token a file has', () => {
	writeFileSync(file, 'ACCOUNT_SID=AC1\nAUTH_TOKEN=one\n');
	const shell = { CI: 'true', ACCOUNT_SID: 'AC1', TWILIO_API_KEY: 'SK1', TWILIO_API_SECRET: 's' };
	expect(readEnvironment(file, shell)).toEqual(shell);
});

describe('twilio-cli’s active profile', () => {
	const profile = { accountSid: 'AC3', apiKey: 'SK3', apiSecret: 'three' };
	const credentials = { ACCOUNT_SID: 'AC3', TWILIO_API_KEY: 'SK3', TWILIO_API_SECRET: 'three' };
	let shell: NodeJS.ProcessEnv;
	beforeEach(() => {
		shell = { TWILIO_CONFIG_DIR: directory };
		const config = { activeProject: 'acme', profiles: { acme: profile } };
		writeFileSync(join(directory, 'config.json'), JSON.stringify(config));
	});

	test('has the credentials when neither the file nor the shell has any', () => {
		expect(profileInUse(file, shell)?.name).toBe('acme');
		expect(readEnvironment(file, shell)).toMatchObject(credentials);
		// A deploy puts the flow's SID into a file that was not there: the next one has to open the same account.
		writeFileSync(file, 'ACCOUNT_SID=\nFLOW=FW1\n');
		expect(readEnvironment(file, shell)).toMatchObject({ ...credentials, FLOW: 'FW1' });
	});

	test.each([
		'ACCOUNT_SID=AC1',
		'TWILIO_ACCOUNT_SID=AC1',
		'AUTH_TOKEN=one',
		'TWILIO_API_KEY=SK1',
		'TWILIO_API_SECRET=one',
	])('is not used, not even in part, beside %s in the file or the shell', (line) => {
		const [name = '', value = ''] = line.split('=');
		expect(profileInUse(file, { ...shell, [name]: value })).toBeUndefined();
		writeFileSync(file, line);
		expect(profileInUse(file, shell)).toBeUndefined();
		expect(Object.values(readEnvironment(file, shell))).not.toContain('three');
	});
});

test.each([
	['a folder in place of the file', () => readEnvironment(directory, {}), 'EISDIR'],
	[
		'the shell of an emulator that has ended',
		() => readEnvironment(file, { TWILIO_CA_BUNDLE: join(directory, 'ca.pem') }),
		'TWILIO_CA_BUNDLE',
	],
])('%s is a SetupError that says what to do', (_what, read, message) => {
	expect(read).toThrow(SetupError);
	expect(read).toThrow(message);
});

test('HANDOFF_ENVIRONMENT comes from the option, else from the file, and the shell’s flow SID counts for dev only', () => {
	const shell = { TWILIO_STUDIO_HANDOFF_FLOW_SID: 'FW1', TWILIO_PHONE_NUMBER: '+1' };
	expect(readEnvironment(file, shell)).toEqual(shell);
	const staging = { ...shell, HANDOFF_ENVIRONMENT: 'staging' };
	expect(readEnvironment(file, staging)).toEqual({
		TWILIO_PHONE_NUMBER: '+1',
		HANDOFF_ENVIRONMENT: 'staging',
	});
	writeFileSync(file, 'HANDOFF_ENVIRONMENT=prod\nTWILIO_STUDIO_HANDOFF_FLOW_SID=FW2\n');
	expect(readEnvironment(file, staging)).toMatchObject({
		HANDOFF_ENVIRONMENT: 'staging',
		TWILIO_STUDIO_HANDOFF_FLOW_SID: 'FW2',
	});
	expect(environmentOf(readEnvironment(file, {}))).toBe('prod');
	expect(environmentOf({})).toBe('dev');
	expect(() => environmentOf({ HANDOFF_ENVIRONMENT: 'a.b' })).toThrow(SetupError);
});
