/**
 * Trigger: where every flow begins.
 * @see https://www.twilio.com/docs/studio/widget-library/trigger-start
 * @module
 */
import type { Widget } from '../runner/widget';

/** Happens at once; the event is what started the execution. */
export const trigger: Widget = {
	run: (_state, { trigger: { event } }) => ({ event }),
};
