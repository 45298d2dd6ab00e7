/**
 * What a deploy of the flow would do, for each state the live flow may be in.
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

test('no flow yet: makes one', () => {
	expect(plan()).toMatchObject({ action: 'create', changes: [], drifted: false });
});

test('the same flow, from another git revision: nothing', () => {
	const live = deployed();
	const { action, drifted } = planFlow(live, VALUES, 'fff0000', template);
	expect({ action, drifted }).toEqual({ action: 'nothing', drifted: false });
});

test('another version of the same flow: a revision, so that history tells', () => {
	const { action, drifted, commitMessage } = plan(deployed(), {
		...template,
		description: 'AI-to-human handoff 9.9.9',
	});
	expect({ action, drifted }).toEqual({ action: 'update', drifted: false });
	expect(commitMessage).toContain('9.9.9');
});

test('edited in the Console: a drift, which stops a deploy and names the edit', () => {
	const planned = plan(edited());
	expect(planned).toMatchObject({ action: 'update', drifted: true });
	expect(() => refuseDrift(planned)).toThrow(/tell_customer\.body[\s\S]*flow -- pull[\s\S]*--force/);
});

test('a draft somebody is working on: a drift', () => {
	const planned = plan(deployed({ status: 'draft' }));
	expect(planned.drifted).toBe(true);
	expect(() => refuseDrift(planned)).toThrow('revision 7 is a draft');
});

/** With another description, as somebody may write in the Console. */
const described = (description: string, live = deployed()): LiveFlow => ({
	...live,
	definition: { ...live.definition, description },
});

test('a description edited in the Console: a drift that names it, which --force overwrites', () => {
	const planned = plan(described('Our handoff'));
	expect(planned).toMatchObject({ action: 'update', drifted: true });
	expect(() => refuseDrift(planned)).toThrow(`~ description: "Our handoff" → "${template.description}"`);
	expect(plan(deployed({ definition: planned.definition })).action).toBe('nothing');
});

test('imported by hand: deployed over when nothing is lost, a drift otherwise', () => {
	const { description } = template;
	expect(plan(described(description))).toMatchObject({ action: 'update', drifted: false });
	expect(plan(described(description, edited()))).toMatchObject({ action: 'update', drifted: true });
});

test('a stamp that is wrong is written anew', () => {
	const stamp = `${template.description} (sha256:0123456789ab)`;
	expect(plan(described(stamp))).toMatchObject({ action: 'update', drifted: false });
});

test.each([template.description, 'AI-to-human handoff 9.9.9'])(
	'an edit that was pulled is deployed, as %s',
	(description) => {
		const live = edited();
		const pulled = { ...restorePlaceholders(live.definition, VALUES, template), description };
		const planned = plan(live, pulled);
		expect(planned).toMatchObject({ action: 'update', drifted: false });
		expect(plan(deployed({ definition: planned.definition }), pulled).action).toBe('nothing');
	},
);

test('a draft like the flow in this folder: a drift all the same', () => {
	expect(() => refuseDrift(plan(deployed({ status: 'draft' })))).toThrow('this folder’s flow over it');
});

test.each([
	['a property Studio does not know at the top', { ...template, notes: 'mine' }, 'notes'],
	[
		'a transition to nowhere',
		JSON.parse(JSON.stringify(template).replace('"next":"tell_customer"', '"next":"nobody"')),
		'nobody',
	],
])('a flow not fit to be deployed is refused: %s', (_, flow, problem) => {
	expect(() => plan(undefined, flow)).toThrow(problem);
});
