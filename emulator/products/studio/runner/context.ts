/**
 * What started an execution, and the variables of its templates.
 * @see https://www.twilio.com/docs/studio/user-guide/get-started-with-variables
 * @module
 */
import { holds } from '../../../core/unknowns';
import type { World } from '../../../core/world';

/** A request to the voice webhook, or a POST to the Executions resource: the only triggers of the emulator. */
export type Trigger =
	| {
			readonly event: 'incomingCall';
			/** All form fields of the webhook request: `{{trigger.call.X}}`. */
			readonly call: Readonly<Record<string, string>>;
			/** The flow's webhook URL, to which the call returns. */
			readonly webhookUrl: string;
	  }
	| {
			readonly event: 'incomingRequest';
			readonly to: string;
			readonly from: string;
			readonly parameters: Readonly<Record<string, unknown>>;
	  };

export type ExecutionContext = {
	readonly flow: {
		/** The execution's SID. */
		readonly sid: string;
		readonly flow_sid: string;
		readonly data: Readonly<Record<string, unknown>>;
		readonly variables: Record<string, unknown>;
		channel: { address: string } & Record<string, unknown>;
	};
	readonly contact: { readonly channel: { readonly address: string } };
	readonly trigger: Record<string, unknown>;
	readonly widgets: Record<string, unknown>;
};

/**
 * The context of a new execution. GUESS(flow-contact-address): the contact is the customer: `To` of a REST request, `From`
 * of a call. GUESS(flow-channel-address): the channel has the other address. GUESS(flow-sid): `flow.sid` is the execution's
 * SID, not the flow's. The context of any execution on a live account would settle them.
 */
export function createContext(
	executionSid: string,
	flowSid: string,
	trigger: Trigger,
	world: Pick<World, 'unknowns'> = { unknowns: {} },
): ExecutionContext {
	const byCall = trigger.event === 'incomingCall';
	const hasContact = byCall || holds(world, 'flow-contact-address');
	const hasChannel = byCall || holds(world, 'flow-channel-address');
	return {
		flow: {
			sid: holds(world, 'flow-sid') ? executionSid : flowSid,
			flow_sid: flowSid,
			data: byCall ? {} : trigger.parameters,
			variables: {},
			channel: { address: byCall ? (trigger.call.To ?? '') : hasChannel ? trigger.from : '' },
		},
		contact: { channel: { address: byCall ? (trigger.call.From ?? '') : hasContact ? trigger.to : '' } },
		trigger: byCall
			? { call: trigger.call }
			: { request: { to: trigger.to, from: trigger.from, parameters: trigger.parameters } },
		widgets: {},
	};
}
