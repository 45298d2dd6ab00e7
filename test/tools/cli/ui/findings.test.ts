/** What doctor prints: what needs attention first, then a line for each product, then a summary. */
import { exitCodeOf, findingLines, findingsJson, forEnvironment } from '../../../../tools/cli/ui/findings';
import type { Finding, Product, Status } from '../../../../tools/doctor/engine/check';
import { ACCOUNT_SID } from '../../../support/fixtures';

const flex: Product = { id: 'flex', title: 'Flex', checks: [] };
const studio: Product = { id: 'studio', title: 'Studio', checks: [] };

function finding(check: string, status: Status, more: Partial<Finding> = {}): Finding {
	return {
		check,
		title: check.toUpperCase(),
		status,
		found: 'this',
		expected: 'that',
		impact: 'customers wait',
		advice: 'do it',
		fixes: status === 'wrong' ? [{ stage: 'flex', title: 'Fix it', edits: [] }] : [],
		...more,
	};
}

const ALL: readonly Finding[] = [
	finding('flex/a', 'ok'),
	finding('flex/b', 'note'),
	finding('flex/c', 'wrong'),
	finding('studio/d', 'unreadable'),
	finding('studio/e', 'skipped'),
];
const plain = { color: false };

test('doctor prints what is wrong first, and one line for each product that passed', () => {
	expect(findingLines([flex, studio], ALL, plain).join('\n')).toBe(`✗ FLEX/C: this
    Expected  that
    Impact    customers wait
    Fix       Run npx handoff setup. Or: do it
    ID        flex/c

? STUDIO/D: this
    ID        studio/d

! FLEX/B: this
    Fix       do it
    ID        flex/b

✗ Flex    1 passed, 1 failed, 1 warning
? Studio  1 could not be read, 1 skipped

1 passed, 1 failed, 1 could not be read, 1 warning, 1 skipped. Run \`npx handoff setup\` to fix it.`);
});

test('doctor --verbose prints every check, by product', () => {
	const lines = findingLines([flex, studio], ALL, { ...plain, verbose: true }).join('\n');
	expect(lines).toMatch(/^Flex\n✓ FLEX\/A: this\n! FLEX\/B: this\n/);
	expect(lines).toMatch(/\nStudio\n\? STUDIO\/D: this\n {4}ID {8}studio\/d\n- STUDIO\/E: this\n/);
});

test('doctor --verbose prints the reason once when a whole product is skipped for it', () => {
	const skipped = [finding('flex/a', 'skipped'), finding('flex/b', 'skipped')];
	expect(findingLines([flex], skipped, { ...plain, verbose: true })).toContain('- all 2 checks: this');
});

test('checks that could not be read for the same reason are one finding that names them all', () => {
	const found = (doing: string) => ({ found: `Twilio could not be reached (${doing}).` });
	const outage = [
		finding('flex/a', 'unreadable', found('reading the workspace')),
		finding('studio/b', 'unreadable', found('reading the flow')),
		finding('studio/c', 'unreadable', { found: 'Twilio answered 500.' }),
	];
	const heads = findingLines([], outage, plain).filter((line) => line.startsWith('?'));
	expect(heads).toEqual([
		'? 2 checks could not be read: Twilio could not be reached.',
		'? STUDIO/C: Twilio answered 500.',
	]);
	expect(findingLines([], outage, plain)).toContain('    ID        flex/a, studio/b');
});

test.each([
	[1, 1, 'to fix it.'],
	[2, 2, 'to fix them.'],
	[3, 2, 'to fix 2 of them.'],
])('%i failures, %i of them fixable, end with "%s"', (failures, fixable, end) => {
	const findings = Array.from({ length: failures }, (_, index) =>
		finding(`flex/${index}`, 'wrong', index < fixable ? {} : { fixes: [] }),
	);
	expect(findingLines([], findings, plain).at(-1)).toMatch(new RegExp(`\`npx handoff setup\` ${end}$`));
});

test.each([
	[{}, ''],
	[{ HANDOFF_ENVIRONMENT: 'staging' }, ' --environment staging'],
])('the commands in advice are for the environment %j', (environment, option) => {
	const command = finding('flex/a', 'wrong', {
		advice: 'Run npx handoff flow pull. Or overwrite it: npx handoff deploy --force.',
	});
	expect(forEnvironment([command], { environment })[0]?.advice).toBe(
		`Run npx handoff flow pull${option}. Or overwrite it: npx handoff deploy${option} --force.`,
	);
});

test('doctor’s output on a terminal is the plain output with colors', () => {
	const colored = findingLines([flex], ALL, { color: true });
	expect(colored.join('\n')).toContain('\u001b[');
	// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what an escape sequence begins with
	const uncolored = colored.map((line) => line.replace(/\u001b\[\d+m/g, ''));
	expect(uncolored).toEqual(findingLines([flex], ALL, plain));
});

test('a narrow terminal gets a hanging indent', () => {
	const findings = [finding('flex/a', 'wrong', { impact: 'customers wait for a long time' })];
	const lines = findingLines([], findings, { ...plain, width: 30 }).join('\n');
	expect(lines).toContain('    Impact    customers wait\n              for a long time\n');
});

test('JSON has everything but what setup would write', () => {
	expect(JSON.parse(findingsJson(ACCOUNT_SID, [finding('flex/c', 'wrong')]))).toEqual({
		accountSid: ACCOUNT_SID,
		healthy: false,
		findings: [
			{
				check: 'flex/c',
				title: 'FLEX/C',
				status: 'wrong',
				found: 'this',
				expected: 'that',
				impact: 'customers wait',
				advice: 'do it',
				setup: ['Fix it'],
			},
		],
	});
	expect(JSON.parse(findingsJson(undefined, [finding('flex/c', 'unreadable')]))).toMatchObject({
		accountSid: null,
		healthy: null,
	});
});

test.each([
	[0, ['ok', 'note', 'skipped']],
	[1, ['ok', 'wrong', 'unreadable']],
	[2, ['ok', 'unreadable']],
] as const)('exit code %i for findings that are %j', (code, statuses) => {
	expect(exitCodeOf(statuses.map((status) => finding('flex/a', status)))).toBe(code);
});

test.each([true, false])(
	'text out of the account can’t add lines or control the terminal (verbose: %s)',
	(verbose) => {
		const hostile = '\u001b[2J\u001b[32m\n✓ Flex  8 passed\u202e';
		const texts = { title: hostile, found: hostile, expected: hostile, impact: hostile, advice: hostile };
		const all = (['wrong', 'note', 'unreadable'] as const).map((status, index) =>
			finding(`flex/${index}`, status, texts),
		);
		const lines = findingLines([flex], all, { color: false, verbose }).join('\n');
		// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what must not be there
		expect(lines).not.toMatch(/[\u001b\u202e]/);
		expect(lines).not.toMatch(/^✓/m);
		expect(lines).toContain('\\u001b[2J');
	},
);
