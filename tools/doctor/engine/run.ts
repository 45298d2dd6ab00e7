/**
 * Runs all checks.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { ZodError } from 'zod';
import { HandoffError } from '../../../src/http/errors';
import { redact } from '../../../src/redact';
import type { AccountView } from '../../account/account-view';
import { isForReader } from '../../account/errors';
import type { Check, Finding, Observation, Product } from './check';

/** Runs first: if Twilio rejects the credentials, nothing else can be read. */
const GATE = 'agent-connect/credentials';
const HEAD_START_MS = 3_000;

/**
 * Runs every check, in parallel: one that fails or hangs doesn't affect the others. Changes nothing.
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
	// If it hangs, the others start anyway.
	const first = await Promise.race([asked, sleep(HEAD_START_MS, undefined, { ref: false })]);
	const isShut = first?.status === 'wrong' || first?.status === 'skipped';
	return Promise.all(
		all.map(({ check, name }) => {
			if (asked && name === GATE) return asked;
			if (isShut && !check.offline) {
				return finding(check, name, {
					status: 'skipped',
					found: 'requires valid credentials',
				});
			}
			return run(account, check, name);
		}),
	);
}

async function run(account: AccountView, check: Check, name: string): Promise<Finding> {
	if (check.only && !account.handsOver(check.only)) {
		return finding(check, name, { status: 'skipped', found: `applies to ${check.only} only` });
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
	// An error while a response is read was reported as a failure of Twilio.
	const cause = error instanceof HandoffError && error.cause !== undefined ? error.cause : error;
	if (cause instanceof ZodError) {
		const [issue] = cause.issues;
		return `Twilio’s response doesn’t match the documented schema (${issue?.path.join('.')}: ${issue?.message})`;
	}
	const isOurs = cause instanceof TypeError && !('code' in cause);
	if (isForReader(error) && !isOurs) return error.message;
	return `the check itself failed (${cause instanceof Error ? `${cause.name}: ${cause.message}` : 'unknown'}). This is a bug; please report it`;
}

/** Whether the account is ready for handoffs; `undefined` when that is unknown. */
export function isHealthy(findings: readonly Finding[]): boolean | undefined {
	if (findings.some(({ status }) => status === 'wrong')) return false;
	return findings.some(({ status }) => status === 'unreadable') ? undefined : true;
}
