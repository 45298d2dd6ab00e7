/**
 * `handoff history`: which Functions and which flow ran in an environment, and when.
 * @module
 */
import type { Command } from 'commander';
import { listActivations } from '../../account/deployed';
import { environmentOf } from '../../account/env/environment';
import { SetupError } from '../../account/errors';
import { type LiveState, readLive } from '../../account/live-project';
import { type Account, openAccount } from '../../account/open';
import { listRevisions } from '../../account/studio/live-flow';
import { readHistory } from '../../deploy/history';
import { commandFor, type EnvOption, requireEnvFile } from '../options';
import { print, shown } from '../ui/print';

interface Options extends EnvOption {
	readonly json?: true;
}

export function registerHistory(program: Command): void {
	const command = program
		.command('history')
		.description('list deployments of the Functions and revisions of the flow')
		.option('--json', 'print JSON');
	command.action(() => {
		const options = command.optsWithGlobals<Options>();
		return history(openAccount(requireEnvFile(options, process.env), process.env), options);
	});
}

async function history(account: Account, { json }: Options): Promise<void> {
	const { twilio } = account;
	const state: LiveState = {};
	await readLive(account, state);
	const { deployment, flow } = state;
	if (!deployment && !flow)
		throw new SetupError(`Nothing is deployed yet. Run: ${commandFor(account, 'deploy')}`);
	const releases = deployment ? readHistory(deployment.variables, flow?.sid) : [];
	const [activations, revisions] = await Promise.all([
		deployment ? listActivations(twilio, deployment) : [],
		flow ? listRevisions(twilio, flow.sid) : [],
	]);
	const deployments = activations.map(({ sid, buildSid, date }) => ({
		sid,
		buildSid,
		date: date.toISOString(),
		version: releases.find((each) => each.buildSid === buildSid)?.version || null,
	}));
	if (json) {
		const environment = environmentOf(account.environment);
		const functions = deployment && { domain: deployment.domain, live: deployment.buildSid, deployments };
		const studio = flow && { sid: flow.sid, live: flow.revision, revisions };
		print(
			JSON.stringify(
				{ accountSid: twilio.accountSid, environment, functions: functions ?? null, flow: studio ?? null },
				undefined,
				2,
			),
		);
		return;
	}
	const lines = [
		...deployments.map(({ buildSid, date, version }, index) => ({
			isLive: index === 0,
			date,
			text: `Functions  ${buildSid ? `${version ?? '(version unknown)'}, build ${buildSid}` : 'removed'}`,
		})),
		...revisions.map(({ revision, status, dateUpdated, commitMessage }) => ({
			isLive: revision === flow?.revision,
			date: new Date(dateUpdated).toISOString(),
			text: `Flow       revision ${revision}, ${status}: ${shown(commitMessage || '(saved in the Console)')}`,
		})),
	].sort((one, other) => (one.date < other.date ? 1 : -1));
	for (const { isLive, date, text } of lines) print(`${isLive ? '→' : ' '} ${date}  ${text}`);
}
