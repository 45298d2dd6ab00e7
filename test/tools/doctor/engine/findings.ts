/**
 * The findings of the checks of agent-connect, studio, functions and flex in an account, and what their fixes change.
 * @module
 */
import type { Emulator } from '../../../../emulator/core/emulator';
import type { AccountView, SmokeCheck } from '../../../../tools/account/account-view';
import type { Deployment } from '../../../../tools/account/deployed';
import { agentConnect } from '../../../../tools/doctor/agent-connect';
import { unlogged, writeEdits } from '../../../../tools/doctor/engine/apply';
import type { Finding } from '../../../../tools/doctor/engine/check';
import type { Resource } from '../../../../tools/doctor/engine/resource';
import { examine } from '../../../../tools/doctor/engine/run';
import {
	flex,
	flexConfigurationResource,
	workflowResource,
	workspaceResource,
} from '../../../../tools/doctor/flex';
import { functions } from '../../../../tools/doctor/functions';
import { executionResource, studio } from '../../../../tools/doctor/studio';
import { useEmulator } from '../../../emulator/client';
import { type ViewOptions, viewOf } from '../../../support/account-view';

const live: Deployment = {
	serviceSid: `ZS${'1'.repeat(32)}`,
	environmentSid: `ZE${'1'.repeat(32)}`,
	domain: 'ai-to-human-handoff-1234-dev.twil.io',
	buildSid: `ZB${'1'.repeat(32)}`,
	variables: {},
};

/** The responses of a good deployment; `changed` replaces the response about the same. */
export function answers(changed: Partial<Record<SmokeCheck['about'], string>> = {}): SmokeCheck[] {
	return (['authentication', 'settings', 'version'] as const).map((about) => ({
		name: `a question about ${about}`,
		about,
		ok: changed[about] === undefined,
		found: changed[about] ?? '200',
	}));
}

/** A project that is deployed correctly. */
export const deployed = {
	deployment: async () => live,
	smokeTest: async () => answers(),
};

/** The workspace reports canceled tasks to these Functions. */
export function reportTasks({ world }: Emulator): void {
	world.workspace.eventCallbackUrl = `https://${live.domain}/task-events`;
	world.workspace.eventsFilter = 'task.canceled';
}

/** One emulated account for a file of tests. @returns opens it, with a correct deployment unless `project` differs */
export function useAccount(): (options?: ViewOptions) => AccountView {
	let emulator: Emulator | undefined;
	useEmulator((started) => {
		emulator = started;
		reportTasks(started);
	});
	return ({ project, ...options } = {}) => {
		if (!emulator) throw new Error('The emulator is not started yet');
		return viewOf(emulator, { ...options, project: { ...deployed, ...project } });
	};
}

const PRODUCTS = [agentConnect, studio, functions, flex];

/** All findings by their check. */
export async function findings(account: AccountView, products = PRODUCTS): Promise<Map<string, Finding>> {
	const all = await examine(account, products);
	return new Map(all.map((each) => [each.check, each]));
}

/** The findings that are wrong or unreadable. Each fault should cause one. */
export async function faults(account: AccountView, products = PRODUCTS): Promise<Finding[]> {
	const all = [...(await findings(account, products)).values()];
	return all.filter(({ status }) => status === 'wrong' || status === 'unreadable');
}

/** The only fault. */
export async function onlyFault(account: AccountView, products = PRODUCTS): Promise<Finding> {
	const [fault, ...others] = await faults(account, products);
	expect(others).toEqual([]);
	if (!fault) throw new Error('Nothing is wrong');
	return fault;
}

/** Applies the fixes of findings. @returns what they set in `.env` */
export async function fix(account: AccountView, found: readonly Finding[]): Promise<Record<string, string>> {
	const environment: Record<string, string> = {};
	const other: Resource = {
		title: 'Other',
		read: () => Promise.reject(new Error('no fix here reads this')),
		write: () => Promise.reject(new Error('no fix here writes this')),
	};
	const env: Resource = {
		title: '.env',
		read: async () => ({ ...account.environment }),
		write: async (_account, _id, whole, changed) => {
			for (const [name = ''] of changed) environment[name] = String(whole[name] ?? '');
		},
	};
	const edits = found.flatMap(({ fixes }) => fixes.flatMap((each) => each.edits));
	await writeEdits(edits, account, {
		resources: {
			env,
			workflow: workflowResource,
			workspace: workspaceResource,
			execution: executionResource,
			'flex-configuration': flexConfigurationResource,
			'orchestrator-configuration': other,
			'intelligence-configuration': other,
			'phone-number': other,
			'address-configuration': other,
			live: other,
		},
		begin: unlogged,
		progress: () => {},
		notice: () => {},
	});
	return environment;
}
