/**
 * `handoff flow …`: the Studio flow under version control.
 * @module
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { redact } from '../../../src/redact';
import { flowDefinition, isFlowDefinition } from '../../../studio/definition';
import { diffFlows } from '../../../studio/diff/diff';
import { isSame } from '../../../studio/json';
import { learnResumeConversation, respell } from '../../../studio/learn';
import { type FlowValues, renderFlow } from '../../../studio/render/render';
import { restorePlaceholders } from '../../../studio/render/restore';
import { RESUME_CONVERSATION } from '../../../studio/resume-conversation';
import { validateFlow } from '../../../studio/validate/validate';
import { titleOf, versionOf } from '../../../studio/version';
import { environmentOf } from '../../account/env/environment';
import { replaceFile } from '../../account/env/files';
import { SetupError } from '../../account/errors';
import { findProject } from '../../account/live-project';
import { type Account, openAccount } from '../../account/open';
import { gitRevision, ROOT, readTemplate, TEMPLATE_FILE, whyUncommitted } from '../../account/project';
import { resolveFlowValues } from '../../account/studio/flow-values';
import { deployedVersion, findLiveFlow, type LiveFlow, listRevisions } from '../../account/studio/live-flow';
import { deployFlow } from '../../deploy/flow';
import { planFlow } from '../../deploy/flow-plan';
import { refuseFlow } from '../../deploy/flow-refusals';
import { refuseToLoseEdit, rollBack } from '../../deploy/flow-rollback';
import { refuseOthersFlow } from '../../deploy/foreign';
import { ALLOW_OLDER, confirmProduction, type EnvOption, requireEnvFile, YES } from '../options';
import { widthOf, wrap } from '../ui/layout';
import { print as printLines, shown } from '../ui/print';
import { UsageError } from '../ui/terminal';

const SPELLING = join(ROOT, 'studio', 'resume-conversation.json');

interface Options extends EnvOption {
	readonly force?: true;
	readonly allowOlder?: true;
	readonly yes?: boolean;
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
	const publish = add('deploy', 'publish the flow')
		.option('--force', 'overwrite edits made in the Console')
		.option(...ALLOW_OLDER)
		.option(...YES);
	publish.action(() => deploy(accountOf(publish), publish.optsWithGlobals<Options>()));
	const list = add('history', 'show which version ran when').option('--json', 'print JSON');
	list.action(() => history(accountOf(list), list.optsWithGlobals<Options>()));
	const back = add('rollback', 'publish an earlier revision again')
		.argument('[revision]', 'default: the last one that differs')
		.option('--force', 'overwrite edits made in the Console; a draft is kept')
		.option(...YES);
	back.action((revision?: string) => rollback(accountOf(back), revision, back.optsWithGlobals<Options>()));
	const take = add('pull', "copy the live flow's edits into studio/agent-handoff.json").option(
		'--force',
		'overwrite a file with uncommitted changes, and take a flow that is not this project’s',
	);
	take.action(() => pull(accountOf(take), take.optsWithGlobals<Options>()));
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
	// Without a hash: that of what is live is of the flow with one account's values.
	print(`✓ studio/agent-handoff.json ${versionOf(template)} is ready to deploy.`);
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

/** The project in the account, and the values of the flow's placeholders there. */
function locate(account: Account) {
	const { flowName, flow, deployment } = findProject(account);
	return {
		flowName,
		flow,
		requireFlow: async (): Promise<LiveFlow> => {
			const live = await flow();
			if (!live) throw new SetupError('The flow is not deployed yet. Run: npx handoff deploy');
			return live;
		},
		/** The Functions have to be deployed already, since the flow calls them. */
		values: async (): Promise<FlowValues> => {
			const live = await deployment();
			if (!live) throw new SetupError('The Functions are not deployed yet. Run: npx handoff deploy');
			return resolveFlowValues(account.twilio, account.settings, `https://${live.domain}`);
		},
	};
}

async function plan(account: Account) {
	const { flow, values, flowName } = locate(account);
	return planFlow(...(await Promise.all([flow(), values()])), gitRevision(), readTemplate(), flowName);
}

async function diff(account: Account, { json }: Options): Promise<void> {
	const { action, changes, drifted, advice, live } = await plan(account);
	const { sid, revision } = live ?? {};
	if (json) {
		const flow = sid === undefined ? null : { sid, revision };
		printLines(JSON.stringify({ action, drifted, flow, changes: changes.map(redact) }, undefined, 2));
		return;
	}
	if (action === 'create') print('There is no live flow yet. To create it: npx handoff deploy');
	else if (action === 'nothing')
		print(`The live flow ${sid}, revision ${revision}, is the one in this folder.`);
	else {
		const lines = changes.map((change) => shown(redact(change))).join('\n');
		print(lines || 'The same flow: deploying publishes it as a new revision.');
	}
	if (advice !== undefined) print(advice);
	if (drifted) {
		print(
			'The live flow was edited in the Console since it was deployed, or this project never deployed it. A deploy stops at that. To keep the edit: npx handoff flow pull. To overwrite it: npx handoff flow deploy --force',
		);
	}
}

