/** The check functions/settings. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers } from '../../../support/account-view';
import { useAccount } from '../../../support/emulated-account';

const account = useAccount();
const refusesTheKey = { smokeTest: async () => answers({ settings: '403 forbidden' }) };

test('variables that differ are the only fault, by their names, and a deployment fixes it', async () => {
	const variablesThatDiffer = async () => ['TWILIO_API_SECRET', 'HANDOFF_FALLBACK_NUMBER'];
	account.options = { project: { variablesThatDiffer } };
	const { found, fixes } = await account.onlyWrong('functions/settings');
	expect(found).toMatch(/TWILIO_API_SECRET, HANDOFF_FALLBACK_NUMBER$/);
	expect(fixes).toEqual([DEPLOY]);
});

test('a variable whose setting is malformed is not reported a second time', async () => {
	const variablesThatDiffer = async () => ['TWILIO_FLEX_VOICE_CHANNEL_SID'];
	const environment = { TWILIO_FLEX_VOICE_CHANNEL_SID: 'TC1' };
	account.options = { environment, project: { variablesThatDiffer } };
	await account.onlyWrong('agent-connect/settings');
});

test('Functions that refuse the API key are the only fault, and a deployment fixes it', async () => {
	account.options = { project: refusesTheKey };
	const { found, fixes } = await account.onlyWrong('functions/settings');
	expect(found).toContain('403 forbidden');
	expect(fixes).toEqual([DEPLOY]);
});

test('with an API key that doesn’t work, only agent-connect/api-key is wrong', async () => {
	account.options = { environment: { TWILIO_API_SECRET: 'another' }, project: refusesTheKey };
	await account.onlyWrong('agent-connect/api-key');
});
