/** A flow template that was broken, by hand or by a merge, is reported, and keeps no command from starting. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from '../../../tools/account/errors';
import { ROOT, readTemplate, whyUncommitted } from '../../../tools/account/project';
import { failureOf } from '../../support/fakes';

const folder = mkdtempSync(join(tmpdir(), 'handoff-template-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CONFLICT = '{\n<<<<<<< HEAD\n\t"description": "a"\n=======\n\t"description": "b"\n>>>>>>> theirs\n}';

test.each([
	[
		'a merge conflict',
		CONFLICT,
		/flow\.json is not valid JSON: line 2 has a merge conflict marker \(<<<<<<< HEAD\)\./,
	],
	['the middle of one', '{\r\n\t"a": 1\r\n=======\r\n}', /line 3 has a merge conflict marker \(=======\)/],
	[
		'a comma too many, where Node tells the place',
		'{\n\t"a": 1,\n}',
		/is not valid JSON: line 3, column 1: .*position 11/,
	],
	['a slip of which Node tells no place', '{\n\t"a": b }', /is not valid JSON: Unexpected token 'b'/],
	['nothing', '', /is not valid JSON: Unexpected end of JSON input/],
])('a flow template with %s is a SetupError that names file and line', async (_, text, message) => {
	const file = join(folder, 'flow.json');
	writeFileSync(file, text);
	const failure = await failureOf(() => readTemplate(file));
	expect(failure).toBeInstanceOf(SetupError);
	expect(failure).toMatchObject({ message: expect.stringMatching(message) });
});

test('whyUncommitted is undefined for a committed file only', () => {
	expect(whyUncommitted(join(ROOT, 'LICENSE'))).toBeUndefined();
	const ignored = join(ROOT, 'node_modules', 'zod', 'package.json');
	expect(whyUncommitted(ignored)).toBe('has uncommitted changes');
	expect(whyUncommitted(join(folder, 'flow.json'))).toBe('is not in git');
});

test('nothing that a command imports takes the template along', async () => {
	jest.doMock('../../../studio/agent-handoff.json', () => {
		throw new SyntaxError('a merge conflict');
	});
	// Drawing is a command of its own, of this file alone.
	const files = readdirSync(join(ROOT, 'studio'), { recursive: true, encoding: 'utf8' }).filter(
		(name) => name.endsWith('.ts') && !name.endsWith('draw.ts'),
	);
	await jest.isolateModulesAsync(async () => {
		for (const file of files) await import(join(ROOT, 'studio', file));
		await import('../../../tools/doctor/project-view');
	});
	expect(files).toContain(join('render', 'render.ts'));
});
