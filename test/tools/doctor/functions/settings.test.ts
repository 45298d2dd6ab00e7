/** The check functions/settings. */
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { answers, faults, useAccount } from '../engine/findings';

const view = useAccount();

test('variables that differ are the only fault, by their names, and a deployment fixes it', async () => {
	const variablesThatDiffer = async () => ['TWILIO_API_SECRET', 'HANDOFF_FALLBACK_NUMBER'];
	const found = await faults(view({ project: { variablesThatDiffer } }));
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
	const found = await faults(view({ environment, project: { variablesThatDiffer } }));
	expect(found.map(({ check }) => check)).toEqual(['agent-connect/settings']);
});

test('Functions that refuse the API key are the only fault, and a deployment fixes it', async () => {
	const smokeTest = async () => answers({ settings: '403 forbidden' });
	expect(await faults(view({ project: { smokeTest } }))).toMatchObject([
		{
			check: 'functions/settings',
			status: 'wrong',
			found: expect.stringContaining('403 forbidden'),
			fixes: [DEPLOY],
		},
	]);
});

test('with an API key that doesn’t work, only agent-connect/api-key is wrong', async () => {
	const project = { smokeTest: async () => answers({ settings: '403 forbidden' }) };
	const found = await faults(view({ environment: { TWILIO_API_SECRET: 'another' }, project }));
	expect(found).toMatchObject([{ check: 'agent-connect/api-key' }]);
});
