/** What is said of the live Functions: each fault makes one finding, and a deployment fixes it. */
import type { Emulator } from '../../../../emulator/core/emulator';
import { DEPLOY } from '../../../../tools/doctor/engine/fix';
import { useEmulator } from '../../../emulator/client';
import { type ViewOptions, viewOf } from '../../../support/account-view';
import { answers, deployed, faults, findings } from '../engine/findings';

describe('the Functions', () => {
	let emulator: Emulator;
	useEmulator((started) => {
		emulator = started;
	});
	const view = (project: ViewOptions['project'], environment = {}) =>
		viewOf(emulator, { environment, project: { ...deployed, ...project } });
	const silent = 'no answer: connection reset';

	test('as they should be: asked once', async () => {
		let asked = 0;
		const smokeTest = async () => {
			asked++;
			return answers();
		};
		const found = await findings(view({ smokeTest }));
		const said = [...found.values()].filter(({ check }) => check.startsWith('functions/'));
		expect(said.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
		expect(asked).toBe(1);
	});

	test.each([
		['no Functions', { deployment: async () => undefined }, 'functions/deployed', 'no Functions'],
		[
			'no answer',
			{ smokeTest: async () => answers({ strangers: silent, settings: silent, version: silent }) },
			'functions/reachable',
			`https://ai-to-human-handoff-1234-dev.twil.io: ${silent}`,
		],
		[
			'another version',
			{ smokeTest: async () => answers({ version: '200 {"version":"0.9.0"}' }) },
			'functions/version',
			'a question about version: found 200 {"version":"0.9.0"}',
		],
		[
			'open doors',
			{ smokeTest: async () => answers({ strangers: '200' }) },
			'functions/strangers',
			'a question about strangers: found 200',
		],
		[
			'variables that differ',
			{ variablesThatDiffer: async () => ['TWILIO_API_SECRET', 'HANDOFF_FALLBACK_NUMBER'] },
			'functions/settings',
			'missing, another value, or not in .env: TWILIO_API_SECRET, HANDOFF_FALLBACK_NUMBER',
		],
		[
			'a key they do not know',
			{ smokeTest: async () => answers({ settings: '403 forbidden' }) },
			'functions/settings',
			'a question about settings: found 403 forbidden',
		],
	])('%s', async (_what, project: ViewOptions['project'], check, found) => {
		const wrong = await faults(view(project));
		expect(wrong).toMatchObject([{ check, status: 'wrong', found, fixes: [DEPLOY] }]);
	});

	test('with a key that does not work their settings cannot be told', async () => {
		const project = { smokeTest: async () => answers({ settings: '403 forbidden' }) };
		const wrong = await faults(view(project, { TWILIO_API_SECRET: 'another' }));
		expect(wrong).toMatchObject([{ check: 'agent-connect/api-key' }]);
	});
});
