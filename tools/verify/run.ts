/**
 * Runs probes, and always removes what they created.
 * @module
 */
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { isRecord } from '../../studio/json';
import { isForReader } from '../account/errors';
import type { Lab } from './lab';
import { type Answer, open, type Probe } from './probe';
import { PROBES } from './probes';
import { UNPROBED } from './unprobed';

export interface Result extends Answer {
	readonly id: string;
	/** Why the probe failed. */
	readonly failure?: string;
	/** Whether there is no probe for it. */
	readonly unprobed?: true;
}

export interface Verification {
	/** One for each guess. */
	readonly results: readonly Result[];
	/** What could not be removed, each with how to remove it. */
	readonly left: readonly string[];
}

/** What all probes together create, in words. */
export function plan(probes: readonly Probe[] = PROBES): string[] {
	return [...new Set(probes.flatMap(({ makes }) => makes))];
}

/**
 * Runs every probe, one after the other; one that fails doesn't stop the others.
 * @param onResult receives each result as it is known
 */
export async function verify(
	lab: Lab,
	onResult: (result: Result) => void = () => {},
	probes: readonly Probe[] = PROBES,
): Promise<Verification> {
	const results: Result[] = [];
	try {
		for (const probe of probes) {
			const result = await attempt(lab, probe);
			results.push(result);
			onResult(result);
		}
	} finally {
		await lab.cleanUp();
	}
	for (const [id, why] of Object.entries(UNPROBED)) results.push({ id, ...open(why), unprobed: true });
	return { results, left: lab.leftovers() };
}

async function attempt(lab: Lab, { id, run }: Probe): Promise<Result> {
	try {
		lab.go();
		return { id, ...(await run(lab)) };
	} catch (error) {
		const failure = whyFailed(error);
		return { id, ...open(`the probe failed: ${failure}`), failure };
	}
}

/** In words, even for a bug, which must not end the run before the cleanup. */
function whyFailed(error: unknown): string {
	if (isForReader(error)) return error.message;
	const isTwilios = statusOf(error) !== undefined || (isRecord(error) && 'isAxiosError' in error);
	return isTwilios ? fromTwilio('verifying', error).message : String(error).slice(0, 300);
}
