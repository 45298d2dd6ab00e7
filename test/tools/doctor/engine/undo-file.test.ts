/** The undo file: written before a change, without secrets and numbers, and read again. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../../../../tools/account/errors';
import { canBeWrittenDown } from '../../../../tools/doctor/engine/concealment';
import type { Edit } from '../../../../tools/doctor/engine/fix';
import {
	laterUndoFiles,
	markUndone,
	readUndoFile,
	UndoFile,
} from '../../../../tools/doctor/engine/undo-file';
import { failureOf } from '../../../support/fakes';
import { ACCOUNT_SID, CONFIGURATION_ID, OUR_NUMBER } from '../../../support/fixtures';

const environment = { TWILIO_PHONE_NUMBER: OUR_NUMBER, TWILIO_WHATSAPP_NUMBERS: 'whatsapp:+15005550007' };
const folder = mkdtempSync(join(tmpdir(), 'handoff-undo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const rules = (...remove: { from: string; to: string }[]): Edit => ({
	edit: 'list',
	resource: 'orchestrator-configuration',
	id: CONFIGURATION_ID,
	path: ['channelSettings', 'SMS', 'captureRules'],
	remove,
	add: [],
});
const voiceUrl = (before: string): Edit => ({
	edit: 'set',
	resource: 'phone-number',
	id: `PN${'0'.repeat(32)}`,
	path: ['voiceUrl'],
	before,
	after: 'https://agent.example.com/twiml',
});

test('a change is in the file before it is made, and marked when it is', async () => {
	const path = join(folder, 'deep', 'undo.json');
	const file = new UndoFile(path, ACCOUNT_SID, environment, '2026-11-22T10:00:00Z');
	expect(file.isEmpty).toBe(true);
	const edit = rules({ from: '*', to: OUR_NUMBER }, { from: '+15005550007', to: '*' });
	const begin = file.change({ title: 'Stop capturing', stage: 'orchestrator' });
	expect(file.isEmpty).toBe(true);
	const begun = begin(edit);
	const made = { title: 'Stop capturing', stage: 'orchestrator' };
	expect(readUndoFile(path, ACCOUNT_SID, environment)).toEqual([
		{ ...made, steps: [{ state: 'begun', edit }] },
	]);
	begun.done();
	begin(edit).done('thing_1');
	begin(edit).refused();
	const before = { flow: { sid: 'FW1', revision: 3 }, functions: null };
	file.deploys({ title: 'Deploy', stage: 'deploy' }, before);
	expect(readUndoFile(path, ACCOUNT_SID, environment)).toEqual([
		{
			...made,
			steps: [
				{ state: 'done', edit },
				{ state: 'done', edit, created: 'thing_1' },
			],
		},
		{ title: 'Deploy', stage: 'deploy', before, steps: [] },
	]);
	expect(readFileSync(path, 'utf8')).not.toMatch(/5005550/);
	expect(statSync(path).mode & 0o777).toBe(0o600);
	const moved = { ...environment, TWILIO_PHONE_NUMBER: '+15005550042' };
	const error = await failureOf(() => readUndoFile(path, ACCOUNT_SID, moved));
	expect(String(error)).toContain('TWILIO_PHONE_NUMBER#1, +*********06 then; .env now has another');
});

test('a later file that was not taken back comes first', () => {
	const at = join(folder, 'two');
	const write = (name: string, startedAt: string) => {
		const file = new UndoFile(join(at, name), ACCOUNT_SID, environment, startedAt);
		file.change({ title: 'x', stage: 'flex' })(rules()).done();
		return file.path;
	};
	const first = write('1.json', '2026-11-22T10:00:00Z');
	const third = write('3.json', '2026-11-22T12:00:00Z');
	const second = write('2.json', '2026-11-22T11:00:00Z');
	writeFileSync(join(at, '4.json'), 'no undo file');
	expect(laterUndoFiles(first, ACCOUNT_SID)).toEqual([third, second]);
	expect(laterUndoFiles(first, `AC${'f'.repeat(32)}`)).toEqual([]);
	markUndone(third, '2026-11-22T13:00:00Z');
	expect(laterUndoFiles(first, ACCOUNT_SID)).toEqual([second]);
	expect(laterUndoFiles(third, ACCOUNT_SID)).toEqual([]);
	expect(readUndoFile(third, ACCOUNT_SID, environment)).toHaveLength(1);
});

test('a file that cannot be written stops the change, and is not spoken of', async () => {
	const file = new UndoFile(join(folder, 'taken', 'undo.json'), ACCOUNT_SID, environment, '');
	writeFileSync(join(folder, 'taken'), 'a file where the folder should be');
	const error = await failureOf(() => file.change({ title: 'x', stage: 'flex' })(rules()));
	expect(error).toBeInstanceOf(SetupError);
	expect(file.isEmpty).toBe(true);
});

test.each([
	['our own number', rules({ from: '*', to: OUR_NUMBER }), true],
	['a customer’s number', rules({ from: '+15005550199', to: OUR_NUMBER }), false],
	['a plain URL', voiceUrl('https://old.example.com/voice'), true],
	['a URL with a password', voiceUrl('https://kim:pass@old.example.com/voice'), false],
	['a URL with a token in its path', voiceUrl('https://old.example.com/T0AB12345/twiml'), false],
	['a number alone', { ...voiceUrl(''), before: '415-555-0123' }, false],
	['a URL with a token', voiceUrl('https://old.example.com/voice?token=abc'), false],
	[
		'a Studio flow’s webhook',
		voiceUrl(`https://webhooks.twilio.com/v1/Accounts/${ACCOUNT_SID}/Flows/FW1?Trigger=incomingCall`),
		true,
	],
	['a SIP address', { ...voiceUrl(''), before: 'sip:15005550199@example.com' }, false],
	['a number without its plus', { ...voiceUrl(''), before: 'whatsapp:15005550199' }, false],
	['a number as people write it', { ...voiceUrl(''), before: '+1 (500) 555-0199' }, false],
	['a host that ngrok made', voiceUrl('https://0123456789ab.ngrok.app/twiml'), true],
	['a number in a URL', voiceUrl('https://old.example.com/%2B15005550199'), false],
])('%s can be written down: %#', (_what, edit, can) => {
	expect(canBeWrittenDown(edit, environment)).toBe(can);
});

test.each([
	[
		'another account’s',
		{ accountSid: `AC${'f'.repeat(32)}`, startedAt: '', senders: {}, changes: [] },
		'is about the account',
	],
	['no undo file', { hello: 'world' }, 'cannot be read as an undo file'],
	[
		'one with a change of no known kind',
		{ accountSid: ACCOUNT_SID, startedAt: '', senders: {}, changes: [{ title: 'x' }] },
		'cannot be read as an undo file',
	],
	[
		'one about a number that .env no longer has',
		{
			accountSid: ACCOUNT_SID,
			startedAt: '',
			senders: {},
			changes: [{ title: `$${'{TWILIO_PHONE_NUMBER#2}'}`, stage: 'flex', steps: [] }],
		},
		'.env now has none',
	],
])('%s is refused', async (_what, content, message) => {
	const path = join(folder, 'bad.json');
	writeFileSync(path, JSON.stringify(content));
	expect(String(await failureOf(() => readUndoFile(path, ACCOUNT_SID, environment)))).toContain(message);
});
