/**
 * `handoff setup`: fixes what doctor finds. Shows every change before it makes it, and asks.
 * @module
 */
import { dirname, join } from 'node:path';
import type { Command } from 'commander';
import { requireSetting } from '../../../../src/settings';
import type { AccountView } from '../../../account/account-view';
import { describeAccount, openAccount, requireHomeRegion } from '../../../account/open';
import { ReadCache, SMOKE_TEST } from '../../../account/read-cache';
import type { Resources } from '../../../doctor/engine/apply';
import type { Dialog } from '../../../doctor/engine/apply-batch';
import { applyFixes } from '../../../doctor/engine/apply-fixes';
import { envResource } from '../../../doctor/engine/env-resource';
import { liveResource } from '../../../doctor/engine/live-resource';
import { examine } from '../../../doctor/engine/run';
import { UndoLog } from '../../../doctor/engine/undo-log';
import { PRODUCTS } from '../../../doctor/products';
import { viewAccount } from '../../../doctor/project-view';
import { resourcesWith } from '../../../doctor/resources';
import {
	addOnlyOptions,
	commandFor,
	type EnvOption,
	type OnlyOptions,
	onlyOf,
	requireEnvFile,
} from '../../options';
import { exitCodeOf, forEnvironment } from '../../ui/findings';
import { widthOf, wrap } from '../../ui/layout';
import { print, shown } from '../../ui/print';
import { ChangeCount, createDialog, planLines } from '../../ui/setup-dialog';
import { dryRunJson, showDryRun, showSummary } from '../../ui/setup-report';
import { showing, UsageError } from '../../ui/terminal';
import { type DeployOptions, deploy } from '../deploy';
import { explainOutage } from '../doctor';

import { pathFromHere, undoRun } from './undo';

/** How long one look, or one change, may take, in milliseconds: a write is followed to its end for two minutes. */
const TIME_LIMIT_MS = 150_000;

/** Where a deployment writes, and what it changes there. */
const DEPLOYED_TO = /^(studio|serverless|serverless-upload)\.twilio\.com$|\.twil\.io$/;

interface Options extends EnvOption, OnlyOptions {
	readonly yes?: true;
	readonly dryRun?: true;
	readonly json?: true;
	readonly undo?: string;
	readonly skip?: readonly string[];
}

export function registerSetup(program: Command): void {
	const command = program
		.command('setup')
		.description('fix problems that doctor finds; asks before each change')
		.option('--dry-run', 'show the changes without making them')
		.option('--yes', 'make all changes without asking')
		.option('--undo <file>', 'undo the changes of an earlier run')
		.option(
			'--skip <change>',
			'with --undo: keep this change (title or number); repeatable',
			(change: string, others: readonly string[] = []) => [...others, change],
		)
		.option('--json', 'print JSON; requires --dry-run');
	addOnlyOptions(command);
	command.action(() => setup(command.optsWithGlobals<Options>()));
}

/** @throws {UsageError} when the options can’t be combined, or there is no terminal */
function requireUsable({ yes, dryRun, json, undo, skip }: Options): void {
	if (json && (!dryRun || undo !== undefined)) {
		const rule = undo === undefined ? 'requires --dry-run' : 'can’t be combined with --undo';
		throw new UsageError(`--json ${rule}. Run: npx handoff setup --dry-run --json`);
	}
	if (skip && undo === undefined) {
		throw new UsageError('--skip requires --undo. Run: npx handoff setup --undo FILE --skip CHANGE');
	}
	if (!dryRun && !yes && !process.stdin.isTTY) {
		throw new UsageError(
			'Setup asks before each change, which needs a terminal. To see the changes: npx handoff setup --dry-run. To make them all: npx handoff setup --yes',
		);
	}
}

