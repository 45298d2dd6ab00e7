/** How a customer's channels are grouped into conversations. */
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

test.each([
	['GROUP_BY_PROFILE', 'note'],
	['GROUP_BY_PARTICIPANT_ADDRESSES', 'note'],
	['GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE', 'ok'],
])('the grouping %s is reported as %s', async (type, status) => {
	account.configuration.conversationGroupingType = type;
	expect((await account.finding('orchestrator/grouping')).status).toBe(status);
	account.options = { only: 'voice' };
	expect((await account.finding('orchestrator/grouping')).status).toBe('ok');
});
