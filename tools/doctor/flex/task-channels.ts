/**
 * The task channels of the flow's two Send to Flex widgets: how many calls and chats a person is given at once hangs
 * on them.
 * @module
 */
import type { TaskChannelInstance } from 'twilio/lib/rest/taskrouter/v1/workspace/taskChannel';
import type { AccountView } from '../../account/account-view';
import { isMalformed } from '../../account/settings';
import { lookAtWorkspace, readTaskChannels } from '../../account/workspace';
import { type Check, ok, wrong } from '../engine/check';
import { setInEnv } from '../engine/env-fix';
import type { Fix } from '../engine/fix';

const VOICE = ['TWILIO_FLEX_VOICE_CHANNEL_SID', 'voice'] as const;
const CHAT = ['TWILIO_FLEX_CHAT_CHANNEL_SID', 'chat'] as const;

export const taskChannels: Check = {
	name: 'task-channels',
	title: 'Task channels',
	expected: 'calls go by the task channel "voice" and messages by "chat"',
	impact:
		'The handoff makes no task, or one that Flex takes for another kind: the agent gets it without the call or chat.',
	advice: `Set ${VOICE[0]} and ${CHAT[0]} in .env to the channels of those names (Twilio Console: TaskRouter > Workspaces > Task Channels), or leave them empty; then npm run deploy.`,
	look: (account) =>
		lookAtWorkspace(account, async (workspace) => {
			const all = await readTaskChannels(account, workspace);
			// Both go into the flow: what is set for the other half may not be wrong either.
			const wanted = [
				...(account.handsOver('voice') || account.settings[VOICE[0]] !== undefined ? [VOICE] : []),
				...(account.handsOver('messaging') || account.settings[CHAT[0]] !== undefined ? [CHAT] : []),
			];
			const views = wanted.map(([setting, name]) => viewChannel(account, all, setting, name));
			const bad = views.filter(({ wrong }) => wrong);
			if (bad.length === 0) return ok(views.map(({ found }) => found).join(', '));
			return wrong(bad.map(({ found }) => found).join('; '), {
				fixes: bad.flatMap(({ fix }) => (fix ? [fix] : [])),
			});
		}),
};

interface ChannelView {
	readonly wrong: boolean;
	readonly found: string;
	readonly fix?: Fix;
}

function viewChannel(
	account: AccountView,
	all: readonly TaskChannelInstance[],
	setting: (typeof VOICE | typeof CHAT)[0],
	name: string,
): ChannelView {
	const set = account.settings[setting];
	const right = all.find(({ uniqueName }) => uniqueName === name);
	if (isMalformed(account.settings, setting)) return { wrong: false, found: `${setting} is malformed` };
	if (set === undefined) {
		return right
			? { wrong: false, found: `"${name}" ${right.sid}` }
			: { wrong: true, found: `Flex has no task channel "${name}"` };
	}
	if (set === right?.sid) return { wrong: false, found: `"${name}" ${set}` };
	const is = all.find(({ sid }) => sid === set);
	const found = `${setting} is ${is ? `"${is.uniqueName}", not "${name}"` : `${set}, which Flex does not have`}`;
	return { wrong: true, found, ...(right && { fix: setInEnv(account, setting, right.sid) }) };
}
