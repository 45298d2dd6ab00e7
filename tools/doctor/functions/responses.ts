/**
 * The live Functions' responses to the smoke test, requested once for all checks.
 * @module
 */
import type { AccountView, SmokeCheck } from '../../account/account-view';
import type { Deployment } from '../../account/deployed';
import { type Observation, ok, skipped, wrong } from '../engine/check';
import { DEPLOY } from '../engine/fix';

/** How many wrong responses are shown. */
const SHOWN = 2;

type Look = (live: Deployment, responses: readonly SmokeCheck[]) => Observation | Promise<Observation>;

/** Looks at the responses of deployed Functions. Without any, `functions/deployed` reports it. */
export async function lookAtResponses(account: AccountView, look: Look): Promise<Observation> {
	const live = await account.project.deployment();
	if (!live) return skipped('not deployed; see functions/deployed');
	return look(live, await account.once('functions/smoke-test', () => account.project.smokeTest(live)));
}

/** Looks at the responses if any is right. Otherwise nothing else is known, and `functions/reachable` reports it. */
export function lookAtReachable(account: AccountView, look: Look): Promise<Observation> {
	return lookAtResponses(account, (live, responses) =>
		responses.some((response) => response.ok)
			? look(live, responses)
			: skipped('not reachable; see functions/reachable'),
	);
}

/** Judges the responses to the requests about one thing. */
export function judge(
	responses: readonly SmokeCheck[],
	about: SmokeCheck['about'],
	good: string,
): Observation {
	const own = responses.filter((response) => response.about === about);
	const bad = own.filter((response) => !response.ok && !response.isCrash);
	// A crash says nothing about credentials, settings or the version.
	const isUnknown = own.some((response) => response.isCrash);
	if (bad.length === 0) return isUnknown ? skipped('the Functions crash; see functions/reachable') : ok(good);
	return wrong(inWords(bad), { fixes: [DEPLOY] });
}

/** The first wrong responses in full, and how many more there are. */
export function inWords(bad: readonly SmokeCheck[]): string {
	const shown = bad.slice(0, SHOWN).map(({ name, found }) => `${name}: found ${found}`);
	const more = bad.length > shown.length ? [`and ${bad.length - shown.length} more`] : [];
	return [...shown, ...more].join('; ');
}
