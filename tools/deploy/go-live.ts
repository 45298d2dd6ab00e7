/**
 * Deploys what was compared: Functions first, since the flow calls them, then the flow, then the flow's SID in the
 * variables and in `.env`.
 * @module
 */
import { versionOf } from '../../studio/version';
import type { SmokeCheck } from '../account/account-view';
import type { Deployment, Variables } from '../account/deployed';
import { environmentOf, setInFile } from '../account/env/environment';
import type { LiveState } from '../account/live-project';
import type { Account } from '../account/open';
import { ROOT, SERVICE_NAME } from '../account/project';
import { FLOW_SETTING } from '../account/studio/flow';
import type { FinishedBuild, LocalBundle } from './bundle';
import { type Comparison, variablesFor } from './compare';
import { deployFlow } from './flow';
import { deployFunctions } from './functions';
import {
	addRelease,
	formatHistory,
	HISTORY,
	isSameRelease,
	type Release,
	readHistory,
	releaseOf,
} from './history';
import type { Reporting } from './reporting';
import { testEndpoints } from './test-endpoints';

export interface GoLiveOptions extends Reporting {
	/** Receives the tests that the live endpoints at this domain have passed. */
	readonly onTested?: ((domain: string, tests: readonly SmokeCheck[]) => void) | undefined;
}

/**
 * @param state what is live: it takes each half as it changes
 * @throws {SetupError} when a step fails, or a test of the endpoints
 * @throws {HandoffError} when Twilio does not respond or refuses
 */
export async function goLive(
	options: GoLiveOptions,
	state: LiveState,
	comparison: Comparison,
): Promise<void> {
	const { account, runStep } = options;
	const { functions, planFlowAgain, settings, source } = comparison;
	const known = readHistory(state.deployment?.variables ?? {}, state.flow?.sid);
	state.deployment = await runStep(
		'Functions',
		() => putFunctionsLive(account, state, source.bundle, variablesFor(settings, state)),
		({ domain, buildSid }) =>
			`https://${domain}, build ${buildSid}${functions.nothingToDo ? ' (no change)' : ''}`,
	);
	const { domain } = state.deployment;
	// The first deployment decides the domain, and the flow calls it.
	const plan = functions.build === 'first' ? planFlowAgain() : comparison.flow;
	const flow = await runStep(
		'Studio flow',
		() => deployFlow(account.twilio, plan),
		({ sid, revision, definition }) =>
			`${versionOf(definition)}, ${sid} revision ${revision}${plan.action === 'nothing' ? ' (no change)' : ''}`,
	);
	state.flow = flow;
	await runStep(
		`${FLOW_SETTING} for TAC (.env) and the Functions`,
		async () => {
			const history = await historyOf(account, state, comparison, known);
			const variables = { ...variablesFor(settings, state), ...history };
			state.deployment = await putFunctionsLive(account, state, source.bundle, variables);
			// If the shell has it, the file need not be created for it.
			return (
				account.settings[FLOW_SETTING] !== flow.sid && setInFile(account.envFile, FLOW_SETTING, flow.sid)
			);
		},
		(changed) => (changed ? flow.sid : `${flow.sid} (no change)`),
	);
	const tests = await runStep('Testing the live endpoints', () =>
		testEndpoints({ settings, environment: account.environment }, domain, source.version),
	);
	options.onTested?.(domain, tests);
}

/** The history variable with what runs now; none if nothing new runs. @param known the history before */
async function historyOf(
	{ twilio }: Account,
	state: LiveState,
	{ before, source }: Comparison,
	known: readonly Release[],
): Promise<Variables> {
	const now = await releaseOf(twilio, state, source.version);
	if (!now || (before && isSameRelease(before, now))) return {};
	return { [HISTORY]: formatHistory(addRelease(known, before, now)) };
}

function putFunctionsLive(
	{ twilio, credentials: { username, password }, environment }: Account,
	{ deployment }: LiveState,
	local: LocalBundle | FinishedBuild,
	variables: Variables,
): Promise<Deployment> {
	return deployFunctions({
		root: ROOT,
		client: twilio,
		// Without the account's SID: serverless-api would take that for the username.
		credentials: { username, password },
		serviceName: SERVICE_NAME,
		environmentSuffix: environmentOf(environment),
		local,
		live: deployment ?? undefined,
		variables,
	});
}
