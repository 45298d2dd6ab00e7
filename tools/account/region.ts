/**
 * The one region this project works in: Flex, ConversationRelay and Conversation Orchestrator exist in us1 only.
 * @see https://www.twilio.com/docs/global-infrastructure/regional-product-and-feature-availability
 * @module
 */
export const HOME_REGION = 'us1';

/** Why no other region works. */
export const ONE_REGION = 'Flex, ConversationRelay, and Conversation Orchestrator are available in us1 only.';

/** @returns the region that is set when it isn't us1 */
export function otherRegion({ TWILIO_REGION }: Readonly<NodeJS.Dict<string>>): string | undefined {
	const region = TWILIO_REGION?.trim().toLowerCase() ?? '';
	if (region === '' || region === HOME_REGION) return undefined;
	// Anything else might be a secret on the wrong line.
	return /^[a-z]{2}\d$/.test(region) ? region : 'not a region';
}
