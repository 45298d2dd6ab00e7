/**
 * Small flows of Set Variables and Split, which send nothing to anyone, and the results of their executions.
 * @module
 */
import type { Twilio } from 'twilio';
import type { FlowDefinition, FlowState, FlowTransition } from '../../studio/definition';
import { valueAt } from '../../studio/json';
import { asking } from '../account/asking';
import type { Lab } from './lab';

/** One of Twilio's test numbers: no customer has it. */
export const TO = '+15005550009';
const FROM = '+15005550006';

/** An execution of such a flow takes well under a second for each widget. */
const PATIENCE_S = 60;

export function fromOf({ settings }: Lab): string {
	return settings.TWILIO_PHONE_NUMBER ?? FROM;
}

interface Variable {
	readonly key: string;
	readonly value: string;
	readonly type?: string;
}

const offset = { x: 0, y: 0 };

export function setVariables(name: string, variables: readonly Variable[], next?: string): FlowState {
	const transition: FlowTransition = { event: 'next', ...(next !== undefined && { next }) };
	return { name, type: 'set-variables', properties: { offset, variables }, transitions: [transition] };
}

/** A flow that a REST request starts, with these widgets. */
export function flowOf(states: readonly FlowState[]): FlowDefinition {
	const trigger: FlowState = {
		name: 'Trigger',
		type: 'trigger',
		properties: { offset },
		transitions: [
			{ event: 'incomingMessage' },
			{ event: 'incomingCall' },
			{ event: 'incomingConversationMessage' },
			{ event: 'incomingRequest', next: states[0]?.name ?? 'Trigger' },
			{ event: 'incomingParent' },
		],
	};
	return {
		description: 'Created by handoff verify, which deletes it',
		initial_state: 'Trigger',
		flags: { allow_concurrent_calls: true },
		states: [trigger, ...states],
	};
}

/** Makes a flow. Removing it removes its executions. */
export function makeFlow(
	lab: Lab,
	suffix: string,
	definition: FlowDefinition,
	status: 'draft' | 'published' = 'published',
): Promise<{ readonly sid: string }> {
	const { flows } = lab.twilio.studio.v2;
	const friendlyName = `${lab.name}-${suffix}`;
	return lab.make({
		kind: 'Studio flow',
		name: friendlyName,
		console: 'https://console.twilio.com/us1/develop/studio/flows',
		create: () => flows.create({ friendlyName, status, definition }),
		find: async () => (await flows.list()).find((each) => each.friendlyName === friendlyName)?.sid,
		remove: async (sid) => {
			await endAll(lab.twilio, sid);
			await flows(sid).remove();
		},
	});
}

/** Running executions may keep a flow from being removed. */
async function endAll(twilio: Twilio, flowSid: string): Promise<void> {
	const { executions } = twilio.studio.v2.flows(flowSid);
	for (const { sid, status } of await executions.list({ limit: 50 })) {
		if (status === 'active')
			await twilio.studio.v2.flows(flowSid).executions(sid).update({ status: 'ended' });
	}
}

export interface Run {
	readonly sid: string;
	readonly flowSid: string;
	readonly hasEnded: boolean;
	/** What is at a path of the context, such as `flow.variables.a`. */
	at(path: string): unknown;
}

/** Makes a flow of these widgets, runs it once, and waits for its end. */
export async function runFlow(
	lab: Lab,
	suffix: string,
	states: readonly FlowState[],
	parameters: object = {},
): Promise<Run> {
	const { sid: flowSid } = await makeFlow(lab, suffix, flowOf(states));
	return runOnce(lab, flowSid, TO, parameters);
}

/** Runs a flow once, and waits for its end. */
export async function runOnce(lab: Lab, flowSid: string, to: string, parameters: object): Promise<Run> {
	const flow = lab.twilio.studio.v2.flows(flowSid);
	const { sid } = await flow.executions.create({ to, from: fromOf(lab), parameters });
	const ended = await lab.until(PATIENCE_S, async () => {
		const { status } = await flow.executions(sid).fetch();
		return status === 'ended' ? true : undefined;
	});
	const { context } = await asking('reading the context', () =>
		flow.executions(sid).executionContext().fetch(),
	);
	return {
		sid,
		flowSid,
		hasEnded: ended ?? false,
		at: (path) => valueAt(context, ...path.split('.')),
	};
}

/** A value as it can be shown. */
export function quoted(value: unknown): string {
	return value === undefined ? 'nothing' : JSON.stringify(value);
}
