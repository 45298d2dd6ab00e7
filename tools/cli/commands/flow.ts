/**
 * `handoff flow …`: the Studio flow under version control.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
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
	ENVIRONMENT,
	gitRevision,
	ROOT,
	readTemplate,
	SERVICE_NAME,
	TEMPLATE_FILE,
} from '../../account/project';
import { readDeployment } from '../../deploy/deployment';
import {
	deployFlow,
	planFlow,
	refuseDrift,
	refuseToLoseEdit,
	revisionThatRuns,
	rollBackFlow,
} from '../../deploy/flow';
import { type EnvOption, requireEnvFile } from '../options';
import { widthOf, wrap } from '../ui/layout';
import { print as printLines, shown } from '../ui/print';
import { UsageError } from '../ui/terminal';

const SPELLING = join(ROOT, 'studio', 'resume-conversation.json');

interface Options extends EnvOption {
	readonly force?: true;
	readonly json?: true;
}

export function registerFlow(program: Command): void {
	const flow = program.command('flow').description('the Studio flow under version control');
	const add = (name: string, description: string) => flow.command(name).description(description);
	add('validate', 'check studio/agent-handoff.json, offline').action(validate);
	const showDiff = add('diff', 'show what deploying would change in the live flow').option(
		'--json',
		'print JSON',
	);
	showDiff.action(() => diff(accountOf(showDiff), showDiff.optsWithGlobals<Options>()));
	const publish = add('deploy', 'publish the flow').option('--force', 'overwrite edits made in the Console');
	publish.action(() => deploy(accountOf(publish), publish.optsWithGlobals<Options>()));
	const list = add('history', 'show which version ran when').option('--json', 'print JSON');
	list.action(() => history(accountOf(list), list.optsWithGlobals<Options>()));
	const back = add('rollback', 'publish an earlier revision again')
		.argument('[revision]', 'default: the last one that differs')
		.option('--force', 'overwrite edits made in the Console');
	back.action((revision?: string) => rollback(accountOf(back), revision, back.optsWithGlobals<Options>()));
	const take = add('pull', "copy the live flow's edits into studio/agent-handoff.json");
	take.action(() => pull(accountOf(take)));
	const learning = add(
		'learn',
		"copy the Resume Conversation widget of a flow made from Twilio's template",
	).argument('<flow>', 'FW…');
	learning.action((flowSid: string) => learn(accountOf(learning), flowSid));
}

function accountOf(command: Command): Account {
	return openAccount(requireEnvFile(command.optsWithGlobals<EnvOption>(), process.env), process.env);
}

function print(text: string): void {
	printLines(wrap(text, widthOf(process.stdout), 4));
}

function validate(): void {
	const template = flowDefinition.parse(readValid());
	print(
		`✓ studio/agent-handoff.json ${versionOf(template)} is ready to deploy (template sha256:${hashOf(template)}).`,
	);
}

/** @throws {SetupError} with everything that is wrong with the template, invalid JSON included */
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
	throw new SetupError(problems.map((problem) => `✗ ${problem}`).join('\n'));
}

/** The values of the placeholders; the Functions have to be deployed already, since the flow calls them. */
async function valuesOf({ twilio, settings }: Account): Promise<FlowValues> {
	const deployment = await readDeployment(twilio, SERVICE_NAME, ENVIRONMENT);
	if (!deployment) throw new SetupError('The Functions are not deployed yet. Run: npx handoff deploy');
	return resolveFlowValues(twilio, settings, `https://${deployment.domain}`);
}

async function requireLive({ twilio, settings }: Account): Promise<LiveFlow> {
	const live = await findLiveFlow(twilio, flowSidOf(settings));
	if (!live) throw new SetupError('The flow is not deployed yet. Run: npx handoff deploy');
	return live;
}

async function plan(account: Account) {
	const { twilio, settings } = account;
	const [live, values] = await Promise.all([findLiveFlow(twilio, flowSidOf(settings)), valuesOf(account)]);
	return planFlow(live, values, gitRevision(), readTemplate());
}

async function diff(account: Account, { json }: Options): Promise<void> {
	const { action, changes, drifted, live } = await plan(account);
	const { sid, revision } = live ?? {};
	if (json) {
		const flow = sid === undefined ? null : { sid, revision };
		printLines(JSON.stringify({ action, drifted, flow, changes: changes.map(redact) }, undefined, 2));
		return;
	}
	if (action === 'create') print('There is no live flow yet. To create it: npx handoff deploy');
	else if (action === 'nothing')
		print(`The live flow ${sid}, revision ${revision}, is the one in this folder.`);
	else print(changes.map((change) => shown(redact(change))).join('\n'));
	if (drifted) {
		print(
			'The live flow was edited in the Console since it was deployed, or this project never deployed it. A deploy stops at that. To keep the edit: npx handoff flow pull. To overwrite it: npx handoff flow deploy --force',
		);
	}
}

