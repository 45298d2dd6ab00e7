/**
 * Studio's Liquid engine is not published: whatever the flow writes has to come out the same in others. Here our own
 * renderer (liquidjs) and python-liquid render every template of the flow.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import template from '../../studio/agent-handoff.json';
import { stringsIn } from '../../studio/json';
import { createRenderer } from '../../studio/render/liquid';
import { contexts } from './contexts';

const python = process.env.TEST_PYTHON;
if (python === undefined)
	throw new Error('Run this through `npm run test:liquid`, which installs the engine.');

const templates = [...new Set(stringsIn(template.states).map(([, text]) => text))].filter((text) =>
	/\{[{%]/.test(text),
);
const render = createRenderer();
const cases = contexts.flatMap(([, context]) =>
	templates.map((each) => ({ template: each, context, expected: render(each, context) })),
);
// For yet another engine: the cases and what liquidjs makes of them.
if (process.env.LIQUID_CASES !== undefined) writeFileSync(process.env.LIQUID_CASES, JSON.stringify(cases));

const { stdout, stderr, status } = spawnSync(python, [join(__dirname, 'render.py')], {
	input: JSON.stringify(cases),
	encoding: 'utf8',
	maxBuffer: 1 << 28,
});
if (status !== 0) throw new Error(stderr);
const rendered: unknown = JSON.parse(stdout);
const texts: readonly unknown[] = Array.isArray(rendered) ? rendered : [];

/** JSON as what it says, so that white space and escapes do not count; anything else as it is. */
function read({ template }: (typeof cases)[number], text: unknown): unknown {
	return template.includes('to_json') ? { json: JSON.parse(String(text)) } : text;
}

test.each(contexts.map(([name], index) => [name, index] as const))(
	'%s: both engines write the same',
	(_, index) => {
		const from = index * templates.length;
		const some = cases.slice(from, from + templates.length);
		const results = (of: (position: number) => unknown) =>
			some.map((each, position) => ({ template: each.template, text: read(each, of(position)) }));
		expect(results((position) => texts[from + position])).toEqual(
			results((position) => some[position]?.expected),
		);
	},
);

test('every template was rendered in every context', () => {
	expect(texts).toHaveLength(contexts.length * templates.length);
	expect(contexts.length).toBeGreaterThanOrEqual(20);
});
