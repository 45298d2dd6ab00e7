/**
 * Shows a deployment or rollback: each step, and what is live when it ends or fails.
 * @module
 */
import { type LiveState, readLive, whatIsLive } from '../account/live-project';
import { type Account, describeAccount } from '../account/open';

/**
 * Runs one step and shows it.
 * @param title what is being done, as in "Building the Functions"
 * @param describe what to show of the result
 * @returns the result of `work`
 */
type RunStep = <T>(title: string, work: () => T | Promise<T>, describe?: (result: T) => string) => Promise<T>;

export interface Reporting {
	/** As `openAccount` returns it. */
	readonly account: Account;
	readonly runStep: RunStep;
	/** Receives what is live after a failure, before the error is thrown. */
	readonly onFailure?: (live: LiveProject) => void;
}

/** What is live, and the same in one line. */
export interface LiveProject extends Readonly<LiveState> {
	readonly description: string;
}

/** Runs a change of the project and reports what is live afterward, also when it fails. */
export async function reporting(
	options: Reporting,
	change: (state: LiveState) => Promise<void>,
): Promise<LiveProject> {
	const state: LiveState = {};
	try {
		await change(state);
	} catch (error) {
		await readLive(options.account, state).catch(() => undefined);
		options.onFailure?.({ ...state, description: whatIsLive(state) });
		throw error;
	}
	return { ...state, description: whatIsLive(state) };
}

/**
 * The first steps of every change of the project: which account it is, and what is live in it.
 * @param read how to read them, where they were asked for before
 */
export async function showAccount(
	{ account, runStep }: Reporting,
	state: LiveState,
	{ description = () => describeAccount(account), live = () => readLive(account, state) } = {},
): Promise<void> {
	await runStep('Account', description, (each) => each);
	await runStep('Reading the account', live, () => whatIsLive(state));
}
