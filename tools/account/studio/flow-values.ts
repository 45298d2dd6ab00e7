/**
 * The values of the flow's placeholders in one account: those of the settings, and where one is not set, what the
 * account has only one of.
 * @module
 */
import type { Twilio } from 'twilio';
import { taskTimeout } from '../../../src/handoff/task-options';
import { HandoffError } from '../../../src/http/errors';
import {
	E164,
	requireSetting,
	SETTING_NAMES,
	type SettingName,
	type Settings,
	wellFormed,
} from '../../../src/settings';
import { holdMusic, speech, textFor } from '../../../src/texts';
import type { FlowValues } from '../../../studio/render/render';
import { asking } from '../asking';
import { findFlexConfiguration } from '../flex/configuration';
import {
	CHAT_CHANNEL,
	choose,
	listTaskChannels,
	listWorkflows,
	VOICE_CHANNEL,
	WORKFLOW_SETTING,
} from '../flex/workspace';
import { plural } from '../format';
import { lazy } from '../lazy';

/** The name under which Flex creates its TaskRouter workspace. */
const FLEX_WORKSPACE = 'Flex Task Assignment';

interface Named {
	readonly sid: string;
	readonly name: string;
}

/** What a setting can be. */
interface Options {
	readonly setting: SettingName;
	/** One of them: `workflow`. */
	readonly kind: string;
	/** The one it has to be: `task channel "voice"`. `kind` when any will do. */
	readonly wanted?: string;
	readonly fits?: (each: Named) => boolean;
}

/**
 * @param functionsUrl where the Functions are, no slash at the end
 * @throws {MisconfiguredError} naming a setting that is malformed
 * @throws {HandoffError} naming a setting that leaves the choice open, with the possible values; when Twilio does not
 *   respond
 */
export async function resolveFlowValues(
	twilio: Twilio,
	settings: Settings,
	functionsUrl: string,
): Promise<FlowValues> {
	const workspace = lazy(() => findWorkspaceSid(twilio));
	const workflows = async () =>
		(await listWorkflows(twilio, await workspace())).map(({ sid, friendlyName: name }) => ({ sid, name }));
	const channels = lazy(async () =>
		(await listTaskChannels(twilio, await workspace())).map(({ sid, uniqueName: name }) => ({ sid, name })),
	);
	const channel = ({ setting, uniqueName }: typeof VOICE_CHANNEL | typeof CHAT_CHANNEL): Options => ({
		setting,
		kind: 'task channel',
		wanted: `task channel "${uniqueName}"`,
		fits: ({ name }) => name === uniqueName,
	});
	const [workflowSid, voiceSid, chatSid] = await Promise.all([
		resolve(settings, { setting: WORKFLOW_SETTING, kind: 'workflow' }, workflows),
		resolve(settings, channel(VOICE_CHANNEL), channels),
		resolve(settings, channel(CHAT_CHANNEL), channels),
	]);
	// Only a live handoff ignores a malformed setting.
	for (const name of SETTING_NAMES) {
		if (name.startsWith('HANDOFF_') && settings[name] !== undefined) requireSetting(settings, name);
	}
	const sender = settings.TWILIO_PHONE_NUMBER ?? '';
	return {
		FUNCTIONS_URL: functionsUrl,
		TWILIO_FLEX_WORKFLOW_SID: workflowSid,
		TWILIO_FLEX_VOICE_CHANNEL_SID: voiceSid,
		TWILIO_FLEX_CHAT_CHANNEL_SID: chatSid,
		TWILIO_PHONE_NUMBER: E164.test(sender) ? sender : '',
		...adaptedValues(settings),
	};
}

/** The values that only the settings decide; a malformed one has its default. */
export function adaptedValues(settings: Settings) {
	const fallback = wellFormed(settings, 'HANDOFF_FALLBACK_NUMBER') ?? '';
	const isSip = fallback !== '' && !E164.test(fallback);
	const { voice = '', language = '' } = speech(settings);
	const { waitUrl = '', waitUrlMethod = '' } = holdMusic(settings) ?? {};
	return {
		HANDOFF_FALLBACK_NUMBER: isSip ? '' : fallback,
		HANDOFF_FALLBACK_SIP: isSip ? fallback : '',
		HANDOFF_FALLBACK_NOUN: isSip ? 'sip' : 'number',
		HANDOFF_CALL_TIMEOUT: String(taskTimeout(settings, 'HANDOFF_CALL_TIMEOUT')),
		HANDOFF_CHAT_TIMEOUT: String(taskTimeout(settings, 'HANDOFF_CHAT_TIMEOUT')),
		HANDOFF_CALL_GREETING: textFor(settings, 'HANDOFF_CALL_GREETING'),
		HANDOFF_CALL_APOLOGY: textFor(settings, 'HANDOFF_CALL_APOLOGY'),
		HANDOFF_VOICE: voice,
		HANDOFF_LANGUAGE: language,
		HANDOFF_HOLD_MUSIC: waitUrl,
		HANDOFF_HOLD_MUSIC_METHOD: waitUrlMethod,
		HANDOFF_CHAT_GIVEN_BACK: textFor(settings, 'HANDOFF_CHAT_GIVEN_BACK'),
		HANDOFF_CHAT_APOLOGY: textFor(settings, 'HANDOFF_CHAT_APOLOGY'),
	} as const;
}

/** The workspace of Flex. Without Flex, the one with its name, or the only one. */
async function findWorkspaceSid(twilio: Twilio): Promise<string> {
	const flex = await findFlexConfiguration(twilio);
	if (flex?.taskrouter_workspace_sid) return flex.taskrouter_workspace_sid;
	const workspaces = await asking('listing the TaskRouter workspaces', () =>
		twilio.taskrouter.v1.workspaces.list(),
	);
	const all = workspaces.map(({ sid, friendlyName: name }): Named => ({ sid, name }));
	const likely = all.filter(({ name }) => name === FLEX_WORKSPACE);
	return only({ setting: WORKFLOW_SETTING, kind: 'TaskRouter workspace' }, likely.length > 0 ? likely : all);
}

async function resolve(
	settings: Settings,
	options: Options,
	read: () => Promise<readonly Named[]>,
): Promise<string> {
	const { setting, kind } = options;
	if (settings[setting] === undefined) return only(options, await read());
	const set = requireSetting(settings, setting);
	// With several workspaces, which one it should be in is unknown.
	const all = await read().catch((error: unknown) => {
		if (error instanceof HandoffError && error.code === 'misconfigured') return undefined;
		throw error;
	});
	if (all === undefined || choose(all, set)) return set;
	throw unresolved(setting, `${setting} is set to ${kind} ${set}, which doesn’t exist`, all);
}

function only({ setting, kind, wanted = kind, fits = () => true }: Options, all: readonly Named[]): string {
	const chosen = choose(all, undefined, fits);
	if (chosen) return chosen.sid;
	const count = all.filter(fits).length;
	const found = count === 0 ? `${wanted} not found` : `the account has ${plural(count, kind)}`;
	throw unresolved(setting, `${setting} is not set, and ${found}`, all);
}

function unresolved(field: SettingName, problem: string, all: readonly Named[]): HandoffError {
	const choices = all.map(({ sid, name }) => `${sid} "${name}"`).join(', ') || 'none';
	const message = `${problem}. Available: ${choices}. Set ${field} in .env.`;
	return new HandoffError(500, 'misconfigured', message, { field });
}
