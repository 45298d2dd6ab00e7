/** What a deployment would change. */
import { readSettings } from '../../../src/settings';
import type { Deployment } from '../../../tools/account/deployed';
import { desiredVariables, planFunctions } from '../../../tools/deploy/functions-plan';

describe('the plan for the Functions', () => {
	const local = { hash: 'h1' };
	const deployment = (variables: Record<string, string>): Deployment => ({
		serviceSid: 'ZS1',
		environmentSid: 'ZE1',
		domain: 'a.twil.io',
		buildSid: 'ZB1',
		variables,
	});

	test.each([
		['nothing is live', 'first', undefined],
		['the record names this bundle and this build', 'none', 'h1@ZB1'],
		['the record names another bundle', 'changed', 'h0@ZB1'],
		['the record names another build', 'foreign', 'h1@ZB0'],
		['there is no record', 'foreign', ''],
	])('when %s, the build is planned as %s', (_what, build, record) => {
		const live = record === undefined ? undefined : deployment({ HANDOFF_DEPLOYMENT: record });
		expect(planFunctions(local, live, {})).toMatchObject({ build, nothingToDo: build === 'none' });
	});

	test('a plan holds names of variables, never values', () => {
		const live = deployment({ HANDOFF_DEPLOYMENT: 'h1@ZB1', TWILIO_API_SECRET: 'old-secret', OTHERS: 'x' });
		const plan = planFunctions(local, live, { TWILIO_API_SECRET: 'new-secret' });
		expect(plan.variables).toEqual({ set: [], change: ['TWILIO_API_SECRET'], remove: [], keep: [] });
		expect(JSON.stringify(plan)).not.toMatch(/(old|new)-secret/);
	});

	test('only variables that the Functions read are deployed', () => {
		const settings = readSettings({
			ACCOUNT_SID: 'AC1',
			AUTH_TOKEN: 't',
			TWILIO_AUTH_TOKEN: 't',
			TWILIO_CONVERSATION_CONFIGURATION_ID: 'c',
			TWILIO_FLEX_CHAT_CHANNEL_SID: 'TC1',
			TWILIO_PHONE_NUMBER: ' +15005550006 ',
			HANDOFF_FALLBACK_NUMBER: '',
			HANDOFF_CHAT_GIVEN_BACK: 'for the flow alone',
			HANDOFF_VOICE: 'Polly.Vicki',
		});
		expect(desiredVariables(settings)).toEqual({
			TWILIO_PHONE_NUMBER: '+15005550006',
			HANDOFF_VOICE: 'Polly.Vicki',
		});
	});
});
