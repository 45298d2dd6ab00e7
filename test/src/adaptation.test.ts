/**
 * What settings adapt, and what is there without them.
 * @module
 */
import { holdMusic, ignoredSettings, priorities, speech, taskTimeout, textFor } from '../../src/adaptation';
import type { SettingName } from '../../src/settings';

test.each<[string, string | undefined, RegExp]>([
	['not set', undefined, /^We are sorry\./],
	['set', 'Bitte rufen Sie später an.', /^Bitte rufen/],
	['malformed', 'Call {{flow.data.x}}', /^We are sorry\./],
])('a text that is %s', (_, value, expected) => {
	const settings = value === undefined ? {} : { HANDOFF_CALL_APOLOGY: value };
	expect(textFor(settings, 'HANDOFF_CALL_APOLOGY')).toMatch(expected);
});

test('there is no greeting unless one is set', () => {
	expect(textFor({}, 'HANDOFF_CALL_GREETING')).toBe('');
});

test.each<[string, object, object]>([
	['nothing set', {}, {}],
	['a language', { HANDOFF_LANGUAGE: 'de-DE' }, { language: 'de-DE' }],
	['one of Amazon’s voices', { HANDOFF_VOICE: 'Polly.Vicki' }, { voice: 'Polly.Vicki' }],
	[
		'one of Amazon’s voices and a language',
		{ HANDOFF_VOICE: 'Polly.Vicki', HANDOFF_LANGUAGE: 'de-DE' },
		{ voice: 'Polly.Vicki', language: 'de-DE' },
	],
	[
		'a voice whose name says another language',
		{ HANDOFF_VOICE: 'Google.de-DE-Neural2-A', HANDOFF_LANGUAGE: 'en-US' },
		{ voice: 'Google.de-DE-Neural2-A', language: 'de-DE' },
	],
	[
		'a voice that the SDK has not',
		{ HANDOFF_VOICE: 'Polly.Nova-Ultra', HANDOFF_LANGUAGE: 'lb-LU' },
		{ voice: 'Polly.Nova-Ultra', language: 'lb-LU' },
	],
	[
		'one of Google’s whose language the SDK has not',
		{ HANDOFF_VOICE: 'Google.eu-ES-Standard-A' },
		{ voice: 'Google.eu-ES-Standard-A', language: 'eu-ES' },
	],
	['a malformed voice', { HANDOFF_VOICE: '"/><Hangup/>', HANDOFF_LANGUAGE: 'de-DE' }, { language: 'de-DE' }],
	['a malformed language', { HANDOFF_LANGUAGE: 'german' }, {}],
])('speech with %s', (_, settings, expected) => {
	expect(speech(settings)).toEqual(expected);
});

test.each<[string | undefined, object | undefined]>([
	[undefined, undefined],
	[
		'https://example.com/a.mp3?x=1&y=2',
		{ waitUrl: 'https://example.com/a.mp3?x=1&y=2', waitUrlMethod: 'GET' },
	],
	['POST https://example.com/hold', { waitUrl: 'https://example.com/hold', waitUrlMethod: 'POST' }],
	['http://example.com/a.mp3', undefined],
	['PUT https://example.com/a.mp3', undefined],
	['/a.mp3', undefined],
	['https://example.com/{{flow.data.x}}', undefined],
])('hold music %s', (value, expected) => {
	expect(holdMusic(value === undefined ? {} : { HANDOFF_HOLD_MUSIC: value })).toEqual(expected);
});

test.each<[string, Record<string, number>]>([
	['vip=50', { low: 0, normal: 10, high: 20, urgent: 30, vip: 50 }],
	['low = 5, Très Urgent=99', { low: 5, normal: 10, high: 20, urgent: 30, 'très urgent': 99 }],
	['vip', { low: 0, normal: 10, high: 20, urgent: 30 }],
	['vip=-1', { low: 0, normal: 10, high: 20, urgent: 30 }],
	['vip=9999999999', { low: 0, normal: 10, high: 20, urgent: 30 }],
	['7=1', { low: 0, normal: 10, high: 20, urgent: 30 }],
])('the words of %s', (value, expected) => {
	expect(Object.fromEntries(priorities({ HANDOFF_PRIORITIES: value }))).toEqual(expected);
});

test.each<[SettingName, string]>([
	['HANDOFF_VOICE', 'alice'],
	['HANDOFF_LANGUAGE', 'german'],
	['HANDOFF_HOLD_MUSIC', 'music.mp3'],
	['HANDOFF_PRIORITIES', 'vip'],
	['HANDOFF_CALL_TIMEOUT', 'ten minutes'],
	['HANDOFF_CALL_APOLOGY', 'x'.repeat(451)],
])('the log names %s when it is malformed', (name, value) => {
	expect(ignoredSettings({ [name]: value, HANDOFF_CALL_GREETING: 'Hello.' })).toEqual({
		ignoredSettings: [name],
	});
});

test('the log says nothing when nothing is malformed', () => {
	expect(ignoredSettings({ HANDOFF_VOICE: 'Polly.Vicki', HANDOFF_FALLBACK_NUMBER: 'none' })).toEqual({});
});

test.each<[string, string | undefined, number]>([
	['not set', undefined, 1_800],
	['set', '600', 600],
	['almost two weeks', '1209599', 1_209_599],
	['malformed', 'ten minutes', 1_800],
	['two weeks, more than a call may wait', '1209600', 1_800],
])('how long a call waits, %s, never fails a handoff', (_, value, seconds) => {
	const some = value === undefined ? {} : { HANDOFF_CALL_TIMEOUT: value };
	expect(taskTimeout(some, 'HANDOFF_CALL_TIMEOUT')).toBe(seconds);
});
