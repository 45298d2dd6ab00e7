/**
 * Where the agent looks for its conversations.
 * @see https://www.twilio.com/docs/global-infrastructure/regional-product-and-feature-availability
 * @module
 */
import { type Check, ok, wrong } from '../engine/check';

export const HOME_REGION = 'us1';

/** Why no other will do. */
export const ONE_REGION =
	'Flex, ConversationRelay and Conversation Orchestrator are in the region us1 alone.';

/** @returns the region that is set, when it is not us1 */
export function otherRegion({ TWILIO_REGION }: Readonly<NodeJS.Dict<string>>): string | undefined {
	const region = TWILIO_REGION?.trim().toLowerCase() ?? '';
	if (region === '' || region === HOME_REGION) return undefined;
	// Anything else might be a secret in the wrong line.
	return /^[a-z]{2}\d$/.test(region) ? region : 'set to no region there is';
}

/**
 * No fix: a region is mostly chosen for the law's sake, and it is for people to leave it. `TWILIO_EDGE` only chooses
 * the way there.
 */
export const region: Check = {
	name: 'region',
	title: 'Region',
	expected: 'TWILIO_REGION is unset, or us1',
	impact:
		'Flex, and Studio’s Send to Flex with it, is in the region us1 alone, and Twilio’s regions share nothing: the agent’s conversations would be where Flex does not look, and no handoff would arrive.',
	advice:
		'Take TWILIO_REGION out of .env, and use the API key and the Orchestrator configuration of the region us1.',
	offline: true,
	look: ({ environment }) => {
		const other = otherRegion(environment);
		if (other !== undefined) return wrong(`TWILIO_REGION is ${other}`);
		return ok(environment.TWILIO_REGION ? HOME_REGION : `unset, which means ${HOME_REGION}`);
	},
};
