/** The engine of doctor: checks run in parallel, and one that fails doesn't affect the others. */
import twilio from 'twilio';
import { z } from 'zod';
import { AccountView } from '../../../../tools/account/account-view';
import { SetupError } from '../../../../tools/account/errors';
import { exitCodeOf, findingLines, findingsJson } from '../../../../tools/cli/ui/findings';
import {
	type Check,
	type Finding,
	note,
	ok,
	type Product,
	wrong,
} from '../../../../tools/doctor/engine/check';
import { examine, isHealthy } from '../../../../tools/doctor/engine/run';
import { nothingLive } from '../../../support/account-view';
import { ACCOUNT_SID, AUTH_TOKEN } from '../../../support/fixtures';

const account = new AccountView(twilio(ACCOUNT_SID, AUTH_TOKEN), undefined, {}, {}, nothingLive, {
	only: 'voice',
});

function check(name: string, look: Check['look'], more: Partial<Check> = {}): Check {
	return { name, title: name, expected: 'good', impact: 'bad', advice: 'do it', look, ...more };
}

function product(id: string, ...checks: Check[]): Product {
	return { id, title: id.toUpperCase(), checks };
}

const credentials = (look: Check['look']) => check('credentials', look);
const healthy = product(
	'agent-connect',
	credentials(() => ok('good')),
);

test('a check that fails is unreadable, and the others have their findings', async () => {
	const findings = await examine(account, [
		healthy,
		product(
			'flex',
			check('a', () => Promise.reject(new SetupError('Twilio answered 500 for +15005550123.'))),
			check('b', () => {
				z.object({ sid: z.string() }).parse({});
				return ok('');
			}),
			check('c', () => {
				throw new TypeError('a bug');
			}),
		),
		product(
			'studio',
			check('d', () => wrong('broken', { advice: 'fix it' })),
		),
	]);
	expect(findings.map(({ check, status, found }) => [check, status, found])).toEqual([
		['agent-connect/credentials', 'ok', 'good'],
		['flex/a', 'unreadable', 'Twilio answered 500 for +*********23.'],
		['flex/b', 'unreadable', expect.stringContaining('documented shape (sid')],
		['flex/c', 'unreadable', expect.stringContaining('TypeError: a bug')],
		['studio/d', 'wrong', 'broken'],
	]);
	expect(findings[4]).toMatchObject({ expected: 'good', advice: 'fix it' });
});

test('checks run in parallel', async () => {
	const names = 'abcdefghij'.split('');
	let running = 0;
	// Ends when all have started: never, if one waits for another.
	const waiting = async () => {
		running++;
		while (running < names.length) await new Promise(setImmediate);
		return ok('');
	};
	await examine(account, [healthy, product('flex', ...names.map((name) => check(name, waiting)))]);
	expect(running).toBe(names.length);
});

test('without valid credentials, no other check sends requests', async () => {
	const asked: string[] = [];
	const findings = await examine(account, [
		product(
			'agent-connect',
			check('settings', () => wrong('missing'), { offline: true }),
			credentials(() => wrong('refused')),
		),
		product(
			'flex',
			check('a', () => {
				asked.push('a');
				return ok('');
			}),
		),
	]);
	expect(asked).toEqual([]);
	expect(findings.map(({ status }) => status)).toEqual(['wrong', 'wrong', 'skipped']);
});

test('when the account can’t be read, the other checks run all the same', async () => {
	const findings = await examine(account, [
		product(
			'agent-connect',
			credentials(() => Promise.reject(new SetupError('Twilio answered 503.'))),
		),
		product(
			'flex',
			check('a', () => ok('')),
		),
	]);
	expect(findings.map(({ status }) => status)).toEqual(['unreadable', 'ok']);
});

test('a check for messaging only is skipped when only calls are handed over', async () => {
	const findings = await examine(account, [
		healthy,
		product(
			'flex',
			check('a', () => wrong('bad'), { only: 'messaging' }),
		),
	]);
	expect(findings[1]).toMatchObject({ status: 'skipped' });
});

describe('reporting', () => {
	const findings = (...statuses: Finding['status'][]): Finding[] =>
		statuses.map((status, index) => ({
			check: `flex/c${index}`,
			title: `Check ${index}`,
			status,
			found: 'this',
			expected: 'that',
			impact: 'customers wait',
			advice: 'do it',
			fixes: status === 'wrong' ? [{ stage: 'flex', title: 'Fix it', edits: [] }] : [],
		}));

	test.each([
		[0, ['ok', 'note', 'skipped']],
		[1, ['ok', 'wrong', 'unreadable']],
		[2, ['ok', 'unreadable']],
	] as const)('exit code %i', (code, statuses) => {
		expect(exitCodeOf(findings(...statuses))).toBe(code);
		expect(isHealthy(findings(...statuses))).toBe({ 0: true, 1: false, 2: undefined }[code]);
	});

	const flex = product('flex');

	test('the lines for people show what was found, expected, its impact and the fix', () => {
		const lines = findingLines([flex], findings('ok', 'wrong', 'note', 'unreadable', 'skipped'), false);
		expect(lines.join('\n')).toBe(
			`FLEX
  ✓ Check 0: this
  ✗ Check 1: this
      should be  that
      otherwise  customers wait
      to fix     npm run setup, which shows it first and asks. Or by hand: do it
      check      flex/c1
  · Check 2: this
      to do      do it
  ? Check 3: this
      check      flex/c3
  - Check 4: this

1 of 5 checks are fine, 1 found something wrong, 1 could not be read, 1 for you to look at, 1 skipped.
npm run setup can fix one of them.`,
		);
		expect(findingLines([flex], findings('ok'), true).join('')).toContain('\u001b[');
	});

	test('the JSON has the same, with the titles of the fixes instead of their edits', () => {
		expect(JSON.parse(findingsJson(ACCOUNT_SID, findings('wrong')))).toEqual({
			accountSid: ACCOUNT_SID,
			healthy: false,
			findings: [
				{
					check: 'flex/c0',
					title: 'Check 0',
					status: 'wrong',
					found: 'this',
					expected: 'that',
					impact: 'customers wait',
					advice: 'do it',
					setup: ['Fix it'],
				},
			],
		});
		expect(JSON.parse(findingsJson(undefined, findings('unreadable')))).toMatchObject({ healthy: null });
	});

	test('a note has no fixes', async () => {
		const [finding] = await examine(account, [
			product(
				'flex',
				check('a', () => note('look')),
			),
		]);
		expect(finding).toMatchObject({ status: 'note', found: 'look' });
	});
});
