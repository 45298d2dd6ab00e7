/**
 * The project's flow in the account, for all checks that look at it.
 * @module
 */
import { HandoffError } from '../../src/http/errors';
import { statusOf } from '../../src/twilio/errors';
import { isMalformed } from '../doctor/agent-connect/settings';
import { type Observation, skipped } from '../doctor/engine/check';
import type { AccountView, FlowView } from './account-view';
import { named } from './format';

export const FLOW_SETTING = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';

/** `astray`: the setting leads nowhere, or without it the account leaves open which flow is meant. */
export type FlowReading = { readonly flow: FlowView | undefined } | { readonly astray: HandoffError };

/** @throws {HandoffError} when Twilio cannot be read */
export function readFlow(account: AccountView): Promise<FlowReading> {
	return account.once('studio/flow', async (): Promise<FlowReading> => {
		try {
			return { flow: await account.project.flow() };
		} catch (error) {
			if (error instanceof HandoffError && error.field === FLOW_SETTING) return { astray: error };
			throw error;
		}
	});
}

/** Looks at the flow when there is one and it is this project's. Otherwise other checks say what is wrong. */
export async function lookAtFlow(
	account: AccountView,
	look: (flow: FlowView) => Observation | Promise<Observation>,
): Promise<Observation> {
	const elsewhere = `${FLOW_SETTING} does not lead to it: see agent-connect/flow-sid`;
	if (isMalformed(account.settings, FLOW_SETTING)) {
		return skipped(`${FLOW_SETTING} is malformed: see agent-connect/settings`);
	}
	const reading = await readFlow(account);
	if ('astray' in reading) return skipped(elsewhere);
	if (!reading.flow) return skipped('there is no flow yet: see studio/deployed');
	return reading.flow.version === undefined ? skipped(elsewhere) : look(reading.flow);
}

/**
 * What people know a flow by, to be read before a verb. A name that cannot be read now is left out.
 * @example await flowInWords(account, 'FW…') // 'the Studio flow "Main menu" (FW…)'
 */
export function flowInWords(account: AccountView, flowSid: string): Promise<string> {
	return account.once(`studio/name-of-${flowSid}`, async () => {
		try {
			const { friendlyName } = await account.twilio.studio.v2.flows(flowSid).fetch();
			return `the Studio flow ${named(friendlyName, flowSid)}`;
		} catch (error) {
			return `the Studio flow ${flowSid}${statusOf(error) === 404 ? ' (gone)' : ''}`;
		}
	});
}
