/**
 * Flex's two opt-ins for the virtual agent's summary. Flex UI 2.17.1 asks for them as the feature flags
 * `intelligence-summary` and `intelligence-digital-summary`.
 *
 * GUESS(flex-opt-in): no public API reads them: neither the SDK nor Twilio's docs name one. The response that Flex gets
 * when its settings page is opened would verify it.
 * @module
 */
import { type Check, note } from '../engine/check';

export function optIn(channel: 'voice' | 'messaging'): Check {
	const title = `Virtual agent summary for ${channel}`;
	return {
		name: `${channel}-summary`,
		title: `${title} (opt-in)`,
		expected: `the opt-in feature "${title}" is on`,
		impact:
			'The agent in Flex gets no summary of the conversation with the virtual agent, and has to ask again.',
		advice: `Make sure that "${title}" is on (Console: Flex > Contact Center Settings > Opt-in features > Beta).`,
		only: channel,
		look: () => note('can’t be checked because Twilio has no API for it'),
	};
}
