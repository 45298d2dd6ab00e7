/**
 * Looks at a whole account.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ZodError } from 'zod';
import { HandoffError } from '../../../src/http/errors';
import { redact } from '../../../src/redact';
import type { AccountView } from '../../account/account-view';
import { SetupError } from '../../account/errors';
import type { Check, Finding, Observation, Product } from './check';

/** The check that comes first: nothing else can be read with credentials that Twilio refuses. */
const GATE = 'agent-connect/credentials';
const HEAD_START_MS = 3_000;

/**
 * Runs every check, side by side: one that fails does not keep another from its answer. Changes nothing.
 * @returns a finding for each check, in the order of the products
 */
export async function examine(
	account: AccountView,
	products: readonly Product[],
): Promise<readonly Finding[]> {
	const all = products.flatMap(({ id, checks }) =>
		checks.map((check) => ({ check, name: `${id}/${check.name}` })),
	);
	const gate = all.find(({ name }) => name === GATE);
	const asked = gate && run(account, gate.check, gate.name);
	// One that hangs is no reason to keep the others from their answers.
	const first = await Promise.race([asked, sleep(HEAD_START_MS, undefined, { ref: false })]);
	const isShut = first?.status === 'wrong' || first?.status === 'skipped';
	return Promise.all(
		all.map(({ check, name }) => {
			if (asked && name === GATE) return asked;
			if (isShut && !check.offline) {
				return finding(check, name, {
					status: 'skipped',
					found: 'cannot be read without valid credentials',
				});
			}
			return run(account, check, name);
		}),
	);
}

async function run(account: AccountView, check: Check, name: string): Promise<Finding> {
	if (check.only && !account.handsOver(check.only)) {
		return finding(check, name, { status: 'skipped', found: `is about ${check.only} alone` });
	}
	try {
		return finding(check, name, await check.look(account));
	} catch (error) {
		return finding(check, name, { status: 'unreadable', found: redact(whyUnreadable(error)) });
	}
}

function finding(
	{ title, expected, impact, advice }: Check,
	name: string,
	observation: Observation | { readonly status: 'unreadable'; readonly found: string },
): Finding {
	return { check: name, title, expected, impact, advice, fixes: [], ...observation };
}

function whyUnreadable(error: unknown): string {
	if (error instanceof HandoffError || error instanceof SetupError) return error.message;
	if (error instanceof ZodError) {
		const [issue] = error.issues;
		return `Twilio’s answer is not of the documented shape (${issue?.path.join('.')}: ${issue?.message})`;
	}
	return `this check itself failed (${error instanceof Error ? `${error.name}: ${error.message}` : 'unknown'}); please report it`;
}

/** Whether the account is fit for handoffs; `undefined` when that cannot be told. */
export function isHealthy(findings: readonly Finding[]): boolean | undefined {
	if (findings.some(({ status }) => status === 'wrong')) return false;
	return findings.some(({ status }) => status === 'unreadable') ? undefined : true;
}
