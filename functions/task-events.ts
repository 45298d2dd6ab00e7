/**
 * POST /task-events: TaskRouter's event callback. A customer whose task was canceled before an agent took it gets the
 * virtual agent back (a chat), or the fallback number or an apology (a call).
 *
 * Takes the event's form fields. Needs HANDOFF_FALLBACK_NUMBER and TWILIO_PHONE_NUMBER to dial the fallback. Returns 204
 * for every event.
 * @module
 */
import { handleTaskEvent } from '../src/handoff/task-events';
import { HandoffError } from '../src/http/errors';
import { defineHandler, empty } from '../src/http/handler';

export const handler = defineHandler(
	() => new Twilio.Response(),
	async (invocation) => {
		const { params, domain } = invocation.request;
		try {
			return empty({ ...(await handleTaskEvent({ ...invocation, params, domain })) });
		} catch (error) {
			if (!(error instanceof HandoffError)) throw error;
			// TaskRouter could do nothing with an error, and sends no event twice.
			return empty({ outcome: 'failed', code: error.code });
		}
	},
);
