/**
 * Send Message: a text to the customer.
 * @see https://www.twilio.com/docs/studio/widget-library/send-message
 * @module
 */
import { z } from 'zod';
import { readProperties, template, type Widget } from '../runner/widget';

const properties = z.object({ from: template, to: template, body: template });

/** Programmable Messaging needs a phone number or a channel's address. A web chat's identity is neither. */
const REACHABLE = /^(\+[1-9]\d{1,14}|whatsapp:\+[1-9]\d{1,14}|rcs:.+)$/;

/** Adds the message to `world.messages`. Fails without a sender, a text, or a valid address. */
export const sendMessage: Widget = {
	failure: 'failed',
	run(state, run) {
		const wanted = readProperties(properties, state);
		const [from, to, body] = [wanted.from, wanted.to, wanted.body].map((text) => run.render(text).trim());
		if (!from) throw new Error('From is blank');
		if (!to || !REACHABLE.test(to)) throw new Error('To is neither a phone number nor a channel address');
		if (!body) throw new Error('the body is blank');
		run.world.messages.push({ from, to, body, dateCreated: new Date() });
		return { event: 'sent', note: `sent "${body}"` };
	},
};
