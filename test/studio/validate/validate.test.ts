/**
 * A whole flow, as the template or as one account runs it.
 * @module
 */
import template from '../../../studio/agent-handoff.json';
import { validateFlow } from '../../../studio/validate/validate';
import { stamp } from '../../../studio/version';
import { edited, rendered, VALUES } from '../../support/flow-edits';

const functionsUrl = VALUES.FUNCTIONS_URL;

test('the template has no problems', () => {
	expect(validateFlow(template)).toEqual([]);
});

test.each([VALUES.HANDOFF_FALLBACK_NUMBER, ''])(
	'a rendered flow has no problems when the fallback number is "%s"',
	(number) => {
		expect(validateFlow(rendered({ HANDOFF_FALLBACK_NUMBER: number }), { functionsUrl })).toEqual([]);
	},
);

test('a deployed flow has no problems with the hash and a full git revision in its description', () => {
	const { definition } = stamp(rendered(), 'f1ad99e8f1ad99e8f1ad99e8f1ad99e8f1ad99e8');
	expect(validateFlow(definition, { functionsUrl })).toEqual([]);
});

test('a flow whose Functions run on localhost has no problems', () => {
	const local = 'http://localhost:3000';
	expect(validateFlow(rendered({ FUNCTIONS_URL: local }), { functionsUrl: local })).toEqual([]);
});

test('a description without a version is a problem', () => {
	const flow = edited((each) => Object.assign(each, { description: 'AI-to-human handoff' }));
	expect(validateFlow(flow)).toEqual([expect.stringMatching(/semantic version/)]);
});

test('keys that deploying would drop are named by their path', () => {
	const { states, ...rest } = template;
	const [first, ...others] = states;
	const flow = { ...rest, theme: 'dark', states: [{ ...first, shade: 'red' }, ...others] };
	expect(validateFlow(flow)).toEqual([
		expect.stringMatching(/^theme: unknown key/),
		expect.stringMatching(/^states\[0\]\.shade: unknown key/),
	]);
});
