/**
 * Connect Call To, for phone numbers and SIP addresses.
 * @see https://www.twilio.com/docs/studio/widget-library/connect-call
 * @module
 */
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { z } from 'zod';
import { readProperties, returnUrl, template, type Widget } from '../runner/widget';

const properties = z.object({
	noun: z.enum(['number', 'sip']),
	to: template,
	// RJPearson94/terraform-provider-twilio: "should be set when setting the noun to sip".
	sip_endpoint: template,
	caller_id: template,
});

/**
 * Done when the dialed leg ends, for any reason: `callCompleted` with its `DialCallStatus` is also the event for a number
 * that does not answer, or that may not be dialed (see caller-id.ts).
 * `hangup` when the caller left (GUESS(connect-call-hangup): according to `CallStatus`; Twilio documents the event, not
 * the field).
 * @throws Error in an execution without a call, or for another noun
 */
export const connectCallTo: Widget = {
	run(state, run) {
		const wanted = readProperties(properties, state);
		if (run.trigger.event !== 'incomingCall') throw new Error('Connect Call To needs a call');
		const callerId = run.render(wanted.caller_id);
		const response = new VoiceResponse();
		const dial = response.dial({
			action: returnUrl(run.trigger.webhookUrl, 'return'),
			...(callerId !== '' && { callerId }),
		});
		if (wanted.noun === 'sip') dial.sip(run.render(wanted.sip_endpoint));
		else dial.number(run.render(wanted.to));
		return {
			twiml: response.toString(),
			returned: (form) => ({
				event: form.get('CallStatus') === 'completed' ? 'hangup' : 'callCompleted',
				output: Object.fromEntries(form),
			}),
		};
	},
};
