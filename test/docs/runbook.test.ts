/** docs/runbook.md, held to the verdicts of a trace. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../tools/account/project';
import { CALL } from '../../tools/trace/rules/call';
import { CHAT, FOUND } from '../../tools/trace/rules/chat';
import { FLOW } from '../../tools/trace/rules/flow';
import { TASK } from '../../tools/trace/rules/task';

test('every verdict on a failed handoff has its row', () => {
	const rows = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8').split('\n');
	const causes = rows.flatMap((row) => (/^\| (`[^|]+`) \|/.exec(row)?.[1] ?? '').match(/\w+/g) ?? []);
	const wrong = [...FOUND, ...CHAT, ...CALL, ...FLOW, ...TASK].filter(({ status }) => status === 'wrong');
	expect(new Set(causes)).toEqual(new Set(wrong.map(({ id }) => id)));
});
