/**
 * Flex's two opt-ins for the virtual agent's summary. Flex UI 2.17.1 asks for them as the feature flags
 * `intelligence-summary` and `intelligence-digital-summary`.
 *
 * GUESS: no public API tells them: neither the SDK nor Twilio's docs name one. The answer that Flex gets when its
 * settings page is opened would settle it.
 * @module
 */
import { type Check, note } from '../engine/check';

const CONSEQUENCE =
	'The agent in Flex sees no summary of what the customer and the virtual agent said, and has to ask again.';

function optIn(name: string, title: string, only: 'voice' | 'messaging'): Check {
	const where = 'Flex > Contact Center Settings > Opt-in features > Beta';
	return {
		name,
		title,
		expected: `"${title}" is on`,
		impact: CONSEQUENCE,
		advice: `Look in the Twilio Console whether it is on: ${where}.`,
		only,
		look: () => note('cannot be read: Twilio has no API for it'),
	};
}

export const voiceSummary = optIn('voice-summary', 'Virtual agent summary for voice', 'voice');
export const messagingSummary = optIn(
	'messaging-summary',
	'Virtual agent summary for messaging',
	'messaging',
);
