/**
 * Connect Call To, for phone numbers.
 * @see https://www.twilio.com/docs/studio/widget-library/connect-call
 * @module
 */
import VoiceResponse from 'twilio/lib/twiml/VoiceResponse';
import { z } from 'zod';
import { readProperties, returnUrl, template, type Widget } from '../runner/widget';

const properties = z.object({ noun: z.literal('number'), to: template, caller_id: template });

/**
 * Done when the dialled leg is over, however it ended: a number that no one answers, or that may not
 * be dialed (see caller-id.ts), is `callCompleted` too, with its `DialCallStatus`.
 * `hangup` when the caller left (GUESS: told by `CallStatus`; Twilio names the event, not the field it reads).
 * @throws Error in an execution without a call, or for another noun than `number`.
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
		dial.number(run.render(wanted.to));
		return {
			twiml: response.toString(),
			returned: (form) => ({
				event: form.get('CallStatus') === 'completed' ? 'hangup' : 'callCompleted',
				output: Object.fromEntries(form),
			}),
		};
	},
};
