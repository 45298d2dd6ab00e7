/** The undo file: written before a change, without secrets and numbers, and read again. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Edit } from '../../setup/mend';
import { canBeWrittenDown, readUndoFile, UndoFile } from '../../setup/undo-file';
import { failureOf } from '../fakes';
import { ACCOUNT_SID, CONFIGURATION_ID, OUR_NUMBER } from '../fixtures';

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

test('a change is in the file before it is made, and marked when it is', () => {
	const path = join(folder, 'deep', 'undo.json');
	const file = new UndoFile(path, ACCOUNT_SID, environment, '2026-11-22T10:00:00Z');
	expect(file.isEmpty).toBe(true);
	const edit = rules({ from: '*', to: OUR_NUMBER }, { from: '+15005550007', to: '*' });
	const finish = file.begin('Stop capturing', edit);
	expect(readUndoFile(path, ACCOUNT_SID, environment)).toEqual([
		{ title: 'Stop capturing', state: 'begun', edit },
	]);
	finish();
	file.begin('Deploy', null);
	expect(readUndoFile(path, ACCOUNT_SID, environment)).toMatchObject([
		{ title: 'Stop capturing', state: 'done', edit },
		{ title: 'Deploy', state: 'begun', edit: null },
	]);
	expect(readFileSync(path, 'utf8')).not.toMatch(/5005550/);
	expect(statSync(path).mode & 0o777).toBe(0o600);
});

test.each([
	['our own number', rules({ from: '*', to: OUR_NUMBER }), true],
	['a customer’s number', rules({ from: '+15005550199', to: OUR_NUMBER }), false],
	['a plain URL', voiceUrl('https://old.example.com/voice'), true],
	['a URL with a password', voiceUrl('https://kim:pass@old.example.com/voice'), false],
	['a URL with a token', voiceUrl('https://old.example.com/voice?token=abc'), false],
	[
		'a Studio flow’s webhook',
		voiceUrl(`https://webhooks.twilio.com/v1/Accounts/${ACCOUNT_SID}/Flows/FW1?Trigger=incomingCall`),
		true,
	],
	['a number in a URL', voiceUrl('https://old.example.com/%2B15005550199'), false],
])('%s can be written down: %#', (_what, edit, can) => {
	expect(canBeWrittenDown(edit, environment)).toBe(can);
});

test.each([
	[
		'another account’s',
		{ accountSid: `AC${'f'.repeat(32)}`, startedAt: '', changes: [] },
		'is about the account',
	],
	['no undo file', { hello: 'world' }, 'cannot be read as an undo file'],
	[
		'one about a number that .env no longer has',
		{
			accountSid: ACCOUNT_SID,
			startedAt: '',
			changes: [
				{
					title: 'x',
					state: 'done',
					edit: { edit: 'set', resource: 'env', id: '', path: ['A'], after: `$${'{TWILIO_PHONE_NUMBER#2}'}` },
				},
			],
		},
		'.env no longer has it',
	],
])('%s is refused', async (_what, content, message) => {
	const path = join(folder, 'bad.json');
	writeFileSync(path, JSON.stringify(content));
	expect(String(await failureOf(() => readUndoFile(path, ACCOUNT_SID, environment)))).toContain(message);
});
