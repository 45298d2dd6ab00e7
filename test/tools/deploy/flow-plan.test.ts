/**
 * What deploying the flow would do, for each state of the live flow.
 * @module
 */
import template from '../../../studio/agent-handoff.json';
import { restorePlaceholders } from '../../../studio/render/restore';
import { adaptedValues } from '../../../tools/account/studio/flow-values';
import type { LiveFlow } from '../../../tools/account/studio/live-flow';
import { type FlowPlan, planFlow, refuseDrift } from '../../../tools/deploy/flow-plan';

const VALUES = {
	FUNCTIONS_URL: 'https://handoff-1234-dev.twil.io',
	TWILIO_FLEX_WORKFLOW_SID: `WW${'0'.repeat(32)}`,
	TWILIO_FLEX_VOICE_CHANNEL_SID: `TC${'1'.repeat(32)}`,
	TWILIO_FLEX_CHAT_CHANNEL_SID: `TC${'2'.repeat(32)}`,
	...adaptedValues({}),
	TWILIO_PHONE_NUMBER: '+15005550006',
};

function plan(live?: LiveFlow, flow: unknown = template): FlowPlan {
	return planFlow(live, VALUES, 'abc1234', flow);
}

/** What is live after this project deployed its flow. */
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

test('without a live flow the plan is to create one', () => {
	expect(plan()).toMatchObject({ action: 'create', changes: [], drifted: false });
});

test('the same flow from another git revision changes nothing', () => {
	const live = deployed();
	const { action, drifted } = planFlow(live, VALUES, 'fff0000', template);
	expect({ action, drifted }).toEqual({ action: 'nothing', drifted: false });
});

test('a new version of the same flow is a new revision, so that the history shows it', () => {
	const { action, drifted, commitMessage } = plan(deployed(), {
		...template,
		description: 'AI-to-human handoff 9.9.9',
	});
	expect({ action, drifted }).toEqual({ action: 'update', drifted: false });
	expect(commitMessage).toContain('9.9.9');
});

test('an edit in the Console stops a deployment, which names the edit', () => {
	const planned = plan(edited());
	expect(planned).toMatchObject({ action: 'update', drifted: true });
	expect(() => refuseDrift(planned)).toThrow(/tell_customer\.body[\s\S]*flow pull[\s\S]*--force/);
});

test('a draft in the Console stops a deployment', () => {
	const planned = plan(deployed({ status: 'draft' }));
	expect(planned.drifted).toBe(true);
	expect(() => refuseDrift(planned)).toThrow('revision 7 is a draft');
});

/** With another description, as if edited in the Console. */
const described = (description: string, live = deployed()): LiveFlow => ({
	...live,
	definition: { ...live.definition, description },
});

test('a description edited in the Console stops a deployment, and --force overwrites it', () => {
	const planned = plan(described('Our handoff'));
	expect(planned).toMatchObject({ action: 'update', drifted: true });
	expect(() => refuseDrift(planned)).toThrow(`~ description: "Our handoff" → "${template.description}"`);
	expect(plan(deployed({ definition: planned.definition })).action).toBe('nothing');
});

test('a flow imported by hand is replaced only when no edit is lost', () => {
	const { description } = template;
	expect(plan(described(description))).toMatchObject({ action: 'update', drifted: false });
	expect(plan(described(description, edited()))).toMatchObject({ action: 'update', drifted: true });
});

test('text in front of the description is no edit, and nothing to deploy', () => {
	const live = described(`PROD ${deployed().definition.description}`);
	expect(plan(live)).toMatchObject({ action: 'nothing', changes: [], drifted: false });
});

test('other content in the same version asks for a new one; other settings do not', () => {
	const words = JSON.parse(JSON.stringify(template).replace('There is a fallback', 'There is another way'));
	expect(plan(deployed(), words).advice).toMatch(/^\d+\.\d+\.\d+ is already live/);
	expect(plan(deployed(), { ...words, description: 'AI-to-human handoff 9.9.9' }).advice).toBeUndefined();
	const values = { ...VALUES, HANDOFF_FALLBACK_NUMBER: '+15005550100', TWILIO_PHONE_NUMBER: '' };
	const settings = planFlow(deployed(), values, 'abc1234', template);
	expect(settings).toMatchObject({ action: 'update', advice: undefined });
	expect(plan(deployed(), template).advice).toBeUndefined();
});

test('a flow without what our schema requires is compared and replaced, and what is odd is named', () => {
	const { flags: _, ...rest } = deployed().definition;
	const odd = deployed({
		definition: {
			...rest,
			description: null,
			states: rest.states.map(({ properties: { offset: __, ...properties }, ...each }) => ({
				...each,
				properties,
				transitions: each.transitions.map(({ conditions: ___, ...transition }) => transition),
			})),
		},
	});
	const planned = plan(odd);
	expect(planned).toMatchObject({ action: 'update', drifted: true });
	expect(planned.changes).toContain('~ flags: (none) → {"allow_concurrent_calls":true}');
	expect(() => refuseDrift(planned)).toThrow(/\n {2}flags: .*\n[\s\S]*tell_customer\.offset: /);
	expect(plan(deployed({ definition: planned.definition })).action).toBe('nothing');
});

test('a wrong version stamp is replaced', () => {
	const stamp = `${template.description} (sha256:0123456789ab)`;
	expect(plan(described(stamp))).toMatchObject({ action: 'update', drifted: false });
});

test.each([template.description, 'AI-to-human handoff 9.9.9'])(
	'an edit that was pulled is deployed, with the description %s',
	(description) => {
		const live = edited();
		const pulled = { ...restorePlaceholders(live.definition, VALUES, template), description };
		const planned = plan(live, pulled);
		expect(planned).toMatchObject({ action: 'update', drifted: false });
		expect(plan(deployed({ definition: planned.definition }), pulled).action).toBe('nothing');
	},
);

test('a draft equal to the flow in this folder still stops a deployment', () => {
	expect(() => refuseDrift(plan(deployed({ status: 'draft' })))).toThrow('this folder’s flow over it');
});

test.each([
	['an unknown property at the top', { ...template, notes: 'mine' }, 'notes'],
	[
		'a transition to a widget that does not exist',
		JSON.parse(JSON.stringify(template).replace('"next":"tell_customer"', '"next":"missing"')),
		'missing',
	],
])('a flow with %s is refused', (_, flow, problem) => {
	expect(() => plan(undefined, flow)).toThrow(problem);
});
