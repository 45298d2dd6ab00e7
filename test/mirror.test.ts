/** The tests mirror the sources of what is deployed: `src/a/b.ts` has `test/src/a/b.test.ts`, or parts as `b.part.test.ts`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { ROOT } from '../tools/account/project';

/** A file of types alone has nothing to test. */
const hasCode = (file: string) =>
	/^export (?!type\b|interface\b)/m.test(readFileSync(join(ROOT, 'src', file), 'utf8'));
const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
	(file) => file.endsWith('.ts') && hasCode(file),
);

test.each(sources)('src/%s has a test of its path', (source) => {
	const folder = join(ROOT, 'test', 'src', dirname(source));
	const name = basename(source, '.ts');
	const tests = existsSync(folder) ? readdirSync(folder) : [];
	expect(tests.filter((file) => file.startsWith(`${name}.`) && file.endsWith('.test.ts'))).not.toEqual([]);
});
