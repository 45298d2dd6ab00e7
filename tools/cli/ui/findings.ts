/**
 * Findings for people, and for machines.
 * @module
 */
import type { Finding, Product, Status } from '../../doctor/engine/check';
import { isHealthy } from '../../doctor/engine/run';
import { detail, MARKS, type Paint, painter, type Style } from './colors';

const FINDING_MARKS: Readonly<Record<Status, readonly [string, Style]>> = {
	...MARKS,
	note: ['·', 'yellow'],
	skipped: ['-', 'gray'],
};

/** Lines for people: a block a product, a line for what is well, four more for what is not. */
export function findingLines(
	products: readonly Product[],
	findings: readonly Finding[],
	color: boolean,
): string[] {
	const paint = painter(color);
	const lines = products.flatMap(({ id, title }) => {
		const own = findings.filter(({ check }) => check.startsWith(`${id}/`));
		if (own.length === 0) return [];
		const [first] = own;
		const isOneStory =
			own.length > 1 && own.every(({ status, found }) => status === 'skipped' && found === first?.found);
		const lines = isOneStory
			? [paint('gray', `  - all ${own.length} checks: ${first?.found}`)]
			: own.flatMap((finding) => linesOf(finding, paint));
		return [paint('bold', title), ...lines, ''];
	});
	return [...lines, ...summaryLines(findings)];
}

function linesOf(finding: Finding, paint: Paint): string[] {
	const { status, title, check, found } = finding;
	const [mark, style] = FINDING_MARKS[status];
	const head = `  ${paint(style, mark)} ${title}: ${found}`;
	if (status === 'ok') return [head];
	if (status === 'skipped') return [paint('gray', `  ${mark} ${title}: ${found}`)];
	if (status === 'unreadable') return [head, `      ${detail(paint, 10, 'check', check)}`];
	const details: readonly (readonly [string, string])[] =
		status === 'note'
			? [['to do', finding.advice]]
			: [
					['should be', finding.expected],
					['otherwise', finding.impact],
					['to fix', toFix(finding)],
					['check', check],
				];
	return [
		head,
		...details
			.filter(([, text]) => text !== '')
			.map(([label, text]) => `      ${detail(paint, 10, label, text)}`),
	];
}

function toFix({ fixes, advice }: Finding): string {
	if (fixes.length === 0 || advice.startsWith('npm run setup')) return advice;
	return `npm run setup, which shows it first and asks. Or by hand: ${advice}`;
}

function summaryLines(findings: readonly Finding[]): string[] {
	const count = (status: Status) => findings.filter((finding) => finding.status === status).length;
	const parts = [
		`${count('ok')} of ${findings.length} checks are fine`,
		...(count('wrong') > 0 ? [`${count('wrong')} found something wrong`] : []),
		...(count('unreadable') > 0 ? [`${count('unreadable')} could not be read`] : []),
		...(count('note') > 0 ? [`${count('note')} for you to look at`] : []),
		...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
	];
	const fixable = findings.filter(({ status, fixes }) => status === 'wrong' && fixes.length > 0).length;
	return [
		`${parts.join(', ')}.`,
		...(fixable > 0 ? [`npm run setup can fix ${fixable === 1 ? 'one' : fixable} of them.`] : []),
	];
}

/** For machines: everything but the edits themselves. */
export function findingsJson(accountSid: string | undefined, findings: readonly Finding[]): string {
	const healthy = isHealthy(findings) ?? null;
	const plain = findings.map(({ fixes, ...finding }) => ({
		...finding,
		setup: fixes.map(({ title }) => title),
	}));
	return JSON.stringify({ accountSid: accountSid ?? null, healthy, findings: plain }, undefined, 2);
}

/** 0: fit for handoffs. 1: something is wrong. 2: nothing is known to be wrong, and something could not be read. */
export function exitCodeOf(findings: readonly Finding[]): number {
	const healthy = isHealthy(findings);
	return healthy === undefined ? 2 : healthy ? 0 : 1;
}