async function setup(options: Options): Promise<void> {
	const { yes = false, dryRun = false, json = false } = options;
	requireUsable(options);
	const only = onlyOf(options);
	const envFile = requireEnvFile(options, process.env);
	const cache = new ReadCache();
	const view = (isFresh: boolean) =>
		viewAccount(envFile, process.env, { ...only, timeLimitMs: TIME_LIMIT_MS, cache, isFresh });
	const account = view(false);
	const accountSid = requireSetting(account.settings, 'ACCOUNT_SID');
	requireHomeRegion(account.environment, process.env);
	if (json) {
		const findings = forEnvironment(await examine(account, PRODUCTS), account);
		process.exitCode = exitCodeOf(findings);
		print(dryRunJson(accountSid, findings, resourcesWith({ env: envResource(envFile), live: liveResource })));
		return;
	}
	// When the account cannot be read, the checks say why.
	print(`Account: ${await describeAccount(account).catch(() => accountSid)}`);

	const startedAt = new Date().toISOString();
	// In the folder of `.env`: the emulated account of `handoff start` has a folder of its own.
	const path = join(dirname(envFile), 'setup-undo', `${startedAt.replace(/[:.]/g, '')}.json`);
	const undo = new UndoLog(path, accountSid, startedAt);
	const showUndo = () => {
		if (!undo.isEmpty)
			print(`\nTo undo these changes: ${commandFor(account, 'setup')} --undo ${pathFromHere(path)}`);
	};
	const count = new ChangeCount();
	const dialog = createDialog({ yes, count, atExit: showUndo });
	const resources = resourcesWith({ env: envResource(envFile), live: liveResource });
	if (options.undo !== undefined) {
		await undoRun(options.undo, startedAt, {
			account,
			accountSid,
			open: () => view(true),
			resources,
			dialog,
			dryRun,
			skip: options.skip ?? [],
		});
		return;
	}
	try {
		await fixAll({ ...options, envFile, view, cache, count, resources, dialog, undo });
	} finally {
		showUndo();
	}
}

interface Run extends Pick<Options, 'yes' | 'dryRun'> {
	readonly envFile: string;
	readonly view: (isFresh: boolean) => AccountView;
	readonly cache: ReadCache;
	readonly count: ChangeCount;
	readonly resources: Resources;
	readonly dialog: Dialog;
	readonly undo: UndoLog;
}

async function fixAll(run: Run): Promise<void> {
	const { yes = false, dryRun = false, envFile, view, cache, count, resources, dialog, undo } = run;
	/** For a change: what is there is read just before. */
	const open = () => view(true);
	let isFirst = true;
	const look = async () => {
		// Someone who is asked takes their time, in which others may change things.
		if (!yes) cache.forget();
		const now = view(false);
		const seen = await showing(process.stdout, 'Checking the account', () => examine(now, PRODUCTS));
		const findings = forEnvironment(seen, now);
		const ahead = count.update(findings);
		if (isFirst)
			for (const line of planLines(ahead, dryRun)) print(wrap(shown(line), widthOf(process.stdout), 4));
		isFirst = false;
		return { account: now, findings };
	};
	const { examined, done, left } = await applyFixes({
		examine: look,
		open,
		openAfter: () => view(false),
		resources,
		dialog,
		undo,
		deploy: () => deployFor(envFile, cache),
		dryRun,
		together: yes,
	});
	const { findings } = examined;
	process.exitCode = exitCodeOf(findings);
	await explainOutage(findings, () => describeAccount(open()));
	if (dryRun) showDryRun(findings, left);
	else showSummary(findings, done);
}

async function deployFor(envFile: string, cache: ReadCache): Promise<void> {
	let tested = () => {};
	const onTested: DeployOptions['onTested'] = (domain, tests) => {
		tested = () => void cache.once(domain, SMOKE_TEST, async () => tests);
	};
	try {
		// Setup has asked already.
		await deploy(openAccount(envFile, process.env), { skipCheck: true, yes: true, onTested });
	} finally {
		cache.forget(DEPLOYED_TO);
	}
	// The same tests with the same key: the next look needs no others.
	tested();
}