async function deploy(account: Account, { force }: Options): Promise<void> {
	const planned = await plan(account);
	if (!force) refuseDrift(planned);
	for (const change of planned.changes) print(shown(redact(change)));
	const live = await deployFlow(account.twilio, planned);
	const done = planned.action === 'nothing' ? 'is live already' : 'is live now';
	print(`✓ ${versionOf(live.definition)} ${done}: flow ${live.sid}, revision ${live.revision}.`);
}

async function history(account: Account, { json }: Options): Promise<void> {
	const live = await requireLive(account);
	const revisions = await listRevisions(account.twilio, live.sid);
	if (json) {
		printLines(JSON.stringify({ flow: live.sid, live: live.revision, revisions }, undefined, 2));
		return;
	}
	for (const { revision, status, dateUpdated, commitMessage } of revisions) {
		const mark = revision === live.revision ? '→' : ' ';
		const what = commitMessage || '(no message: saved in the Console)';
		print(`${mark} ${String(revision).padStart(4)}  ${dateUpdated}  ${status.padEnd(9)}  ${shown(what)}`);
	}
}

async function rollback(account: Account, argument: string | undefined, { force }: Options): Promise<void> {
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
		throw new SetupError(
			`Revision ${earlier.revision} ${why}: nothing to roll back to. Run: npx handoff flow history`,
		);
	}
	const now = await rollBackFlow(twilio, live, earlier);
	print(`✓ Revision ${earlier.revision} runs again, as revision ${now.revision} of flow ${now.sid}.`);
}

function revisionOf(argument: string): number {
	if (!/^[1-9]\d*$/.test(argument))
		throw new UsageError(`A revision is a number, not "${argument}". Run: npx handoff flow history`);
	return Number(argument);
}

async function lastThatDiffers({ twilio }: Account, live: LiveFlow): Promise<LiveFlow> {
	for (const { revision, status } of await listRevisions(twilio, live.sid)) {
		// After a rollback, further back: the revisions in between were rolled back already.
		if (revision >= revisionThatRuns(live) || status !== 'published') continue;
		const earlier = await readRevision(twilio, live.sid, revision);
		if (hashOf(earlier.definition) !== hashOf(live.definition)) return earlier;
	}
	throw new SetupError(`Flow ${live.sid} has no earlier published revision that differs.`);
}

async function pull(account: Account): Promise<void> {
	const [live, values] = await Promise.all([requireLive(account), valuesOf(account)]);
	const template = restorePlaceholders(live.definition, values, readTemplate());
	write(TEMPLATE_FILE, template);
	print(
		`✓ studio/agent-handoff.json is now flow ${live.sid}, revision ${live.revision}. Review it with git diff, raise the version in its description, and run: npm run draw`,
	);
	const problems = validateFlow(template);
	if (problems.length > 0) print(`Before it can be deployed:\n  ${problems.join('\n  ')}`);
}

async function learn({ twilio }: Account, flowSid: string): Promise<void> {
	if (!/^FW[0-9a-f]{32}$/i.test(flowSid))
		throw new UsageError(
			'Give the SID of a flow made from the template "Twilio Agent Connect - Agent Handoff". Run: npx handoff flow learn FW…',
		);
	const flow = await findLiveFlow(twilio, flowSid);
	if (!flow) throw new SetupError(`Flow ${flowSid} not found.`);
	const learned = learnResumeConversation(flow.definition);
	const template = readTemplate();
	if (!isFlowDefinition(template))
		throw new SetupError(
			'studio/agent-handoff.json is not a flow definition. Run: npx handoff flow validate',
		);
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
	print(
		`✓ Resume Conversation is a widget of type "${learned.type}". Now run: npm run draw; then: npx handoff deploy`,
	);
}

/** Written the way the project's formatter wants it, so that git shows what changed and nothing else. */
function write(path: string, value: unknown): void {
	writeFileSync(path, `${JSON.stringify(value, undefined, '\t')}\n`);
	spawnSync(process.execPath, [require.resolve('@biomejs/biome/bin/biome'), 'format', '--write', path], {
		cwd: ROOT,
	});
}
