/** Whether calls and messages have the task channels that Flex knows them by. */
import { ELSEWHERE, type FlexAccount, useFlexAccount } from './flex-account';

let account: FlexAccount;
useFlexAccount((started) => {
	account = started;
});

const VOICE = 'TWILIO_FLEX_VOICE_CHANNEL_SID';
const CHAT = 'TWILIO_FLEX_CHAT_CHANNEL_SID';

test('the channels need not be set', async () => {
	expect(await account.faults({ environment: { [VOICE]: '', [CHAT]: '' } })).toEqual([]);
});

test('settings that are swapped are swapped back', async () => {
	const { voiceChannelSid, chatChannelSid } = account.world;
	const environment = { [VOICE]: chatChannelSid, [CHAT]: voiceChannelSid };
	const wrong = await account.faults({ environment });
	expect(wrong).toMatchObject([{ check: 'flex/task-channels' }]);
	expect(wrong[0]?.fixes).toHaveLength(2);
	expect(await account.fix({ environment })).toEqual([]);
});

test('the channel of calls, when it is set, has to be right for messages too, since the flow holds both', async () => {
	const { chatChannelSid } = account.world;
	const environment = { [VOICE]: chatChannelSid, [CHAT]: chatChannelSid };
	const wrong = await account.faults({ environment, only: 'messaging' });
	expect(wrong).toMatchObject([{ check: 'flex/task-channels' }]);
	expect(wrong[0]?.found).toContain(VOICE);
	expect(wrong[0]?.found).not.toContain(CHAT);
	expect(await account.faults({ environment: { [VOICE]: '' }, only: 'messaging' })).toEqual([]);
});

test('a channel of another account is replaced', async () => {
	const environment = { [CHAT]: `TC${ELSEWHERE}` };
	expect(await account.faults({ environment })).toMatchObject([{ check: 'flex/task-channels' }]);
	expect(await account.fix({ environment })).toEqual([]);
});

test('a channel that Flex does not have has no fix', async () => {
	account.world.taskChannels.delete(account.world.voiceChannelSid);
	expect(await account.faults({ environment: { [VOICE]: '' } })).toMatchObject([
		{ check: 'flex/task-channels', fixes: [] },
	]);
});
