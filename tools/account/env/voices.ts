/**
 * The voices and languages that `<Say>` takes: `SayVoice` and `SayLanguage` of twilio-node 6.2, but for the basic voices
 * (`man`, `woman`, `alice`), which speak only some languages. Twilio's own list grows, so a name that is not here is worth a
 * warning, and no more.
 * @see https://www.twilio.com/docs/voice/twiml/say
 * @module
 */
import { type Settings, wellFormed } from '../../../src/settings';

const LANGUAGES: ReadonlySet<string> = new Set(
	(
		'af-ZA am-ET ar-AE ar-XA arb bg-BG bn-IN ca-ES cmn-CN cmn-TW cs-CZ cy-GB da-DK de-AT de-DE el-GR en-AU ' +
		'en-CA en-GB en-GB-WLS en-IE en-IN en-NZ en-US en-ZA es-ES es-MX es-US fi-FI fil-PH fr-CA fr-FR fr-BE ' +
		'gu-IN he-IL hi-IN hu-HU id-ID is-IS it-IT ja-JP kn-IN ko-KR lv-LV ml-IN mr-IN ms-MY nb-NO nl-BE nl-NL ' +
		'pa-IN pl-PL pt-BR pt-PT ro-RO ru-RU sk-SK sr-RS sv-SE ta-IN te-IN th-TH tr-TR uk-UA vi-VN yue-HK zh-CN ' +
		'zh-HK zh-TW'
	).split(' '),
);

/** Amazon's, by what stands behind the name. */
const POLLY: Readonly<Record<string, string>> = {
	'':
		'Aditi Amy Astrid Bianca Brian Camila Carla Carmen Celine Chantal Conchita Cristiano Dora Emma Enrique ' +
		'Ewa Filiz Geraint Giorgio Gwyneth Hans Ines Ivy Jacek Jan Joanna Joey Justin Karl Kendra Kevin Kimberly ' +
		'Lea Liv Lotte Lucia Lupe Mads Maja Marlene Mathieu Matthew Maxim Mia Miguel Mizuki Naja Nicole Penelope ' +
		'Raveena Ricardo Ruben Russell Salli Seoyeon Takumi Tatyana Vicki Vitoria Zeina Zhiyu',
	'-Neural':
		'Adriano Amy Andres Aria Arlet Arthur Ayanda Bianca Brian Burcu Camila Daniel Danielle Elin Emma ' +
		'Gabrielle Gregory Hala Hannah Hiujin Ida Ines Isabelle Ivy Joanna Joey Justin Kajal Kazuha Kendra Kevin ' +
		'Kimberly Laura Lea Liam Lisa Lucia Lupe Matthew Mia Niamh Ola Olivia Pedro Remi Ruth Salli Seoyeon ' +
		'Sergio Sofie Stephen Suvi Takumi Thiago Tomoko Vicki Vitoria Zayd Zhiyu',
	'-Generative':
		'Amy Andres Ayanda Bianca Daniel Danielle Joanna Kajal Lea Lucia Lupe Matthew Mía Olivia Pedro Rémi Ruth ' +
		'Sergio Stephen Vicki',
};

