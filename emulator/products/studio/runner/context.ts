/**
 * What started an execution, and the variables of its templates.
 * @see https://www.twilio.com/docs/studio/user-guide/get-started-with-variables
 * @module
 */

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
 * The context of a new execution. The contact is the customer: `To` of a REST request, `From` of a call. The channel has
 * the other address.
 */
export function createContext(executionSid: string, flowSid: string, trigger: Trigger): ExecutionContext {
	const byCall = trigger.event === 'incomingCall';
	return {
		flow: {
			sid: executionSid,
			flow_sid: flowSid,
			data: byCall ? {} : trigger.parameters,
			variables: {},
			channel: { address: byCall ? (trigger.call.To ?? '') : trigger.from },
		},
		contact: { channel: { address: byCall ? (trigger.call.From ?? '') : trigger.to } },
		trigger: byCall
			? { call: trigger.call }
			: { request: { to: trigger.to, from: trigger.from, parameters: trigger.parameters } },
		widgets: {},
	};
}
