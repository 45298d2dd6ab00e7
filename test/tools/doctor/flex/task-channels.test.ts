/** Whether calls and messages have the task channels that Flex knows them by. */
import { ELSEWHERE, useAccount } from '../../../support/emulated-account';

const account = useAccount();

const CHECK = 'flex/task-channels';
const VOICE = 'TWILIO_FLEX_VOICE_CHANNEL_SID';
const CHAT = 'TWILIO_FLEX_CHAT_CHANNEL_SID';

test('an account without task channel settings is ok', async () => {
	account.options = { environment: { [VOICE]: '', [CHAT]: '' } };
	expect(await account.faults()).toEqual([]);
});

test('task channel settings that are swapped are swapped back', async () => {
	const { voiceChannelSid, chatChannelSid } = account.world;
	account.options = { environment: { [VOICE]: chatChannelSid, [CHAT]: voiceChannelSid } };
	const wrong = await account.onlyWrong(CHECK);
	expect(wrong.fixes).toHaveLength(2);
	await account.fix(wrong);
});

test('the channel of calls, when it is set, has to be right for messages too, since the flow holds both', async () => {
	const { chatChannelSid } = account.world;
	const environment = { [VOICE]: chatChannelSid, [CHAT]: chatChannelSid };
	account.options = { environment, only: 'messaging' };
	const { found } = await account.onlyWrong(CHECK);
	expect(found).toContain(VOICE);
	expect(found).not.toContain(CHAT);
	account.options = { environment: { [VOICE]: '' }, only: 'messaging' };
	expect(await account.faults()).toEqual([]);
});

test('a channel of another account is replaced', async () => {
	account.options = { environment: { [CHAT]: `TC${ELSEWHERE}` } };
	await account.fix(await account.onlyWrong(CHECK));
});

test('a channel that Flex does not have has no fix', async () => {
	account.world.taskChannels.delete(account.world.voiceChannelSid);
	account.options = { environment: { [VOICE]: '' } };
	expect(await account.onlyWrong(CHECK)).toMatchObject({ fixes: [] });
});
