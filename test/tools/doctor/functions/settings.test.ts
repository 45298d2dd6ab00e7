/** The check functions/settings. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { useEmulator } from '../../../emulator/client';
import { viewOf } from '../../../support/account-view';
import { answers, deployed, faults } from '../engine/findings';

let emulator: Emulator;
useEmulator((started) => {
	emulator = started;
});

test('variables that differ are the only fault, by their names, and a deployment fixes it', async () => {
	const variablesThatDiffer = async () => ['TWILIO_API_SECRET', 'HANDOFF_FALLBACK_NUMBER'];
	const found = await faults(viewOf(emulator, { project: { ...deployed, variablesThatDiffer } }));
	expect(found).toMatchObject([
		{
			check: 'functions/settings',
			status: 'wrong',
			found: expect.stringMatching(/TWILIO_API_SECRET, HANDOFF_FALLBACK_NUMBER$/),
			fixes: [DEPLOY],
		},
	]);
});

test('a variable whose setting is malformed is not reported a second time', async () => {
	const variablesThatDiffer = async () => ['TWILIO_FLEX_VOICE_CHANNEL_SID'];
	const environment = { TWILIO_FLEX_VOICE_CHANNEL_SID: 'TC1' };
	const found = await faults(
		viewOf(emulator, { environment, project: { ...deployed, variablesThatDiffer } }),
	);
	expect(found.map(({ check }) => check)).toEqual(['agent-connect/settings']);
});

test('Functions that refuse the API key are the only fault, and a deployment fixes it', async () => {
	const smokeTest = async () => answers({ settings: '403 forbidden' });
	expect(await faults(viewOf(emulator, { project: { ...deployed, smokeTest } }))).toMatchObject([
		{
			check: 'functions/settings',
			status: 'wrong',
			found: expect.stringContaining('403 forbidden'),
			fixes: [DEPLOY],
		},
	]);
});

test('with an API key that doesn’t work, only agent-connect/api-key is wrong', async () => {
	const project = { ...deployed, smokeTest: async () => answers({ settings: '403 forbidden' }) };
	const found = await faults(viewOf(emulator, { environment: { TWILIO_API_SECRET: 'another' }, project }));
	expect(found).toMatchObject([{ check: 'agent-connect/api-key' }]);
});
