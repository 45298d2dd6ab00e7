/**
 * Checks that the flow's two Send to Flex widgets use Flex's task channels for calls and messages.
 * @module
 */
import type { TaskChannelInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/taskChannel';
import type { AccountView } from '../../account/account-view';
import { isMalformed } from '../../account/env/settings';
import { CHAT_CHANNEL, readTaskChannels, VOICE_CHANNEL } from '../../account/flex/workspace';
import { type Check, type Observation, ok, wrong } from '../engine/check';
import { setInEnv } from '../engine/env-fix';
import { lookAtWorkspace } from '../engine/look-at-workspace';

export const taskChannels: Check = {
	name: 'task-channels',
	title: 'Task channels',
	expected: 'calls use the task channel "voice" and messages use "chat"',
	impact: 'The handoff creates no task, or the agent gets a task without the call or messages.',
	advice: `Set ${VOICE_CHANNEL.setting} and ${CHAT_CHANNEL.setting} in .env to the channels with those names (Console: TaskRouter > Workspaces > Task Channels), or leave them empty, then run npx handoff deploy.`,
	look: (account) =>
		lookAtWorkspace(account, async (workspace) => {
			const all = await readTaskChannels(account, workspace);
			// The flow has both, so the setting of a channel that isn't handed off has to be right too.
			const isUsed = (half: 'voice' | 'messaging', { setting }: Channel) =>
				account.handsOver(half) || account.settings[setting] !== undefined;
			const seen = [
				...(isUsed('voice', VOICE_CHANNEL) ? [lookAtChannel(account, all, VOICE_CHANNEL)] : []),
				...(isUsed('messaging', CHAT_CHANNEL) ? [lookAtChannel(account, all, CHAT_CHANNEL)] : []),
			];
			const bad = seen.filter(({ status }) => status === 'wrong');
			if (bad.length === 0) return ok(seen.map(({ found }) => found).join(', '));
			return wrong(bad.map(({ found }) => found).join('; '), {
				fixes: bad.flatMap(({ fixes = [] }) => fixes),
			});
		}),
};

type Channel = typeof VOICE_CHANNEL | typeof CHAT_CHANNEL;

function lookAtChannel(
	account: AccountView,
	all: readonly TaskChannelInstance[],
	{ setting, uniqueName: name }: Channel,
): Observation {
	if (isMalformed(account.settings, setting)) return ok(`${setting} is malformed`);
	const set = account.settings[setting];
	const right = all.find(({ uniqueName }) => uniqueName === name);
	if (right && (set === undefined || set === right.sid)) return ok(`"${name}" ${right.sid}`);
	if (set === undefined) return wrong(`task channel "${name}" not found in Flex`);
	const other = all.find(({ sid }) => sid === set);
	const found = `${setting} is ${other ? `"${other.uniqueName}", not "${name}"` : `${set}, not found in Flex`}`;
	return wrong(found, right && { fixes: [setInEnv(account, setting, right.sid)] });
}
