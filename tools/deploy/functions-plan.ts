/**
 * What a deployment would change in the Functions.
 * @module
 */
import { readSettings, type SettingName, type Settings } from '../../src/settings';
import type { Deployment, Variables } from '../account/deployed';
import type { LocalBundle } from './bundle';

/**
 * The variable in which a deployment records itself for the next one: `{bundle hash}@{build SID}`. A build, a deployment
 * and an environment have no field for a record of ours (twilio-node, rest/serverless/v1/service), and an asset's content
 * cannot be read back through the API; a file on one laptop would be missing on the next. The build
 * SID shows whether another deployment was made since.
 */
export const DEPLOYMENT_RECORD = 'HANDOFF_DEPLOYMENT';

/** Twilio fills in the first two (the service includes credentials); the others are for the flow alone. */
const NOT_FOR_FUNCTIONS: ReadonlySet<string> = new Set<SettingName>([
	'ACCOUNT_SID',
	'AUTH_TOKEN',
	'TWILIO_FLEX_VOICE_CHANNEL_SID',
	'TWILIO_FLEX_CHAT_CHANNEL_SID',
	'HANDOFF_CHAT_GIVEN_BACK',
	'HANDOFF_CHAT_APOLOGY',
]);

/**
 * What the Functions do without when it is not set. The others are never removed: a line missing in one `.env` would
 * break working handoffs.
 */
const isOptional = (name: string) => name.startsWith('HANDOFF_') || name === 'TWILIO_PHONE_NUMBER';

/**
 * The variables our Functions need, and nothing else of an `.env` file: the virtual agent uses it too, and its
 * secrets don't belong in the Functions.
 * @example desiredVariables(readSettings({ TWILIO_AUTH_TOKEN: '…', TWILIO_PHONE_NUMBER: '+1…' })) // { TWILIO_PHONE_NUMBER: '+1…' }
 */
export function desiredVariables(settings: Settings): Variables {
	const wanted = Object.entries(settings).filter(([name]) => !NOT_FOR_FUNCTIONS.has(name));
	return Object.fromEntries(wanted);
}

/**
 * The API key of the live Functions, when this run has only the personal key of a twilio-cli profile: the virtual agent
 * uses the Functions' key, so it must not be replaced.
 * @param profile the one whose credentials are used; `undefined` when the settings have them
 */
export function keyOfAgent(profile: string | undefined, live: Variables = {}): Settings {
	const { TWILIO_API_KEY, TWILIO_API_SECRET } = live;
	if (profile === undefined || !TWILIO_API_KEY || !TWILIO_API_SECRET) return {};
	return { TWILIO_API_KEY, TWILIO_API_SECRET };
}

/** Names only, sorted: values may be secrets. */
export interface VariablesPlan {
	readonly set: readonly string[];
	readonly change: readonly string[];
	readonly remove: readonly string[];
	/** Live, not set here, and left alone since the Functions need them. */
	readonly keep: readonly string[];
}

export interface FunctionsPlan {
	/**
	 * Why a new build is needed, if one is. `first`: nothing is live. `foreign`: what is live was not deployed by this
	 * command, or another deployment was made since. `changed`: the code, an asset, a dependency or the runtime did.
	 */
	readonly build: 'none' | 'first' | 'foreign' | 'changed';
	readonly variables: VariablesPlan;
	readonly nothingToDo: boolean;
}

/** With a build's SID, only that build will do, even if another one has the same content. */
type Planned = Pick<LocalBundle, 'hash'> & { readonly buildSid?: string };

/**
 * Compares. Variables that are not ours are not looked at.
 * @param live what `readDeployment` found
 * @param variables those of `desiredVariables`
 */
export function planFunctions(
	local: Planned,
	live: Deployment | undefined,
	variables: Variables,
): FunctionsPlan {
	const plan = planVariables(live?.variables ?? {}, variables);
	const build = whyBuild(local, live);
	const same = plan.set.length + plan.change.length + plan.remove.length === 0;
	return { build, variables: plan, nothingToDo: build === 'none' && same };
}

/** Which variables a deployment would change. @param there those that are live */
export function planVariables(there: Variables, variables: Variables): VariablesPlan {
	const names = Object.keys(variables).sort();
	const missing = Object.keys(desiredVariables(readSettings(there)))
		.filter((name) => !(name in variables))
		.sort();
	return {
		set: names.filter((name) => !(name in there)),
		change: names.filter((name) => name in there && there[name] !== variables[name]),
		remove: missing.filter((name) => isOptional(name)),
		keep: missing.filter((name) => !isOptional(name)),
	};
}

/** The note that goes with a deployment. */
export function deploymentRecord({ hash }: Pick<LocalBundle, 'hash'>, buildSid: string): string {
	return `${hash}@${buildSid}`;
}

/** Whether it is with the variables of what runs this build. */
export function isRecordOf(buildSid: string, variables: Variables): boolean {
	return variables[DEPLOYMENT_RECORD]?.endsWith(`@${buildSid}`) ?? false;
}

/** The bundle's hash, or its beginning, in the record of the build that runs; `undefined` when there is none of it. */
export function recordedHash({ buildSid, variables }: Deployment): string | undefined {
	if (!isRecordOf(buildSid, variables)) return undefined;
	return variables[DEPLOYMENT_RECORD]?.split('@')[0] || undefined;
}

/** @param recorded the hash, or its beginning: after a rollback that is all that is known */
export function isSameHash(hash: string, recorded: string): boolean {
	return hash.startsWith(recorded) || recorded.startsWith(hash);
}

function whyBuild({ hash, buildSid }: Planned, live: Deployment | undefined): FunctionsPlan['build'] {
	if (!live) return 'first';
	const recorded = recordedHash(live);
	if (recorded === undefined) return isRecordOf(live.buildSid, live.variables) ? 'changed' : 'foreign';
	const isThis = buildSid === undefined || buildSid === live.buildSid;
	return isThis && isSameHash(hash, recorded) ? 'none' : 'changed';
}