async function deploy(account: Account, options: Options): Promise<void> {
	const planned = await plan(account);
	await refuseFlow(account, planned, options);
	for (const change of planned.changes) print(shown(redact(change)));
	if (planned.action !== 'nothing') await confirmProduction(account.environment, options.yes ?? false);
	const live = await deployFlow(account.twilio, planned);
	const done = planned.action === 'nothing' ? 'is live already' : 'is live now';
	print(`✓ ${versionOf(live.definition)} ${done}: flow ${live.sid}, revision ${live.revision}.`);
	if (planned.advice !== undefined) print(planned.advice);
}

async function history(account: Account, { json }: Options): Promise<void> {
	const live = await locate(account).requireFlow();
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

async function rollback(
	account: Account,
	argument: string | undefined,
	{ force, yes = false }: Options,
): Promise<void> {
	const wanted = argument === undefined ? undefined : revisionOf(argument);
	const live = await locate(account).requireFlow();
	await refuseOthersFlow(account.twilio, environmentOf(account.environment), live);
	if (!force) refuseToLoseEdit(live);
	await confirmProduction(account.environment, yes);
	const { earlier, now } = await rollBack(account.twilio, live, wanted);
	print(`✓ Revision ${earlier.revision} runs again, as revision ${now.revision} of flow ${now.sid}.`);
	if (live.status !== 'published') print('The draft is kept: it is the newest revision, and does not run.');
}

function revisionOf(argument: string): number {
	if (!/^[1-9]\d*$/.test(argument))
		throw new UsageError(`A revision is a number, not "${argument}". Run: npx handoff flow history`);
	return Number(argument);
}

async function pull(account: Account, { force }: Options): Promise<void> {
	const project = locate(account);
	const [live, values] = await Promise.all([project.requireFlow(), project.values()]);
	const before = readTemplate();
	if (!force) await refuseOtherFlow(account, live, before);
	const template = restorePlaceholders(live.definition, values, before);
	if (isSame(template, before)) {
		print(`studio/agent-handoff.json is flow ${live.sid}, revision ${live.revision}, already.`);
		return;
	}
	const why = force ? undefined : whyUncommitted(TEMPLATE_FILE);
	if (why !== undefined) {
		throw new SetupError(
			`studio/agent-handoff.json ${why}, and a pull would overwrite it. Commit it first, or add --force.`,
		);
	}
	write(TEMPLATE_FILE, template);
	print(
		`✓ studio/agent-handoff.json is now flow ${live.sid}, revision ${live.revision}. Review it with git diff, raise the version in its description, and run: npm run draw`,
	);
	const problems = validateFlow(template);
	if (problems.length > 0) print(`Before it can be deployed:\n  ${problems.join('\n  ')}`);
	else reportSettings(live, values, template);
}

async function refuseOtherFlow({ twilio }: Account, live: LiveFlow, template: unknown): Promise<void> {
	const isOurs = isFlowDefinition(template) && titleOf(template) === titleOf(live.definition);
	if (isOurs || (await deployedVersion(twilio, live)) !== undefined) return;
	throw new SetupError(
		`Flow ${live.sid} "${redact(live.friendlyName)}" was not deployed by this project. To copy it over studio/agent-handoff.json all the same, add --force.`,
	);
}

/** What was chosen in the Console and is a setting here: the next deployment would undo it. */
function reportSettings({ definition }: LiveFlow, values: FlowValues, template: unknown): void {
	const chosen = diffFlows(renderFlow(values, template), definition);
	if (chosen.length === 0) return;
	print(
		`These are settings. To keep what the Console has, set them in .env (TWILIO_FLEX_WORKFLOW_SID, TWILIO_FLEX_VOICE_CHANNEL_SID, TWILIO_FLEX_CHAT_CHANNEL_SID):\n  ${chosen.join('\n  ')}`,
	);
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
	const input = `${JSON.stringify(value, undefined, '\t')}\n`;
	const biome = [require.resolve('@biomejs/biome/bin/biome'), 'format', `--stdin-file-path=${path}`];
	const { status, stdout } = spawnSync(process.execPath, biome, { cwd: ROOT, input, encoding: 'utf8' });
	replaceFile(path, status === 0 && stdout !== '' ? stdout : input);
}
