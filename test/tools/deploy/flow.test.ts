/**
 * What deploying the flow would do, for each possible state of the live flow.
 * @module
 */
import template from '../../../studio/agent-handoff.json';
import { restorePlaceholders } from '../../../studio/render/restore';
import type { LiveFlow } from '../../../tools/account/live-flow';
import { type FlowPlan, planFlow, refuseDrift } from '../../../tools/deploy/flow';

const VALUES = {
	FUNCTIONS_URL: 'https://handoff-1234-dev.twil.io',
	TWILIO_FLEX_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
	TWILIO_FLEX_VOICE_CHANNEL_SID: `TC${'1'.repeat(32)}`,
	TWILIO_FLEX_CHAT_CHANNEL_SID: `TC${'2'.repeat(32)}`,
	HANDOFF_FALLBACK_NUMBER: '',
	TWILIO_PHONE_NUMBER: '+15005550006',
};

function plan(live?: LiveFlow, flow: unknown = template): FlowPlan {
	return planFlow(live, VALUES, 'abc1234', flow);
}

/** The live flow after a deployment. */
function deployed(changes: Partial<LiveFlow> = {}): LiveFlow {
	const { definition, commitMessage } = plan();
	return {
		sid: `FW${'3'.repeat(32)}`,
		friendlyName: 'AI-to-human handoff',
		revision: 7,
		status: 'published',
		commitMessage,
		definition,
		dateUpdated: '2026-11-22T12:00:00Z',
		...changes,
	};
}

function edited(): LiveFlow {
	const definition = structuredClone(deployed().definition);
	for (const { name, properties } of definition.states)
		if (name === 'tell_customer') properties.body = 'Tomorrow.';
	return deployed({ definition });
}

test('without a live flow, deploying creates one', () => {
	expect(plan()).toMatchObject({ action: 'create', changes: [], drifted: false });
});

test('the same flow from another git revision needs no deployment', () => {
	const live = deployed();
	const { action, drifted } = planFlow(live, VALUES, 'fff0000', template);
	expect({ action, drifted }).toEqual({ action: 'nothing', drifted: false });
});

test('a new version of the same flow is a new revision', () => {
	const { action, drifted, commitMessage } = plan(deployed(), {
		...template,
		description: 'AI-to-human handoff 9.9.9',
	});
	expect({ action, drifted }).toEqual({ action: 'update', drifted: false });
	expect(commitMessage).toContain('9.9.9');
});

test('an edit in the Console is drift, which stops a deployment and is named', () => {
	const planned = plan(edited());
	expect(planned).toMatchObject({ action: 'update', drifted: true });
	expect(() => refuseDrift(planned)).toThrow(/tell_customer\.body[\s\S]*flow -- pull[\s\S]*--force/);
});

test('a draft is drift', () => {
	const planned = plan(deployed({ status: 'draft' }));
	expect(planned.drifted).toBe(true);
	expect(() => refuseDrift(planned)).toThrow('revision 7 is a draft');
});

/** A live flow with another description, as after an edit in the Console. */
const described = (description: string, live = deployed()): LiveFlow => ({
	...live,
	definition: { ...live.definition, description },
});

test('an edited description is drift, is named, and can be overwritten', () => {
	const planned = plan(described('Our handoff'));
	expect(planned).toMatchObject({ action: 'update', drifted: true });
	expect(() => refuseDrift(planned)).toThrow(`~ description: "Our handoff" → "${template.description}"`);
	expect(plan(deployed({ definition: planned.definition })).action).toBe('nothing');
});

test('an imported flow is drift only if deploying would lose an edit', () => {
	const { description } = template;
	expect(plan(described(description))).toMatchObject({ action: 'update', drifted: false });
	expect(plan(described(description, edited()))).toMatchObject({ action: 'update', drifted: true });
});

test('a wrong stamp is replaced', () => {
	const stamp = `${template.description} (sha256:0123456789ab)`;
	expect(plan(described(stamp))).toMatchObject({ action: 'update', drifted: false });
});

test.each([template.description, 'AI-to-human handoff 9.9.9'])(
	'after a pull, the edit is deployed with the description %s',
	(description) => {
		const live = edited();
		const pulled = { ...restorePlaceholders(live.definition, VALUES, template), description };
		const planned = plan(live, pulled);
		expect(planned).toMatchObject({ action: 'update', drifted: false });
		expect(plan(deployed({ definition: planned.definition }), pulled).action).toBe('nothing');
	},
);

test('a draft is drift even if it is the flow in this folder', () => {
	expect(() => refuseDrift(plan(deployed({ status: 'draft' })))).toThrow('this folder’s flow over it');
});

test.each([
	['an unknown key', { ...template, notes: 'mine' }, 'notes'],
	[
		'a transition to a missing widget',
		JSON.parse(JSON.stringify(template).replace('"next":"tell_customer"', '"next":"goodbye"')),
		'goodbye',
	],
])('a flow with %s cannot be deployed', (_, flow, problem) => {
	expect(() => plan(undefined, flow)).toThrow(problem);
});
