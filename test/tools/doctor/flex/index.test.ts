/** Flex in a healthy account, and in one that hands over calls only. */
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

test('every check passes in a healthy account, but for the two opt-ins that no API reads', async () => {
	expect(await account.faults()).toEqual([]);
	const ids = ['instance', 'ui-version', 'workflow', 'task-channels', 'routing', 'workers'];
	for (const id of ids) expect(await account.finding(`flex/${id}`)).toMatchObject({ status: 'ok' });
	for (const id of ['voice-summary', 'messaging-summary']) {
		expect(await account.finding(`flex/${id}`)).toMatchObject({ status: 'note' });
	}
});

test('an account that hands over calls only needs nothing for messages', async () => {
	account.world.taskChannels.delete(account.world.chatChannelSid);
	account.options = { only: 'voice', environment: { TWILIO_FLEX_CHAT_CHANNEL_SID: '' } };
	expect(await account.faults()).toEqual([]);
	expect(await account.finding('flex/messaging-summary')).toMatchObject({ status: 'skipped' });
	expect((await account.finding('flex/routing')).found).not.toContain('SMS');
});
