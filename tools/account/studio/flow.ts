/**
 * The project's Studio flow in the account, read once for all checks, and the names of other flows.
 * @module
 */
import { statusOf } from '../../../src/twilio/errors';
import type { AccountView, FlowView } from '../account-view';
import { FlowChoiceError } from '../errors';
import { named } from '../format';

export const FLOW_SETTING = 'TWILIO_STUDIO_HANDOFF_FLOW_SID';

/** `notFound`: the flow of the setting is not found, or the setting is empty and several flows have this project's name. */
type FlowReading = { readonly flow: FlowView | undefined } | { readonly notFound: FlowChoiceError };

/** @throws {HandoffError} when Twilio cannot be read */
export function readFlow(account: AccountView): Promise<FlowReading> {
	return account.once('studio/flow', async (): Promise<FlowReading> => {
		try {
			return { flow: await account.project.flow() };
		} catch (error) {
			if (error instanceof FlowChoiceError) return { notFound: error };
			throw error;
		}
	});
}

/**
 * A flow's name and SID, to go before a verb; only the SID when the name can't be read.
 * @example await flowInWords(account, 'FW…') // 'the Studio flow "Main menu" (FW…)'
 */
export function flowInWords(account: AccountView, flowSid: string): Promise<string> {
	return account.once(`studio/name-of-${flowSid}`, async () => {
		try {
			const { friendlyName } = await account.twilio.studio.v2.flows(flowSid).fetch();
			return `the Studio flow ${named(friendlyName, flowSid)}`;
		} catch (error) {
			return `the Studio flow ${flowSid}${statusOf(error) === 404 ? ' (deleted)' : ''}`;
		}
	});
}
