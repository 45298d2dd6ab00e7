/**
 * Whether Studio accepts this project's flow, and returns it as it was sent.
 * @module
 */
import { getJson } from '../../../src/twilio/get-json';
import { type FlowDefinition, isAnyFlow } from '../../../studio/definition';
import { diffFlows } from '../../../studio/diff/diff';
import { isRecord } from '../../../studio/json';
import { renderFlow } from '../../../studio/render/render';
import { RESUME_CONVERSATION } from '../../../studio/resume-conversation';
import { hashOf } from '../../../studio/version';
import { asking } from '../../account/asking';
import { readTemplate } from '../../account/project';
import { resolveFlowValues } from '../../account/studio/flow-values';
import type { Lab } from '../lab';
import { describe, experiment, judge, open, type Probe, type Refusal, refusalOf } from '../probe';
import { flowOf, makeFlow, setVariables } from '../studio';

const DRAFT = 'a draft of this project’s Studio flow, never published';
const INVALID = 'an invalid draft of a Studio flow, if Studio accepts one';

/** The flow as it would be deployed; the Functions need not be. */
const rendered = experiment(async (lab) => {
	const values = await resolveFlowValues(lab.twilio, lab.settings, 'https://handoff-verify.twil.io');
	return (fallback: string) => renderFlow({ ...values, HANDOFF_FALLBACK_NUMBER: fallback }, readTemplate());
});

function validate({ twilio, name }: Lab, definition: FlowDefinition): Promise<Refusal | undefined> {
	const flow = { friendlyName: name, status: 'published', definition } as const;
	return refusalOf('validating a flow', twilio.studio.v2.flowValidate.update(flow));
}

/** A flow of one widget, whose events aren't connected. */
function alone(type: string, properties: object, events: readonly string[]): FlowDefinition {
	return flowOf([
		{
			name: 'alone',
			type,
			properties: { offset: { x: 0, y: 0 }, ...properties },
			transitions: events.map((event) => ({ event })),
		},
	]);
}

export const FLOW: readonly Probe[] = [
	{
		id: 'flow-validates',
		makes: [],
		run: async (lab) => {
			const render = await rendered(lab);
			const variants = { 'with a fallback number': '+15005550006', 'without one': '' };
			const found: string[] = [];
			for (const [name, fallback] of Object.entries(variants)) {
				const refusal = await validate(lab, render(fallback));
				if (refusal) found.push(`${name}: ${describe(refusal)}`);
			}
			return judge(
				found.length === 0,
				found.join('; ') || 'FlowValidate accepts it with and without a fallback number',
			);
		},
	},
	{
		id: 'resume-conversation',
		makes: [],
		run: async (lab) => {
			const { type, conversationSid, serviceSid, succeeded, failed } = RESUME_CONVERSATION;
			const sids = { [conversationSid]: '{{flow.data.a}}', [serviceSid]: '{{flow.data.b}}' };
			const refusal = await validate(lab, alone(type, sids, [succeeded, failed]));
			if (refusal) return judge(false, describe(refusal));
			if (!(await validate(lab, alone('no-such-widget', {}, ['next'])))) {
				return open(`FlowValidate accepts "${type}", but also a widget type that doesn’t exist`);
			}
			return judge(true, `FlowValidate accepts "${type}" and refuses a type that doesn’t exist`);
		},
	},
	{
		id: 'draft-rules',
		makes: [INVALID],
		run: async (lab) => {
			const invalid = flowOf([setVariables('first', [], 'no_such_widget')]);
			const refusal = await refusalOf(
				'creating an invalid draft',
				makeFlow(lab, 'invalid', invalid, 'draft'),
			);
			return judge(refusal !== undefined, describe(refusal));
		},
	},
	{
		id: 'flow-comes-back',
		makes: [DRAFT],
		run: async (lab) => {
			const sent = (await rendered(lab))('');
			const { sid } = await makeFlow(lab, 'draft', sent, 'draft');
			const flow = await asking('reading the draft', () =>
				getJson(lab.twilio, `https://studio.twilio.com/v2/Flows/${sid}`),
			);
			const back = isRecord(flow) ? flow.definition : undefined;
			if (!isAnyFlow(back)) return judge(false, 'the response isn’t a flow definition');
			const changes = diffFlows(sent, back);
			const isSame = changes.length === 0 && hashOf(sent) === hashOf(back);
			const what =
				changes.slice(0, 5).join('; ') || 'only what a diff does not show, such as a key with null';
			return judge(isSame, isSame ? 'identical' : `different: ${what}`);
		},
	},
];
