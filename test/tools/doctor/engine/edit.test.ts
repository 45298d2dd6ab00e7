/** Edits: applied, inverted, and shown. */
import { applyEdit, describeEdit, inverseOf } from '../../../../tools/doctor/engine/edit';
import type { ListEdit, SetEdit } from '../../../../tools/doctor/engine/fix';
import { failureOf } from '../../../support/fakes';

const ID = 'conv_configuration_01k2p8w6e4t3y2u1i0o9p8a7sd';
const set = (path: string[], more: Partial<SetEdit>): SetEdit => ({
	edit: 'set',
	resource: 'orchestrator-configuration',
	id: ID,
	path,
	...more,
});
const list = (path: string[], remove: ListEdit['remove'], add: ListEdit['add']): ListEdit => ({
	edit: 'list',
	resource: 'orchestrator-configuration',
	id: ID,
	path,
	remove,
	add,
});

describe('applying an edit', () => {
	test('a value is set and everything else stays', () => {
		const whole = { a: { b: 1, c: 2 }, future: ['kept'] };
		const edit = set(['a', 'b'], { before: 1, after: 3 });
		expect(applyEdit(whole, edit)).toEqual({ a: { b: 3, c: 2 }, future: ['kept'] });
		expect(whole.a.b).toBe(1);
	});

	test('missing objects on the path are created', () => {
		const edit = set(['channelSettings', 'VOICE', 'statusTimeouts'], { after: null });
		expect(applyEdit({}, set(['x', 'y'], { after: 'z' }))).toEqual({ x: { y: 'z' } });
		// To Twilio, a missing value and null are the same.
		expect(applyEdit({ channelSettings: {} }, edit)).toEqual({ channelSettings: {} });
	});

	test('without `after` the value is removed', () => {
		expect(applyEdit({ a: 1, b: 2 }, set(['a'], { before: 1 }))).toEqual({ b: 2 });
	});

	test('a value that was changed meanwhile is not overwritten, and both values are in the error', async () => {
		const edit = set(['bridge'], { before: 'IS1', after: 'IS2' });
		const error = await failureOf(() => applyEdit({ bridge: 'IS3' }, edit));
		expect(String(error)).toMatch(/bridge .*IS3.*IS1/);
	});

	test('when there is nothing to change, the result is the same object', () => {
		const whole = { bridge: 'IS2', list: [{ url: 'x' }] };
		expect(applyEdit(whole, set(['bridge'], { before: 'IS1', after: 'IS2' }))).toBe(whole);
		expect(applyEdit(whole, list(['list'], [{ url: 'gone' }], [{ url: 'x' }]))).toBe(whole);
	});

	test('an empty text and a missing value are the same', () => {
		const edit = set(['FLOW'], { after: 'FW1' });
		expect(applyEdit({ FLOW: '' }, edit)).toEqual({ FLOW: 'FW1' });
		expect(applyEdit({}, set(['FLOW'], { before: 'FW1', after: '' }))).toEqual({});
	});

	test('of a list, only the values in the edit change', () => {
		const rules = [
			{ from: '*', to: 'a' },
			{ from: '*', to: 'b' },
			{ from: 'a', to: '*' },
		];
		const edit = list(['rules'], [rules[0] ?? null, rules[2] ?? null], ['new']);
		expect(applyEdit({ rules }, edit)).toEqual({ rules: [rules[1], 'new'] });
		expect(applyEdit({}, list(['rules'], [], ['new']))).toEqual({ rules: ['new'] });
	});
});

test.each([
	[{ a: 1 }, set(['a'], { before: 1, after: 2 })],
	[{ a: 1 }, set(['a'], { before: 1 })],
	[{ b: 1 }, set(['a'], { after: 2 })],
	[{ l: [1, 2] }, list(['l'], [1], [3])],
])('%j is restored by the inverse of an edit', (whole, edit) => {
	const after = applyEdit(applyEdit(whole, edit), inverseOf(edit));
	expect(after).toEqual('l' in whole ? { l: [2, 1] } : whole);
});

test('an edit is shown with the values before and after, without secrets and phone numbers', () => {
	const lines = [
		set(['conversationsV1Bridge', 'serviceId'], { after: 'IS1' }),
		list(['rules'], [{ from: '*', to: '+15005550006' }], []),
		list(['statusCallbacks'], [], [{ url: 'https://hooks.example.com/services/T0AB12345/x' }]),
		set(['voiceUrl'], { before: 'https://kim:pass@old.example.com/x?token=abc', after: '' }),
	].flatMap((edit) => describeEdit(edit, 'Configuration'));
	expect(lines).toEqual([
		`Configuration ${ID} conversationsV1Bridge.serviceId: (none) → IS1`,
		`Configuration ${ID} rules: − {"from":"*","to":"+*********06"}`,
		`Configuration ${ID} statusCallbacks: + {"url":"https://hooks.example.com/services/…/x"}`,
		`Configuration ${ID} voiceUrl: https://old.example.com/x?… → (none)`,
	]);
});

test('a new resource is shown completely, a line for each part', () => {
	const rules = [{ on: 'END' }, { on: 'INACTIVE', parameters: { key: 'secret' } }];
	const value = { displayName: 'Summaries', rules };
	const edit = { edit: 'create', resource: 'intelligence-configuration', value } as const;
	expect(describeEdit(edit, 'Configuration')).toEqual([
		'Configuration, new: displayName Summaries',
		'Configuration, new: rules {"on":"END"}',
		'Configuration, new: rules {"on":"INACTIVE","parameters":"…"}',
	]);
});
