/** The engine of doctor: checks side by side, and what becomes of one that fails. */
import twilio from 'twilio';
import { z } from 'zod';
import { AccountView } from '../../../../tools/account/account-view';
import { asking } from '../../../../tools/account/asking';
import { SetupError } from '../../../../tools/account/errors';
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
		['flex/b', 'unreadable', expect.stringContaining('(sid: ')],
		['flex/c', 'unreadable', expect.stringContaining('TypeError: a bug')],
		['studio/d', 'wrong', 'broken'],
	]);
	expect(findings[4]).toMatchObject({ expected: 'good', advice: 'fix it' });
});

test.each<[string, () => unknown, string]>([
	['a bug in a check', () => Reflect.get(Object(undefined), 'x').y, 'TypeError'],
	['a response of another shape', () => z.object({ sid: z.string() }).parse({}), '(sid: '],
	['no network', () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })), 'reading it'],
])('%s while Twilio is read is reported as what it is', async (_, read, found) => {
	const look = async () => {
		await asking('reading it', async () => read());
		return ok('');
	};
	const [, finding] = await examine(account, [fine, product('flex', check('a', look))]);
	expect(finding).toMatchObject({ status: 'unreadable', found: expect.stringContaining(found) });
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

test.each([
	[true, ['ok', 'note', 'skipped']],
	[false, ['ok', 'wrong', 'unreadable']],
	[undefined, ['ok', 'unreadable']],
] as const)('healthy is %s for findings that are %j', (healthy, statuses) => {
	const findings = statuses.map((status): Finding => {
		return { check: 'a/b', title: 'A', status, found: '', expected: '', impact: '', advice: '', fixes: [] };
	});
	expect(isHealthy(findings)).toBe(healthy);
});

test('a note is no fault', async () => {
	const [finding] = await examine(account, [
		product(
			'flex',
			check('a', () => note('look')),
		),
	]);
	expect(finding).toMatchObject({ status: 'note', found: 'look' });
});
