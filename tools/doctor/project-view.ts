/**
 * The account as doctor and setup see it, and what this project has live in it.
 * @module
 */
import Twilio from 'twilio/lib/rest/Twilio';
import { HandoffError } from '../../src/http/errors';
import { redact } from '../../src/redact';
import { readSettings, type Settings } from '../../src/settings';
import { TimeBudget } from '../../src/twilio/time-budget';
import { type FlowDefinition, isFlowDefinition } from '../../studio/definition';
import type { FlowValues } from '../../studio/render/render';
import { isDrifted, versionOf } from '../../studio/version';
import { type AccountOptions, AccountView, type FlowView, type ProjectView } from '../account/account-view';
import { usableCredentials } from '../account/credentials';
import type { Deployment } from '../account/deployed';
import { type Environment, profileInUse, readEnvironment } from '../account/env/environment';
import { SetupError } from '../account/errors';
import { lazy } from '../account/lazy';
import { findProject } from '../account/live-project';
import { gitRevision, readTemplate, VERSION } from '../account/project';
import { CachingRequestClient, ReadCache, SMOKE_TEST } from '../account/read-cache';
import { resolveFlowValues } from '../account/studio/flow-values';
import { deployedVersion, type LiveFlow, listOurFlows } from '../account/studio/live-flow';
import { type FlowPlan, planFlow } from '../deploy/flow-plan';
import { desiredVariables, keyOfAgent, planVariables } from '../deploy/functions-plan';
import { whyOlder } from '../deploy/older';
import { smokeTest } from '../deploy/smoke-test';

/** Stands for the account when `.env` has none: the checks report that, and send no requests to Twilio. */
const NO_ACCOUNT = `AC${'0'.repeat(32)}`;

/** A write without a response after this long is lost, in milliseconds. */
const LONGEST_WRITE_MS = 20_000;

interface ViewOptions extends AccountOptions {
	/** How long the reads may take together. */
	readonly timeLimitMs: number;
	/** What other views of the same run have read. */
	readonly cache?: ReadCache;
	/** Reads everything again, as before a write. */
	readonly isFresh?: boolean;
}

/**
 * Opens the account of `.env`, the shell, or twilio-cli's active profile. The checks report what is missing there.
 */
export function viewAccount(envFile: string, shell: NodeJS.ProcessEnv, options: ViewOptions): AccountView {
	const { cache = new ReadCache(), isFresh = false } = options;
	const environment = readEnvironment(envFile, shell);
	const settings = readSettings(environment);
	const credentials = usableCredentials(settings);
	const accountSid = credentials?.accountSid ?? NO_ACCOUNT;
	const budget = new TimeBudget(options.timeLimitMs);
	const client = (username: string | undefined, password: string | undefined) =>
		new Twilio(username ?? NO_ACCOUNT, password ?? 'none', {
			accountSid,
			httpClient: new CachingRequestClient(budget, LONGEST_WRITE_MS, { cache, reads: !isFresh }),
		});
	const { TWILIO_API_KEY, TWILIO_API_SECRET } = settings;
	const account = client(credentials?.username, credentials?.password);
	const profile = profileInUse(envFile, shell)?.name;
	return new AccountView(
		account,
		TWILIO_API_KEY && TWILIO_API_SECRET ? client(TWILIO_API_KEY, TWILIO_API_SECRET) : undefined,
		environment,
		settings,
		viewProject(account, settings, environment, profile, cache),
		options,
	);
}

