/**
 * The voices and languages of `<Say>`, held to the SDK's own lists.
 * @module
 */
import { readFileSync } from 'node:fs';
import { requireSetting, type Settings } from '../../../../src/settings';
import { isLanguage, isVoice, unknownSpeech } from '../../../../tools/account/env/voices';

const TYPES = readFileSync(require.resolve('twilio/lib/twiml/VoiceResponse.d.ts'), 'utf8');

function namesOf(type: string): string[] {
	const [, union = ''] = new RegExp(`type ${type} = ([^;]*);`).exec(TYPES) ?? [];
	return [...union.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name);
}

/** They speak only some languages. */
const BASIC = ['man', 'woman', 'alice'];
const VOICES = namesOf('SayVoice').filter((name) => !BASIC.includes(name));

test('every voice that the SDK lists is accepted, but for the basic ones', () => {
	expect(VOICES.length).toBeGreaterThan(800);
	expect(VOICES.filter((name) => !isVoice(name))).toEqual([]);
	expect(BASIC.filter(isVoice)).toEqual([]);
});

test('a voice with another letter or of another engine is not accepted', () => {
	const others = VOICES.flatMap((name) => [`${name}x`, name.replace(/.$/, 'Z'), name.replace('.', '-')]);
	const kinds = VOICES.flatMap((name) =>
		['', '-Neural', '-Generative'].map((kind) => name.replace(/-(Neural|Generative)$|$/, kind)),
	);
	const known = new Set(VOICES);
	expect([...others, ...kinds].filter((name) => isVoice(name) && !known.has(name))).toEqual([]);
});

test('every language that the SDK lists is accepted, and nothing else', () => {
	const languages = namesOf('SayLanguage');
	expect(languages.length).toBeGreaterThan(40);
	expect(languages.filter((name) => !isLanguage(name))).toEqual([]);
	expect(['en', 'EN-US', 'xx-XX', ''].filter(isLanguage)).toEqual([]);
});

test('every voice and language of the SDK is well-formed', () => {
	for (const name of VOICES) expect(requireSetting({ HANDOFF_VOICE: name }, 'HANDOFF_VOICE')).toBe(name);
	for (const name of namesOf('SayLanguage')) {
		expect(requireSetting({ HANDOFF_LANGUAGE: name }, 'HANDOFF_LANGUAGE')).toBe(name);
	}
});

test.each<[string, Settings, RegExp[]]>([
	['nothing set', {}, []],
	['known names', { HANDOFF_VOICE: 'Polly.Vicki', HANDOFF_LANGUAGE: 'de-DE' }, []],
	['a misspelled voice', { HANDOFF_VOICE: 'Polly.Jonna' }, [/^HANDOFF_VOICE \("Polly\.Jonna"\)/]],
	['a newer language', { HANDOFF_LANGUAGE: 'lb-LU' }, [/^HANDOFF_LANGUAGE \("lb-LU"\)/]],
	['malformed names, which are errors', { HANDOFF_VOICE: 'alice', HANDOFF_LANGUAGE: 'german' }, []],
])('%s', (_, settings, warnings) => {
	expect(unknownSpeech(settings)).toEqual(warnings.map((each) => expect.stringMatching(each)));
});
