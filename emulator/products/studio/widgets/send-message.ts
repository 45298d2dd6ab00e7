/**
 * Send Message: a text to the customer.
 * @see https://www.twilio.com/docs/studio/widget-library/send-message
 * @module
 */
import { z } from 'zod';
import { readProperties, template, type Widget } from '../runner/widget';

const properties = z.object({ from: template, to: template, body: template });

/** What Programmable Messaging can reach: a phone number, or a channel's address. A web chat's identity is neither. */
const REACHABLE = /^(\+[1-9]\d{1,14}|whatsapp:\+[1-9]\d{1,14}|rcs:.+)$/;

/** Records the message in `world.messages`. Fails when it has no sender, no text, or no address it can be sent to. */
export const sendMessage: Widget = {
	failure: 'failed',
	run(state, run) {
		const wanted = readProperties(properties, state);
		const [from, to, body] = [wanted.from, wanted.to, wanted.body].map((text) => run.render(text).trim());
		if (!from) throw new Error('there is no From to send the message from');
		if (!to || !REACHABLE.test(to)) throw new Error('To is neither a phone number nor a channel address');
		if (!body) throw new Error('the message has no body');
		run.world.messages.push({ from, to, body });
		return { event: 'sent', note: `sent "${body}"` };
	},
};
