/**
 * Flex's two opt-ins for the virtual agent's summary. Flex UI 2.17.1 asks for them as the feature flags
 * `intelligence-summary` and `intelligence-digital-summary`.
 *
 * GUESS(flex-opt-in): no public API reads them: neither the SDK nor Twilio's docs name one. The response that Flex gets
 * when its settings page is opened would settle it.
 * @module
 */
import { type Check, note } from '../engine/check';

export function optIn(channel: 'voice' | 'messaging'): Check {
	const title = `Virtual agent summary for ${channel}`;
	return {
		name: `${channel}-summary`,
		title: `${title} is on`,
		expected: `the opt-in feature "${title}" is on`,
		impact:
			'The agent in Flex sees no summary of what the customer and the virtual agent said, and has to ask again.',
		advice: `Turn on "${title}" (Console: Flex > Contact Center Settings > Opt-in features > Beta).`,
		only: channel,
		look: () => note('not readable: Twilio has no API for it'),
	};
}
