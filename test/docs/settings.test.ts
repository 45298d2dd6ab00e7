/** .env.example and the tables of docs/api.md, held to the settings of the source. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTING_NAMES } from '../../src/settings';
import { ROOT } from '../../tools/account/project';

const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const namesIn = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name = '']) => name);

/** TAC's own, which the commands read and the Functions do not. */
const TACS = ['TWILIO_CONVERSATION_CONFIGURATION_ID', 'TWILIO_VOICE_PUBLIC_DOMAIN'];

test('.env.example has every setting once, and no other but those of TAC and of the commands', () => {
	const others = [...TACS, 'TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'HANDOFF_PRODUCTION'];
	const names = namesIn(read('.env.example'), /^([A-Z_]+)=/gm);
	expect(names.toSorted()).toEqual([...SETTING_NAMES, ...others].toSorted());
});

test('the tables of docs/api.md have every setting once, and no other but those of TAC', () => {
	const [, section = ''] = read('docs/api.md').split('\n## Settings\n');
	const firstCells = namesIn(section, /^\| (`[^|]+`) \|/gm);
	const names = firstCells.flatMap((cell) => namesIn(cell, /`([A-Z_]+)`/g));
	expect(names.toSorted()).toEqual([...SETTING_NAMES, ...TACS].toSorted());
});
