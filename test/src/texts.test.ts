/**
 * What customers hear and read, with settings and without.
 * @module
 */
import { holdMusic, speech, textFor } from '../../src/texts';

test.each<[string, string | undefined, RegExp]>([
	['not set', undefined, /^We're sorry/],
	['set', 'Bitte rufen Sie später an.', /^Bitte rufen/],
	['malformed', 'Call {{flow.data.x}}', /^We're sorry/],
])('a text whose setting is %s is the team’s own if well-formed, else the default', (_, value, expected) => {
	const settings = value === undefined ? {} : { HANDOFF_CALL_APOLOGY: value };
	expect(textFor(settings, 'HANDOFF_CALL_APOLOGY')).toMatch(expected);
});

test('callers hear no greeting unless one is set', () => {
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
])('with %s, Say gets the voice and language that Twilio accepts', (_, settings, expected) => {
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
])(
	'the hold music setting %s becomes a wait URL with its method, or none when malformed',
	(value, expected) => {
		expect(holdMusic(value === undefined ? {} : { HANDOFF_HOLD_MUSIC: value })).toEqual(expected);
	},
);
