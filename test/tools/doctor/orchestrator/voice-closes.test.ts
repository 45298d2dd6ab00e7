/** Whether a call's conversation closes when the caller hangs up. */
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();

test.each([
	[
		'minutes after the last words',
		{ VOICE: { statusTimeouts: { inactive: 5, closed: 30 }, captureRules: [] } },
	],
	['as by default, without settings for calls', {}],
	['at no time that TAC can read', { VOICE: { statusTimeouts: { inactive: 5 } } }],
])('a conversation that closes %s is made to close on hangup', async (_what, channelSettings) => {
	account.configuration.channelSettings = channelSettings;
	await account.fix(await account.onlyWrong('orchestrator/voice-closes'));
	expect(account.configuration.channelSettings).toMatchObject({
		VOICE: { statusTimeouts: null },
	});
});

test('call timeouts that TAC cannot read have an impact of their own', async () => {
	account.configuration.channelSettings = { VOICE: { statusTimeouts: { closed: 30 } } };
	const { impact } = await account.onlyWrong('orchestrator/voice-closes');
	account.configuration.channelSettings = { VOICE: { statusTimeouts: { inactive: 5 } } };
	expect((await account.onlyWrong('orchestrator/voice-closes')).impact).not.toBe(impact);
});

test.each([
	[{ inactive: 5, closed: 30 }, /5 minutes/],
	[{ inactive: 1 }, /1 minute /],
	[{ closed: 30 }, /^((?!minute).)*$/],
])('the fix of %j names the timeout that is lost with it', async (statusTimeouts, loss) => {
	account.configuration.channelSettings = { VOICE: { statusTimeouts } };
	const { fixes } = await account.onlyWrong('orchestrator/voice-closes');
	expect(fixes).toMatchObject([{ title: expect.stringMatching(loss) }]);
});

test.each([[{ captureRules: [] }], [{ statusTimeouts: null }]])(
	'a configuration with call settings %j closes on hangup, and is ok',
	async (VOICE) => {
		account.configuration.channelSettings = { VOICE };
		expect((await account.finding('orchestrator/voice-closes')).status).toBe('ok');
	},
);