function viewProject(
	client: Twilio,
	settings: Settings,
	environment: Environment,
	profile: string | undefined,
	cache: ReadCache,
): ProjectView {
	const found = findProject({ twilio: client, settings, environment });
	const { flowName, deployment, flow: live, flowByName } = found;
	/** The values of the flow's placeholders; `undefined` where the account does not decide them. */
	const values = lazy(async (): Promise<FlowValues | undefined> => {
		const [functions, flow, resolved] = await Promise.all([
			// The flow can be compared without its Functions, when those cannot be read.
			deployment().catch(() => undefined),
			live().catch(() => undefined),
			resolveFlowValues(client, settings, '').catch((error: unknown) => {
				if (error instanceof HandoffError && error.code === 'misconfigured') return undefined;
				throw error;
			}),
		]);
		const url = functions ? `https://${functions.domain}` : flow && functionsUrlOf(flow);
		return resolved && url !== undefined ? { ...resolved, FUNCTIONS_URL: url } : undefined;
	});
	const planFor = (flow: LiveFlow) =>
		lazy(async () => {
			const known = await values();
			return known && planFlow(flow, known, gitRevision(), readTemplate());
		});
	return {
		version: VERSION,
		deployment,
		variablesThatDiffer: async ({ variables }) => {
			const [resolved, flow] = await Promise.all([values(), live().catch(() => undefined)]);
			// agent-connect/flow-sid reports a flow of another project.
			const isOurs = flow && (await deployedVersion(client, flow)) !== undefined;
			const { TWILIO_STUDIO_HANDOFF_FLOW_SID: _, ...others } = settings;
			const wanted = desiredVariables({
				...others,
				...keyOfAgent(profile, variables),
				...(isOurs && { TWILIO_STUDIO_HANDOFF_FLOW_SID: flow.sid }),
				...(resolved && { TWILIO_FLEX_WORKFLOW_SID: resolved.TWILIO_FLEX_WORKFLOW_SID }),
			});
			const { set, change, remove } = planVariables(variables, wanted);
			return [...set, ...change, ...remove];
		},
		smokeTest: ({ domain, variables }: Deployment) =>
			cache.once(domain, SMOKE_TEST, () => {
				const key = { ...settings, ...keyOfAgent(profile, variables) };
				return smokeTest(
					`https://${domain}`,
					{ username: key.TWILIO_API_KEY ?? '', password: key.TWILIO_API_SECRET ?? '' },
					VERSION,
					// One failure may be the network's.
					{ attempts: 2, waitMs: 300 },
				);
			}),
		flow: async () => {
			const [flow, others] = await Promise.all([live(), listOurFlows(client, flowName)]);
			return flow && viewFlow(client, flow, others, planFor(flow));
		},
		flowByName: async () => {
			const [flow, others] = await Promise.all([flowByName(), listOurFlows(client, flowName)]);
			return flow && viewFlow(client, flow, others, planFor(flow));
		},
	};
}

async function viewFlow(
	client: Twilio,
	flow: LiveFlow,
	ours: readonly { readonly sid: string }[],
	plan: () => Promise<FlowPlan | undefined>,
): Promise<FlowView> {
	const folderVersion = versionOf(template());
	// An edit that deploying would not overwrite, as after a pull, doesn't count.
	const overwritesEdit = async () => (await plan().catch(() => undefined))?.drifted ?? true;
	const [version, older, edited] = await Promise.all([
		deployedVersion(client, flow),
		whyOlder(client, flow, folderVersion),
		isDrifted(flow.definition) && overwritesEdit(),
	]);
	return {
		sid: flow.sid,
		name: flow.friendlyName,
		revision: flow.revision,
		status: flow.status,
		version,
		folderVersion,
		...(older !== undefined && { older }),
		edited,
		changes: async () => (await plan())?.changes.map(redact),
		others: ours.map(({ sid }) => sid).filter((sid) => sid !== flow.sid),
	};
}

/** @throws {SetupError} when the file holds no flow definition */
function template(): FlowDefinition {
	const read = readTemplate();
	if (isFlowDefinition(read)) return read;
	throw new SetupError('studio/agent-handoff.json isn’t a flow definition. Run: npx handoff flow validate');
}

/** Where a live flow's HTTP widgets go. */
function functionsUrlOf({ definition }: LiveFlow): string | undefined {
	const urls = definition.states.flatMap(({ type, properties }) =>
		type === 'make-http-request' && typeof properties.url === 'string' ? [properties.url] : [],
	);
	return urls[0]?.match(/^https?:\/\/[^/]+/)?.[0];
}
