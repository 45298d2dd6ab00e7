/**
 * Trigger: the start of every flow.
 * @see https://www.twilio.com/docs/studio/widget-library/trigger-start
 * @module
 */
import type { Widget } from '../runner/widget';

/** The event is the one that started the execution. */
export const trigger: Widget = {
	run: (_state, { trigger: { event } }) => ({ event }),
};
