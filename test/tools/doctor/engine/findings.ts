/**
 * What the checks of the agent, the flow, the Functions and Flex find in an account, and what their fixes make of it.
 * @module
 */
import type { AccountView } from '../../../../tools/account/account-view';
import { agentConnect } from '../../../../tools/doctor/agent-connect';
import { unnoted, writeEdits } from '../../../../tools/doctor/engine/apply';
import type { Finding } from '../../../../tools/doctor/engine/check';
import type { Resource } from '../../../../tools/doctor/engine/resource';
import { examine } from '../../../../tools/doctor/engine/run';
import { flex, flexConfigurationResource, workflowResource } from '../../../../tools/doctor/flex';
import type { Deployment, SmokeCheck } from '../../../../tools/doctor/functions';
import { functionsProduct } from '../../../../tools/doctor/functions/checks';
import { studio } from '../../../../tools/doctor/studio';

export const live: Deployment = {
	serviceSid: `ZS${'1'.repeat(32)}`,
	environmentSid: `ZE${'1'.repeat(32)}`,
	domain: 'ai-to-human-handoff-1234-dev.twil.io',
	buildSid: `ZB${'1'.repeat(32)}`,
	variables: {},
};

/** What a good deployment answers; what is given comes instead of the answer about the same. */
export function answers(changed: Partial<Record<SmokeCheck['about'], string>> = {}): SmokeCheck[] {
	return (['strangers', 'settings', 'version'] as const).map((about) => ({
		name: `a question about ${about}`,
		about,
		ok: changed[about] === undefined,
		found: changed[about] ?? '200',
	}));
}

/** A project that is deployed as it should be. */
export const deployed = {
	deployment: async () => live,
	smokeTest: async () => answers(),
};

const PRODUCTS = [agentConnect, studio, functionsProduct, flex];

/** All findings, by the check. */
export async function findings(account: AccountView, products = PRODUCTS): Promise<Map<string, Finding>> {
	const all = await examine(account, products);
	return new Map(all.map((each) => [each.check, each]));
}

/** The findings that something is wrong or cannot be read. One fault should make one. */
export async function faults(account: AccountView, products = PRODUCTS): Promise<Finding[]> {
	const all = [...(await findings(account, products)).values()];
	return all.filter(({ status }) => status === 'wrong' || status === 'unreadable');
}

/** Makes the changes that findings call for. @returns what `.env` would have anew */
export async function fix(account: AccountView, found: readonly Finding[]): Promise<Record<string, string>> {
	const environment: Record<string, string> = {};
	const other: Resource = {
		title: 'another thing',
		read: () => Promise.reject(new Error('nobody should read this')),
		write: () => Promise.reject(new Error('nobody should write this')),
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
			'flex-configuration': flexConfigurationResource,
			'orchestrator-configuration': other,
			'intelligence-configuration': other,
			'phone-number': other,
			'address-configuration': other,
			live: other,
		},
		begin: unnoted,
		progress: () => {},
	});
	return environment;
}
