/** How a customer's channels are grouped into conversations. */
import type { Configuration } from '../../../../emulator/core/world';
import { configurationOf, type EmulatedAccount, useAccount } from '../../../support/emulated-account';

let account: EmulatedAccount;
let configuration: Configuration;
useAccount((started) => {
	account = started;
	configuration = configurationOf(account.emulator);
});

test.each([
	['GROUP_BY_PROFILE', 'note'],
	['GROUP_BY_PARTICIPANT_ADDRESSES', 'note'],
	['GROUP_BY_PARTICIPANT_ADDRESSES_AND_CHANNEL_TYPE', 'ok'],
])('%s is reported as %s', async (type, status) => {
	configuration.conversationGroupingType = type;
	expect((await account.finding('orchestrator/grouping')).status).toBe(status);
	account.options = { only: 'voice' };
	expect((await account.finding('orchestrator/grouping')).status).toBe('ok');
});
