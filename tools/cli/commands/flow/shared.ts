/**
 * What the commands of the flow share: the account they work on, and the project in it.
 * @module
 */
import { spawnSync } from 'node:child_process';
import type { Command } from 'commander';
import type { FlowValues } from '../../../../studio/render/render';
import { replaceFile } from '../../../account/env/files';
import { SetupError } from '../../../account/errors';
import { findProject } from '../../../account/live-project';
import { type Account, openAccount } from '../../../account/open';
import { gitRevision, ROOT, readTemplate } from '../../../account/project';
import { resolveFlowValues } from '../../../account/studio/flow-values';
import type { LiveFlow } from '../../../account/studio/live-flow';
import { planFlow } from '../../../deploy/flow-plan';
import { type EnvOption, requireEnvFile } from '../../options';
import { widthOf, wrap } from '../../ui/layout';
import { print as printLines } from '../../ui/print';

export interface Options extends EnvOption {
	readonly force?: true;
	readonly allowOlder?: true;
	readonly yes?: boolean;
	readonly json?: true;
}

export function accountOf(command: Command): Account {
	return openAccount(requireEnvFile(command.optsWithGlobals<EnvOption>(), process.env), process.env);
}

/** Prints a line, wrapped. */
export function print(text: string): void {
	printLines(wrap(text, widthOf(process.stdout), 4));
}

/** The project in the account, and the values of the flow's placeholders there. */
export function locate(account: Account) {
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

/** What deploying the flow would do. */
export async function plan(account: Account) {
	const { flow, values, flowName } = locate(account);
	return planFlow(...(await Promise.all([flow(), values()])), gitRevision(), readTemplate(), flowName);
}

/** Writes a file of the project the way the project's formatter wants it, so that git shows what changed and nothing else. */
export function write(path: string, value: unknown): void {
	const input = `${JSON.stringify(value, undefined, '\t')}\n`;
	const biome = [require.resolve('@biomejs/biome/bin/biome'), 'format', `--stdin-file-path=${path}`];
	const { status, stdout } = spawnSync(process.execPath, biome, { cwd: ROOT, input, encoding: 'utf8' });
	replaceFile(path, status === 0 && stdout !== '' ? stdout : input);
}
