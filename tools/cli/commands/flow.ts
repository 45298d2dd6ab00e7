/**
 * `npm run flow -- COMMAND`: the Studio flow as a versioned thing.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { HandoffError } from '../../../src/http/errors';
import { redact } from '../../../src/redact';
import { flowDefinition, isFlowDefinition } from '../../../studio/definition';
import { learnResumeConversation, respell } from '../../../studio/learn';
import type { FlowValues } from '../../../studio/render/render';
import { restorePlaceholders } from '../../../studio/render/restore';
import { RESUME_CONVERSATION } from '../../../studio/resume-conversation';
import { validateFlow } from '../../../studio/validate/validate';
import { hashOf, versionOf } from '../../../studio/version';
import { SetupError } from '../../account/errors';
import { resolveFlowValues } from '../../account/flow-values';
import { findLiveFlow, type LiveFlow, listRevisions, readRevision } from '../../account/live-flow';
import { type Account, flowSidOf, openAccount } from '../../account/open';
import {
	ENV_FILE,
	ENVIRONMENT,
	gitRevision,
	ROOT,
	readTemplate,
	SERVICE_NAME,
	TEMPLATE_FILE,
} from '../../account/project';
import {
	deployFlow,
	planFlow,
	refuseDrift,
	refuseToLoseEdit,
	revisionThatRuns,
	rollBackFlow,
} from '../../deploy/flow';
import { readDeployment } from '../../doctor/functions';
import { runCommand, UsageError } from '../ui/terminal';

const SPELLING = join(ROOT, 'studio', 'resume-conversation.json');

const USAGE = `npm run flow -- COMMAND

  validate             checks studio/agent-handoff.json, offline
  diff                 what deploying would change in the live flow
  deploy [--force]     publishes the flow; --force overwrites edits made in the Console
  history              which version ran when
  rollback [REVISION] [--force]  publishes an earlier revision again: the last one that differs, unless told
  pull                 takes the live flow's edits into studio/agent-handoff.json
  learn FW…            takes over how a flow made from Twilio's template spells Resume Conversation`;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		options: { force: { type: 'boolean', default: false } },
		allowPositionals: true,
	});
	const [command, argument, ...surplus] = positionals;
	const takesArgument = command === 'rollback' || command === 'learn';
	if (surplus.length > 0 || (argument !== undefined && !takesArgument)) throw new UsageError(USAGE);
	switch (command) {
		case 'validate':
			return validate();
		case 'diff':
			return diff(openAccount(ENV_FILE, process.env));
		case 'deploy':
			return deploy(openAccount(ENV_FILE, process.env), values.force);
		case 'history':
			return history(openAccount(ENV_FILE, process.env));
		case 'rollback':
			return rollback(openAccount(ENV_FILE, process.env), argument, values.force);
		case 'pull':
			return pull(openAccount(ENV_FILE, process.env));
		case 'learn':
			return learn(openAccount(ENV_FILE, process.env), argument);
		default:
			throw new UsageError(USAGE);
	}
}

function validate(): void {
	const template = flowDefinition.parse(readValid());
	console.log(
		`✓ studio/agent-handoff.json ${versionOf(template)} is fit to be deployed (sha256:${hashOf(template)}).`,
	);
}

/** @throws {UsageError} with all that is wrong with the template, JSON that is none among it */
function readValid(): unknown {
	const problems: string[] = [];
	let template: unknown;
	try {
		template = readTemplate();
		problems.push(...validateFlow(template));
	} catch (error) {
		if (!(error instanceof SetupError)) throw error;
		problems.push(error.message);
	}
	if (problems.length === 0) return template;
	throw new UsageError(problems.map((problem) => `✗ ${problem}`).join('\n'));
}

/** The values of the placeholders; the Functions have to be deployed already, since the flow calls them. */
async function valuesOf({ twilio, settings }: Account): Promise<FlowValues> {
	const deployment = await readDeployment(twilio, SERVICE_NAME, ENVIRONMENT);
	if (!deployment)
		throw new HandoffError(409, 'misconfigured', 'The Functions are not deployed yet: run npm run deploy.');
	return resolveFlowValues(twilio, settings, `https://${deployment.domain}`);
}

async function requireLive({ twilio, settings }: Account): Promise<LiveFlow> {
	const live = await findLiveFlow(twilio, flowSidOf(settings));
	if (!live)
		throw new HandoffError(404, 'misconfigured', 'The flow is not deployed yet: run npm run deploy.');
	return live;
}

async function plan(account: Account) {
	const { twilio, settings } = account;
	const [live, values] = await Promise.all([findLiveFlow(twilio, flowSidOf(settings)), valuesOf(account)]);
	return planFlow(live, values, gitRevision(), readTemplate());
}

async function diff(account: Account): Promise<void> {
	const { action, changes, drifted, live } = await plan(account);
	if (action === 'create') console.log('There is no live flow yet; deploying would make one.');
	else if (action === 'nothing')
		console.log(`The live flow ${live?.sid}, revision ${live?.revision}, is the one in this folder.`);
	else console.log(redact(changes.join('\n')));
	if (drifted)
		console.log(
			'The live flow was edited since it was deployed, or never was: a deploy stops at that (pull, or --force).',
		);
}

