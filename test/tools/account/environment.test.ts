/**
 * The `.env` file that people write by hand and a deploy adds one line to.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEnvironment, setInFile } from '../../../tools/account/environment';
import { SetupError } from '../../../tools/account/errors';

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
	['another value, exported', 'export FLOW=FW1\nA=1\n', 'FLOW=FW2\nA=1\n'],
	['two lines, of which the last counts', 'FLOW=FW2\nFLOW=\n', 'FLOW=FW2\nFLOW=FW2\n'],
	['line breaks of Windows', 'A=1\r\nFLOW=FW1\r\n', 'A=1\r\nFLOW=FW2\r\n'],
	['a name that begins alike', 'FLOW_OLD=FW1\n', 'FLOW_OLD=FW1\nFLOW=FW2\n'],
])('sets one name: %s', (_, before, after) => {
	writeFileSync(file, before);
	expect(setInFile(file, 'FLOW', 'FW2')).toBe(true);
	expect(readFileSync(file, 'utf8')).toBe(after);
	expect(readEnvironment(file, {}).FLOW).toBe('FW2');
});

test.each(['FLOW=FW2\n', 'export FLOW="FW2" # the live one\n', 'FLOW=FW1\nFLOW=FW2'])(
	'leaves %j alone',
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

test.each([
	['a folder in place of the file', () => readEnvironment(directory, {}), 'EISDIR'],
	[
		'the shell of an emulator that has ended',
		() => readEnvironment(file, { TWILIO_CA_BUNDLE: join(directory, 'ca.pem') }),
		'close the shell',
	],
])('%s is one sentence for the reader', (_what, read, message) => {
	expect(read).toThrow(SetupError);
	expect(read).toThrow(message);
});
