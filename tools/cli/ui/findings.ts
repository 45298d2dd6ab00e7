/**
 * Findings for people, and for machines.
 * @module
 */
import type { AccountView } from '../../account/account-view';
import type { Finding, Product, Status } from '../../doctor/engine/check';
import { isHealthy } from '../../doctor/engine/run';
import { commandFor } from '../options';
import { MARKS, type Paint, painter, type Style } from './colors';
import { wrap } from './layout';
import { shown } from './print';

const FINDING_MARKS: Readonly<Record<Status, readonly [string, Style]>> = {
	...MARKS,
	note: ['!', 'yellow'],
	skipped: ['-', 'gray'],
};

/** How to call a number of findings of one status. */
const COUNTED: readonly (readonly [Status, (count: number) => string])[] = [
	['ok', (count) => `${count} passed`],
	['wrong', (count) => `${count} failed`],
	['unreadable', (count) => `${count} could not be read`],
	['note', (count) => `${count} ${count === 1 ? 'warning' : 'warnings'}`],
	['skipped', (count) => `${count} skipped`],
];

const LABEL_WIDTH = 9;

export interface FindingsOptions {
	readonly color: boolean;
	/** How many columns a line may take; no limit unless given. */
	readonly width?: number;
	/** Every check in full, by product, instead of what needs attention first and a line for each product. */
	readonly verbose?: boolean;
}

/** Lines for people: what is wrong first, then a line for each product, then a summary. */
export function findingLines(
	products: readonly Product[],
	findings: readonly Finding[],
	{ color, width = Number.POSITIVE_INFINITY, verbose = false }: FindingsOptions,
): string[] {
	const paint = painter(color);
	const print = { paint, width };
	const body = verbose
		? products.flatMap((product) => inFull(product, findings.map(safe), print))
		: [
				...problemLines(findings, print).flatMap((lines) => [...lines, '']),
				...products.flatMap((product) => productLine(products, product, findings, paint)),
				'',
			];
	return [...body, wrap(summary(findings), width, 0)];
}

interface Print {
	readonly paint: Paint;
	readonly width: number;
}

/**
 * What is not as it should be: failures first, then what could not be read, then warnings.
 * @returns the lines of each
 */
export function problemLines(findings: readonly Finding[], print: Print): string[][] {
	const of = (status: Status) => findings.filter((finding) => finding.status === status).map(safe);
	return [
		...of('wrong').map((finding) => linesOf(finding, print)),
		...unreadableLines(of('unreadable'), print),
		...of('note').map((finding) => linesOf(finding, print)),
	];
}

/** The commands of advice that work on one environment. */
const COMMAND = /\bnpx handoff (deploy|setup|doctor|flow (?:diff|history|pull|rollback))\b/g;

/** The findings, with the commands in their texts as to be typed for the account's environment. */
export function forEnvironment(
	findings: readonly Finding[],
	account: Pick<AccountView, 'environment'>,
): readonly Finding[] {
	const typed = (text: string) => text.replace(COMMAND, (_, command: string) => commandFor(account, command));
	return findings.map((finding) => ({
		...finding,
		found: typed(finding.found),
		impact: typed(finding.impact),
		advice: typed(finding.advice),
	}));
}

/** Each text of a finding is one line. */
function safe(finding: Finding): Finding {
	const { title, found, expected, impact, advice } = finding;
	return {
		...finding,
		title: shown(title),
		found: shown(found),
		expected: shown(expected),
		impact: shown(impact),
		advice: shown(advice),
	};
}

/** One outage is one line, however many checks it keeps from their answers. */
function unreadableLines(findings: readonly Finding[], print: Print): string[][] {
	const groups = new Map<string, Finding[]>();
	for (const finding of findings) {
		// What the check was reading, as in "Twilio answered 500 (reading the flow)."
		const reason = finding.found.replace(/ \([^()]*\)/, '');
		groups.set(reason, [...(groups.get(reason) ?? []), finding]);
	}
	return [...groups].map(([reason, [first, ...others]]) => {
		if (!first) return [];
		if (others.length === 0) return linesOf(first, print);
		const checks = [first, ...others].map(({ check }) => check).join(', ');
		return [
			heading('unreadable', `${others.length + 1} checks could not be read`, reason, print),
			detail(['ID', checks], print),
		];
	});
}

function productLine(
	products: readonly Product[],
	{ id, title }: Product,
	findings: readonly Finding[],
	paint: Paint,
): string[] {
	const own = findings.filter(({ check }) => check.startsWith(`${id}/`));
	if (own.length === 0) return [];
	const worst = (['wrong', 'unreadable', 'note', 'ok', 'skipped'] as const).find((status) =>
		own.some((finding) => finding.status === status),
	);
	const [mark, style] = FINDING_MARKS[worst ?? 'ok'];
	const column = Math.max(...products.map((product) => product.title.length));
	return [`${paint(style, mark)} ${title.padEnd(column)}  ${counts(own)}`];
}

function inFull({ id, title }: Product, findings: readonly Finding[], print: Print): string[] {
	const own = findings.filter(({ check }) => check.startsWith(`${id}/`));
	const [first] = own;
	if (!first) return [];
	const isOneReason =
		own.length > 1 && own.every(({ status, found }) => status === 'skipped' && found === first.found);
	const lines = isOneReason
		? [print.paint('gray', wrap(`- all ${own.length} checks: ${first.found}`, print.width, 4))]
		: own.flatMap((finding) => linesOf(finding, print));
	return [print.paint('bold', title), ...lines, ''];
}

function linesOf(finding: Finding, print: Print): string[] {
	const { status, title, check, found } = finding;
	const head = heading(status, title, found, print);
	if (status === 'ok') return [head];
	if (status === 'skipped') return [print.paint('gray', head)];
	const details: readonly (readonly [string, string])[] = [
		...(status === 'wrong'
			? ([
					['Expected', finding.expected],
					['Impact', finding.impact],
				] as const)
			: []),
		...(status === 'unreadable' ? [] : ([['Fix', howToFix(finding)]] as const)),
		['ID', check],
	];
	return [head, ...details.filter(([, text]) => text !== '').map((each) => detail(each, print))];
}

function heading(status: Status, title: string, found: string, { paint, width }: Print): string {
	const [mark, style] = FINDING_MARKS[status];
	return wrap(`${paint(style, mark)} ${title}: ${found}`, width, 4);
}

function detail([label, text]: readonly [string, string], { paint, width }: Print): string {
	return wrap(`    ${paint('gray', label.padEnd(LABEL_WIDTH))} ${text}`, width, 4 + LABEL_WIDTH + 1);
}

function howToFix({ fixes, advice }: Finding): string {
	return fixes.length === 0 ? advice : `Run npx handoff setup. Or: ${advice}`;
}

function counts(findings: readonly Finding[]): string {
	return COUNTED.flatMap(([status, counted]) => {
		const count = findings.filter((finding) => finding.status === status).length;
		return count === 0 ? [] : [counted(count)];
	}).join(', ');
}

function summary(findings: readonly Finding[]): string {
	const failed = findings.filter(({ status }) => status === 'wrong');
	const fixable = failed.filter(({ fixes }) => fixes.length > 0).length;
	const next = failed.length === fixable ? (fixable === 1 ? 'it' : 'them') : `${fixable} of them`;
	return `${counts(findings)}.${fixable > 0 ? ` Run \`npx handoff setup\` to fix ${next}.` : ''}`;
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