async function deploy(account: Account, force: boolean): Promise<void> {
	const planned = await plan(account);
	if (!force) refuseDrift(planned);
	for (const change of planned.changes) console.log(redact(change));
	const live = await deployFlow(account.twilio, planned);
	const done = planned.action === 'nothing' ? 'is live already' : 'is live now';
	console.log(`✓ ${versionOf(live.definition)} ${done}: flow ${live.sid}, revision ${live.revision}.`);
}

async function history(account: Account): Promise<void> {
	const live = await requireLive(account);
	for (const { revision, status, dateUpdated, commitMessage } of await listRevisions(
		account.twilio,
		live.sid,
	)) {
		const mark = revision === live.revision ? '→' : ' ';
		const what = commitMessage || '(no message: saved in the Console)';
		console.log(`${mark} ${String(revision).padStart(4)}  ${dateUpdated}  ${status.padEnd(9)}  ${what}`);
	}
}

async function rollback(account: Account, argument: string | undefined, force: boolean): Promise<void> {
	const { twilio } = account;
	const live = await requireLive(account);
	if (!force) refuseToLoseEdit(live);
	const earlier =
		argument === undefined
			? await lastThatDiffers(account, live)
			: await readRevision(twilio, live.sid, revisionOf(argument));
	const isSame = hashOf(earlier.definition) === hashOf(live.definition);
	if (isSame || earlier.status !== 'published') {
		const why = isSame ? 'is what runs now' : 'is a draft that never ran';
		throw new UsageError(`Revision ${earlier.revision} ${why}: nothing to go back to.`);
	}
	const now = await rollBackFlow(twilio, live, earlier);
	console.log(`✓ Revision ${earlier.revision} runs again, as revision ${now.revision} of flow ${now.sid}.`);
}

function revisionOf(argument: string): number {
	if (!/^[1-9]\d*$/.test(argument))
		throw new UsageError(`A revision is a number, not "${argument}": npm run flow -- history lists them.`);
	return Number(argument);
}

async function lastThatDiffers({ twilio }: Account, live: LiveFlow): Promise<LiveFlow> {
	for (const { revision, status } of await listRevisions(twilio, live.sid)) {
		// After a rollback, further back: the revisions in between are the ones somebody fled.
		if (revision >= revisionThatRuns(live) || status !== 'published') continue;
		const earlier = await readRevision(twilio, live.sid, revision);
		if (hashOf(earlier.definition) !== hashOf(live.definition)) return earlier;
	}
	throw new HandoffError(
		409,
		'invalid_request',
		`Flow ${live.sid} has no earlier published revision that differs.`,
	);
}

async function pull(account: Account): Promise<void> {
	const [live, values] = await Promise.all([requireLive(account), valuesOf(account)]);
	const template = restorePlaceholders(live.definition, values, readTemplate());
	write(TEMPLATE_FILE, template);
	console.log(
		`✓ studio/agent-handoff.json is now flow ${live.sid}, revision ${live.revision}. Look at it with git diff, raise its version in the description, and run npm run draw.`,
	);
	const problems = validateFlow(template);
	if (problems.length > 0) console.log(`Before it can be deployed:\n  ${problems.join('\n  ')}`);
}

async function learn({ twilio }: Account, flowSid: string | undefined): Promise<void> {
	if (!/^FW[0-9a-f]{32}$/i.test(flowSid ?? ''))
		throw new UsageError(
			'Give the SID of a flow made from the template "Twilio Agent Connect - Agent Handoff": npm run flow -- learn FW…',
		);
	const flow = await findLiveFlow(twilio, flowSid);
	if (!flow) throw new UsageError(`There is no flow ${flowSid}.`);
	const learned = learnResumeConversation(flow.definition);
	const template = readTemplate();
	if (!isFlowDefinition(template))
		throw new UsageError('studio/agent-handoff.json is no flow definition: npm run flow -- validate.');
	const respelled = respell(template, RESUME_CONVERSATION, learned);
	const { type, conversationSid, serviceSid, succeeded, failed } = learned;
	write(SPELLING, {
		type,
		conversationSid,
		serviceSid,
		succeeded,
		failed,
		source: 'a flow made from Twilio’s template',
	});
	write(TEMPLATE_FILE, respelled);
	console.log(
		`✓ Resume Conversation is a widget of type "${learned.type}". Now npm run draw, and deploy again: npm run deploy.`,
	);
}

/** Written the way the project's formatter wants it, so that git shows what changed and nothing else. */
function write(path: string, value: unknown): void {
	writeFileSync(path, `${JSON.stringify(value, undefined, '\t')}\n`);
	spawnSync(process.execPath, [require.resolve('@biomejs/biome/bin/biome'), 'format', '--write', path], {
		cwd: ROOT,
	});
}

void runCommand(main);
