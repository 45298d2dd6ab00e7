/**
 * What stands for the flow's placeholders in one account: what the settings say, and where they say nothing, what
 * the account has only one of.
 * @module
 */
import type { Twilio } from 'twilio';
import { z } from 'zod';
import { HandoffError } from '../../src/http/errors';
import { E164, requireSetting, type SettingName, type Settings } from '../../src/settings';
import { fromTwilio, statusOf } from '../../src/twilio/errors';
import { getJson } from '../../src/twilio/get-json';
import type { FlowValues } from '../../studio/render/render';
import { lazy } from './lazy';

const FLEX_CONFIGURATION_URL = 'https://flex-api.twilio.com/v1/Configuration';
const flexConfiguration = z.object({ taskrouter_workspace_sid: z.nullish(z.string()) });

/** Flex makes its TaskRouter workspace under this name. */
const FLEX_WORKSPACE = 'Flex Task Assignment';

interface Named {
	readonly sid: string;
	readonly name: string;
}

/**
 * @param functionsUrl where the Functions are, no slash at the end
 * @throws {MisconfiguredError} naming a setting that is malformed
 * @throws {HandoffError} naming a setting that the account leaves open, with what there is to choose from
 */
export async function resolveFlowValues(
	twilio: Twilio,
	settings: Settings,
	functionsUrl: string,
): Promise<FlowValues> {
	const workspace = lazy(() => findWorkspace(twilio));
	const workflows = async () =>
		list(
			'workflows',
			await workspace(),
			(sid) => twilio.taskrouter.v1.workspaces(sid).workflows.list(),
			({ friendlyName }) => friendlyName,
		);
	const channels = lazy(async () =>
		list(
			'task channels',
			await workspace(),
			(sid) => twilio.taskrouter.v1.workspaces(sid).taskChannels.list(),
			({ uniqueName }) => uniqueName,
		),
	);
	const called = (uniqueName: string) => (each: Named) => each.name === uniqueName;
	const [workflowSid, voiceSid, chatSid] = await Promise.all([
		choose(settings, 'TWILIO_FLEX_WORKFLOW_SID', 'workflow', workflows),
		choose(settings, 'TWILIO_FLEX_VOICE_CHANNEL_SID', 'task channel "voice"', channels, called('voice')),
		choose(settings, 'TWILIO_FLEX_CHAT_CHANNEL_SID', 'task channel "chat"', channels, called('chat')),
	]);
	const fallback = settings.HANDOFF_FALLBACK_NUMBER !== undefined;
	return {
		FUNCTIONS_URL: functionsUrl,
		TWILIO_FLEX_WORKFLOW_SID: workflowSid,
		TWILIO_FLEX_VOICE_CHANNEL_SID: voiceSid,
		TWILIO_FLEX_CHAT_CHANNEL_SID: chatSid,
		HANDOFF_FALLBACK_NUMBER: fallback ? requireSetting(settings, 'HANDOFF_FALLBACK_NUMBER') : '',
		TWILIO_PHONE_NUMBER: E164.test(settings.TWILIO_PHONE_NUMBER ?? '')
			? (settings.TWILIO_PHONE_NUMBER ?? '')
			: '',
	};
}

/** The one that Flex names, whatever it is called. Without Flex, the one that looks like it, or the only one. */
async function findWorkspace(twilio: Twilio): Promise<string> {
	const ofFlex = await findFlexWorkspace(twilio);
	if (ofFlex) return ofFlex;
	const workspaces = await twilio.taskrouter.v1.workspaces.list().catch((error: unknown) => {
		throw fromTwilio('listing the TaskRouter workspaces', error);
	});
	const named = workspaces.map(({ sid, friendlyName }): Named => ({ sid, name: friendlyName }));
	const flex = named.filter(({ name }) => name === FLEX_WORKSPACE);
	return only('TWILIO_FLEX_WORKFLOW_SID', 'TaskRouter workspace', flex.length > 0 ? flex : named, () => true);
}

/**
 * GUESS: Twilio answers 404 to an account without Flex; `findFlexConfiguration` (setup/flex/configuration.ts) says what
 * would settle it.
 */
async function findFlexWorkspace(twilio: Twilio): Promise<string | null | undefined> {
	try {
		return flexConfiguration.parse(await getJson(twilio, FLEX_CONFIGURATION_URL)).taskrouter_workspace_sid;
	} catch (error) {
		if (statusOf(error) === 404) return undefined;
		throw fromTwilio('reading the Flex configuration', error);
	}
}

async function list<T extends { sid: string }>(
	what: string,
	workspaceSid: string,
	read: (workspaceSid: string) => Promise<T[]>,
	name: (each: T) => string,
): Promise<Named[]> {
	try {
		return (await read(workspaceSid)).map((each) => ({ sid: each.sid, name: name(each) }));
	} catch (error) {
		throw fromTwilio(`listing the ${what}`, error);
	}
}

/** The one that is set, if there is such a one; else the only one that fits. */
async function choose(
	settings: Settings,
	setting: SettingName,
	what: string,
	read: () => Promise<readonly Named[]>,
	fits: (each: Named) => boolean = () => true,
): Promise<string> {
	if (settings[setting] === undefined) return only(setting, what, await read(), fits);
	const set = requireSetting(settings, setting);
	// With several workspaces there is no telling which one it should be in.
	const all = await read().catch((error: unknown) => {
		if (error instanceof HandoffError && error.code === 'misconfigured') return undefined;
		throw error;
	});
	if (all === undefined || all.some(({ sid }) => sid === set)) return set;
	throw unset(setting, `${setting} is ${set}, and the account has no such ${what.replace(/ ".*/, '')}`, all);
}

function only(
	setting: SettingName,
	what: string,
	all: readonly Named[],
	fits: (each: Named) => boolean,
): string {
	const fitting = all.filter(fits);
	const [first] = fitting;
	if (first !== undefined && fitting.length === 1) return first.sid;
	const count = fitting.length === 0 ? `no ${what}` : `${fitting.length} of the kind ${what}`;
	throw unset(setting, `${setting} is not set, and the account has ${count}`, all);
}

function unset(setting: SettingName, problem: string, all: readonly Named[]): HandoffError {
	const choices = all.map(({ sid, name }) => `${sid} "${name}"`).join(', ') || 'none at all';
	return new HandoffError(500, 'misconfigured', `${problem} (there are: ${choices}). Set it in .env.`, {
		field: setting,
	});
}