/** Google's: languages, and for each kind the letters of its voices. */
const GOOGLE: readonly (readonly [languages: string, kinds: string])[] = [
	['af-ZA sr-RS', 'Standard:A'],
	['am-ET cs-CZ el-GR fi-FI ro-RO sk-SK', 'Standard:AB Wavenet:AB'],
	['ar-XA bn-IN cmn-CN gu-IN id-ID kn-IN ml-IN ta-IN', 'Chirp3-HD Standard:ABCD Wavenet:ABCD'],
	['bg-BG ca-ES eu-ES gl-ES is-IS lt-LT lv-LV', 'Standard:AB'],
	['cmn-TW', 'Standard:ABC Wavenet:ABC'],
	['da-DK', 'Neural2:DF Standard:ACDEFG Wavenet:ACDEFG'],
	['de-DE', 'Chirp3-HD Neural2:ABCDFGH Standard:ABCDEFGH Wavenet:ABCDEFGH'],
	['en-AU fr-CA', 'Chirp3-HD Neural2:ABCD Standard:ABCD Wavenet:ABCD'],
	['en-GB', 'Chirp3-HD Neural2:ABCDFNO Standard:ABCDFNO Wavenet:ABCDFNO'],
	['en-IN hi-IN', 'Chirp3-HD Neural2:ABCD Standard:ABCDEF Wavenet:ABCDEF'],
	['en-US', 'Chirp3-HD Neural2:ACDEFGHIJ Standard:ABCDEFGHIJ Wavenet:ABCDEFGHIJ'],
	['es-ES', 'Chirp3-HD Neural2:ABCDEFGH Standard:ABCDEFGH Wavenet:BCDEFGH'],
	['es-US', 'Chirp3-HD Neural2:ABC Standard:ABC Wavenet:ABC'],
	['fil-ph', 'Neural2:AD'],
	['fil-PH he-IL ms-MY nl-BE pa-IN', 'Standard:ABCD Wavenet:ABCD'],
	['fr-FR', 'Chirp3-HD Neural2:ABCDEFG Standard:ABCDEFG Wavenet:ABCDEFG'],
	['hu-HU', 'Standard:AB Wavenet:A'],
	['it-IT', 'Chirp3-HD Neural2:ACF Standard:ABCDEF Wavenet:ABCDEF'],
	['ja-JP', 'Chirp3-HD Neural2:BCD Standard:ABCD Wavenet:ABCD'],
	['ko-KR', 'Chirp3-HD Neural2:ABC Standard:ABCD Wavenet:ABCD'],
	['mr-IN', 'Chirp3-HD Standard:ABC Wavenet:ABC'],
	['nb-NO sv-SE', 'Standard:ABCDEFG Wavenet:ABCDEFG'],
	['nl-NL pl-PL', 'Chirp3-HD Standard:ABCDEFG Wavenet:ABCDEFG'],
	['pt-BR', 'Chirp3-HD Neural2:ABC Standard:ABCDE Wavenet:ABCDE'],
	['pt-PT', 'Standard:ABCDEF Wavenet:ABCDEF'],
	['ru-RU tr-TR', 'Chirp3-HD Standard:ABCDE Wavenet:ABCDE'],
	['te-IN', 'Chirp3-HD Standard:ABCD'],
	['th-TH', 'Chirp3-HD Neural2:C Standard:A'],
	['uk-UA', 'Standard:A Wavenet:A'],
	['vi-VN', 'Chirp3-HD Neural2:AD Standard:ABCD Wavenet:ABCD'],
	['yue-HK', 'Standard:ABCD'],
];
const CHIRP = 'Aoede Charon Fenrir Kore Leda Orus Puck Zephyr'.split(' ');

const VOICES: ReadonlySet<string> = new Set([
	...Object.entries(POLLY).flatMap(([kind, names]) => names.split(' ').map((name) => `Polly.${name}${kind}`)),
	...GOOGLE.flatMap(([languages, kinds]) =>
		languages.split(' ').flatMap((language) => kinds.split(' ').flatMap((kind) => voicesOf(language, kind))),
	),
]);

function voicesOf(language: string, kind: string): string[] {
	const [name = '', letters] = kind.split(':');
	return (letters?.split('') ?? CHIRP).map((voice) => `Google.${language}-${name}-${voice}`);
}

/** Whether twilio-node 6.2 has this voice. */
export function isVoice(name: string): boolean {
	return VOICES.has(name);
}

/** Whether twilio-node 6.2 has this language. */
export function isLanguage(name: string): boolean {
	return LANGUAGES.has(name);
}

/** A sentence for each well-formed voice and language that twilio-node 6.2 has not: misspelled, or newer. */
export function unknownSpeech(settings: Settings): string[] {
	const rules = [
		['HANDOFF_VOICE', isVoice],
		['HANDOFF_LANGUAGE', isLanguage],
	] as const;
	return rules.flatMap(([name, isKnown]) => {
		const value = wellFormed(settings, name);
		return value === undefined || isKnown(value)
			? []
			: [
					`${name} (${JSON.stringify(value)}) is not among the names in twilio-node 6.2. It is passed on to Twilio as it is; check its spelling.`,
				];
	});
}
