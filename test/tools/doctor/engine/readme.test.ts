/** The README's table says which check looks after which step of the guide: all of them, each once. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PRODUCTS } from '../../../../tools/doctor/products';

test('every check has its place in the README’s table of the guide’s steps', () => {
	const readme = readFileSync(join(__dirname, '../../../../README.md'), 'utf8');
	const rows = readme.split('\n').filter((line) => /^\|.*`[a-z-]+\/[a-z-]+`/.test(line));
	const named = rows.flatMap((row) => [...row.matchAll(/`([a-z-]+\/[a-z-]+)`/g)].map(([, name]) => name));
	const checks = PRODUCTS.flatMap(({ id, checks }) => checks.map(({ name }) => `${id}/${name}`));
	expect(named.toSorted()).toEqual(checks.toSorted());
});
