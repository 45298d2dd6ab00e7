/** Flex in a healthy account, and in one that hands over calls only. */
import { type FlexAccount, useFlexAccount } from './flex-account';

let account: FlexAccount;
useFlexAccount((started) => {
	account = started;
});

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
	const options = { only: 'voice', environment: { TWILIO_FLEX_CHAT_CHANNEL_SID: '' } } as const;
	expect(await account.faults(options)).toEqual([]);
	expect(await account.finding('flex/messaging-summary', options)).toMatchObject({ status: 'skipped' });
	expect((await account.finding('flex/routing', options))?.found).not.toContain('SMS');
});
