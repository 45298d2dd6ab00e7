/** The engine of doctor: checks side by side, and what becomes of one that fails. */
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
const fine = product(
	'agent-connect',
	credentials(() => ok('fine')),
);

test('a product that cannot be read does not hide the others', async () => {
	const findings = await examine(account, [
		fine,
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
		['agent-connect/credentials', 'ok', 'fine'],
		['flex/a', 'unreadable', 'Twilio answered 500 for +*********23.'],
		['flex/b', 'unreadable', expect.stringContaining('not of the documented shape (sid')],
		['flex/c', 'unreadable', expect.stringContaining('TypeError: a bug')],
		['studio/d', 'wrong', 'broken'],
	]);
	expect(findings[4]).toMatchObject({ expected: 'good', advice: 'fix it' });
});

test('checks run side by side', async () => {
	const names = 'abcdefghij'.split('');
	let running = 0;
	// Ends when all of them have begun, which is never if one waits for another.
	const waiting = async () => {
		running++;
		while (running < names.length) await new Promise(setImmediate);
		return ok('');
	};
	await examine(account, [fine, product('flex', ...names.map((name) => check(name, waiting)))]);
	expect(running).toBe(names.length);
});

test('without valid credentials nothing else is asked of Twilio', async () => {
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

test('when the account itself cannot be read, the products are asked all the same', async () => {
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

test('what concerns messaging alone is skipped for those who hand over calls alone', async () => {
	const findings = await examine(account, [
		fine,
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

	test('people get what was found, what should be, what happens otherwise and what to do', () => {
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

	test('machines get the same as JSON, without what setup would write', () => {
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

	test('a note needs no colour and no fault', async () => {
		const [finding] = await examine(account, [
			product(
				'flex',
				check('a', () => note('look')),
			),
		]);
		expect(finding).toMatchObject({ status: 'note', found: 'look' });
	});
});
