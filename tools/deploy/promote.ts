/**
 * Reads what one environment runs, to deploy exactly that to another.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { buildOnce } from '../../build';
import { isFlowDefinition } from '../../studio/definition';
import { type FlowValues, renderFlow } from '../../studio/render/render';
import { hashOf, isDrifted, readStamp, versionOf } from '../../studio/version';
import { asking } from '../account/asking';
import type { Deployment } from '../account/deployed';
import { environmentOf } from '../account/env/environment';
import { SetupError } from '../account/errors';
import { type LiveState, readLive } from '../account/live-project';
import type { Account } from '../account/open';
import { ROOT, readTemplate } from '../account/project';
import { resolveFlowValues } from '../account/studio/flow-values';
import type { LiveFlow } from '../account/studio/live-flow';
import { type FinishedBuild, type LocalBundle, localBundle } from './bundle';
import { whatRuns } from './flow-rollback';
import { contentsOf } from './foreign';
import { isSameHash, recordedHash } from './functions-plan';
import { liveVersion } from './smoke-test';
import type { Source } from './source';

/**
 * Reads what an environment runs: its build, and the flow's published revision as a template for any other environment.
 * @param from the environment
 * @param to the account it is for: in the same one the very build can run, in another one this folder has to be the same
 * @throws {SetupError} when that is not exactly what this project deployed there, or can't be read or rebuilt
 * @throws {HandoffError} when Twilio does not respond or refuses
 */
export async function readSource(from: Account, to: Account): Promise<Source> {
	const name = environmentOf(from.environment);
	const state: LiveState = {};
	await readLive(from, state);
	const { deployment, flow: newest } = state;
	const deployFirst = `Run: npx handoff deploy --environment ${name}. Nothing was changed.`;
	if (!deployment || !newest)
		throw new SetupError(`The Functions and the flow aren’t both live in ${name}. ${deployFirst}`);
	const hash = recordedHash(deployment);
	if (hash === undefined) {
		throw new SetupError(
			`${name} runs build ${deployment.buildSid}, which wasn’t deployed with npx handoff deploy. ${deployFirst}`,
		);
	}
	const flow = await whatRuns(from.twilio, newest);
	const gitRevision = readStamp(flow.definition.description)?.gitRevision;
	const [version, values] = await Promise.all([
		liveVersion(`https://${deployment.domain}`),
		resolveFlowValues(from.twilio, from.settings, `https://${deployment.domain}`),
	]);
	if (version === undefined) {
		throw new SetupError(
			`The version of the Functions in ${name} is unknown. Nothing was changed. Run: npx handoff doctor --environment ${name}`,
		);
	}
	const isSameAccount = from.twilio.accountSid === to.twilio.accountSid;
	return {
		where: `environment ${name}`,
		version,
		bundle: isSameAccount
			? await finishedBuild(from, deployment, hash)
			: await sameBundle(name, hash, gitRevision),
		template: templateOf(name, flow, values, gitRevision),
		gitRevision,
	};
}

async function finishedBuild(
	{ twilio }: Account,
	{ serviceSid, buildSid }: Deployment,
	hash: string,
): Promise<FinishedBuild> {
	const build = await asking('reading the build', () =>
		twilio.serverless.v1.services(serviceSid).builds(buildSid).fetch(),
	);
	const { functions, assets } = contentsOf(build);
	return { buildSid, hash, functions, paths: [...functions, ...assets] };
}

/** A build does not leave its account, and its assets can't be read through the API. */
async function sameBundle(name: string, hash: string, gitRevision: string | undefined): Promise<LocalBundle> {
	await buildOnce();
	const bundle = await localBundle(ROOT);
	if (isSameHash(bundle.hash, hash)) return bundle;
	throw new SetupError(
		`${name} is in another account, so this folder must match it, but the Functions differ (hash ${bundle.hash.slice(0, 12)}, expected ${hash.slice(0, 12)}). ${checkOut(gitRevision)} Nothing was changed.`,
	);
}

/**
 * The template that the flow was rendered from: restoring it from the flow could not recognize settings that are empty there.
 */
function templateOf(
	name: string,
	{ sid, revision, definition }: LiveFlow,
	values: FlowValues,
	gitRevision: string | undefined,
): unknown {
	if (isDrifted(definition)) {
		throw new SetupError(
			`Flow ${sid} of ${name} was edited in the Console (revision ${revision}). To keep the edits: npx handoff flow pull --environment ${name}, then npx handoff deploy --environment ${name}. Nothing was changed.`,
		);
	}
	const wanted = hashOf(definition);
	const candidates = [readTemplate, () => committedTemplate(gitRevision)];
	for (const read of candidates) {
		const template = read();
		if (!isFlowDefinition(template) || versionOf(template) !== versionOf(definition)) continue;
		if (hashOf(renderFlow(values, template)) === wanted) return template;
	}
	throw new SetupError(
		`The flow in ${name} matches neither this folder nor git revision ${gitRevision ?? '(unknown)'} with the settings of ${name}. ${checkOut(gitRevision)} If the settings changed since, deploy and test ${name} again first. Nothing was changed.`,
	);
}

/** A `+` in the revision means uncommitted changes, so the deployed files may have differed. */
function committedTemplate(gitRevision: string | undefined): unknown {
	const [, commit] = /^([0-9a-f]+)\+?$/.exec(gitRevision ?? '') ?? [];
	if (commit === undefined) return undefined;
	const git = ['show', `${commit}:./studio/agent-handoff.json`];
	const { status, stdout } = spawnSync('git', git, { cwd: ROOT, encoding: 'utf8' });
	return status === 0 ? JSON.parse(stdout) : undefined;
}

const checkOut = (gitRevision: string | undefined) =>
	/^[0-9a-f]+$/.test(gitRevision ?? '')
		? `Run: git checkout ${gitRevision}. Then run the command again.`
		: 'Use the folder it was deployed from.';
