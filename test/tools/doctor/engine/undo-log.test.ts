/** The undo log: written before a change, readable only by its owner, and read again. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../../../../tools/account/errors';
import type { Edit } from '../../../../tools/doctor/engine/fix';
import { laterUndoLogs, markUndone, readUndoLog, UndoLog } from '../../../../tools/doctor/engine/undo-log';
import { failureOf } from '../../../support/fakes';
import { ACCOUNT_SID, CONFIGURATION_ID, OUR_NUMBER } from '../../../support/fixtures';

const folder = mkdtempSync(join(tmpdir(), 'handoff-undo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const edit: Edit = {
	edit: 'list',
	resource: 'orchestrator-configuration',
	id: CONFIGURATION_ID,
	path: ['channelSettings', 'SMS', 'captureRules'],
	remove: [{ from: '*', to: OUR_NUMBER }],
	add: [],
};
const FIX = { title: 'Stop capturing', stage: 'orchestrator' } as const;

test('a change is in the log before it is made, and marked when it is done', () => {
	const path = join(folder, 'deep', 'undo.json');
	const log = new UndoLog(path, ACCOUNT_SID, '2026-11-22T10:00:00Z');
	expect(log.isEmpty).toBe(true);
	const begin = log.change(FIX);
	expect(log.isEmpty).toBe(true);
	const attempt = begin(edit);
	expect(readUndoLog(path, ACCOUNT_SID)).toEqual([{ ...FIX, steps: [{ state: 'begun', edit }] }]);
	expect(log.isEmpty).toBe(false);
	attempt.done();
	expect(readUndoLog(path, ACCOUNT_SID)).toEqual([{ ...FIX, steps: [{ state: 'done', edit }] }]);
});

test('a created resource is logged by its id and digest, without its value', () => {
	const path = join(folder, 'created.json');
	const begin = new UndoLog(path, ACCOUNT_SID, '').change(FIX);
	begin({ edit: 'create', resource: 'workflow', value: { name: 'new' } }).done('thing_1', 'abc');
	const created = { edit: 'create', resource: 'workflow', value: {} };
	expect(readUndoLog(path, ACCOUNT_SID)).toEqual([
		{ ...FIX, steps: [{ state: 'done', edit: created, created: 'thing_1', digest: 'abc' }] },
	]);
});

test('a change that Twilio refused is removed from the log', () => {
	const path = join(folder, 'refused.json');
	const log = new UndoLog(path, ACCOUNT_SID, '');
	log.change(FIX)(edit).refused();
	expect(readUndoLog(path, ACCOUNT_SID)).toEqual([]);
	expect(log.isEmpty).toBe(true);
});

test('a deployment is logged with what was live before', () => {
	const path = join(folder, 'deployed.json');
	const before = { flow: { sid: 'FW1', revision: 3 }, functions: null };
	new UndoLog(path, ACCOUNT_SID, '').deploys({ title: 'Deploy', stage: 'deploy' }, before);
	expect(readUndoLog(path, ACCOUNT_SID)).toEqual([{ title: 'Deploy', stage: 'deploy', before, steps: [] }]);
});

test('only the owner can read the undo log', () => {
	const path = join(folder, 'mode.json');
	new UndoLog(path, ACCOUNT_SID, '').change(FIX)(edit);
	expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('later logs that were not undone are found, newest first', () => {
	const at = join(folder, 'several');
	const write = (name: string, startedAt: string) => {
		const log = new UndoLog(join(at, name), ACCOUNT_SID, startedAt);
		log.change(FIX)(edit).done();
		return log.path;
	};
	const first = write('1.json', '2026-11-22T10:00:00Z');
	const third = write('3.json', '2026-11-22T12:00:00Z');
	const second = write('2.json', '2026-11-22T11:00:00Z');
	writeFileSync(join(at, '4.json'), 'not JSON');
	expect(laterUndoLogs(first, ACCOUNT_SID)).toEqual([third, second]);
	expect(laterUndoLogs(first, `AC${'f'.repeat(32)}`)).toEqual([]);
	markUndone(third, '2026-11-22T13:00:00Z');
	expect(laterUndoLogs(first, ACCOUNT_SID)).toEqual([second]);
	expect(laterUndoLogs(third, ACCOUNT_SID)).toEqual([]);
	expect(readUndoLog(third, ACCOUNT_SID)).toHaveLength(1);
});

test('a log that can’t be written prevents the change, and counts as empty', async () => {
	const log = new UndoLog(join(folder, 'taken', 'undo.json'), ACCOUNT_SID, '');
	writeFileSync(join(folder, 'taken'), 'a file where the folder would be');
	expect(await failureOf(() => log.change(FIX)(edit))).toBeInstanceOf(SetupError);
	expect(log.isEmpty).toBe(true);
});

test('a log that can no longer be written is kept whole, and prevents the next change', async () => {
	const at = join(folder, 'full');
	const log = new UndoLog(join(at, 'undo.json'), ACCOUNT_SID, '');
	log.change(FIX)(edit).done();
	const before = readFileSync(log.path, 'utf8');
	chmodSync(log.path, 0o400);
	expect(await failureOf(() => log.change({ ...FIX, title: 'Next' })(edit))).toBeInstanceOf(SetupError);
	expect(readFileSync(log.path, 'utf8')).toBe(before);
	expect(readdirSync(at)).toEqual(['undo.json']);
	expect(log.isEmpty).toBe(false);
});

test.each([
	['of another account', { accountSid: `AC${'f'.repeat(32)}`, startedAt: '', changes: [] }],
	['without the keys of a log', { hello: 'world' }],
	['with an unknown kind of change', { accountSid: ACCOUNT_SID, startedAt: '', changes: [{ title: 'x' }] }],
	[
		'of an earlier version, with placeholders for phone numbers,',
		{ accountSid: ACCOUNT_SID, startedAt: '', senders: {}, changes: [] },
	],
])('an undo log %s is refused', async (_what, content) => {
	const path = join(folder, 'bad.json');
	writeFileSync(path, JSON.stringify(content));
	expect(await failureOf(() => readUndoLog(path, ACCOUNT_SID))).toBeInstanceOf(SetupError);
});
