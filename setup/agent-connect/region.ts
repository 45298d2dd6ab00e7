/**
 * Where the agent looks for its conversations.
 * @see https://www.twilio.com/docs/global-infrastructure/regional-product-and-feature-availability
 * @module
 */
import { type Check, ok, wrong } from '../check';

/**
 * No mend: a region is mostly chosen for the law's sake, and it is for people to leave it. `TWILIO_EDGE` only chooses
 * the way there.
 */
export const region: Check = {
	name: 'region',
	title: 'Region',
	expected: 'TWILIO_REGION is unset, or us1',
	consequence:
		'Flex, and Studio’s Send to Flex with it, is in the region us1 alone, and Twilio’s regions share nothing: the agent’s conversations would be where Flex does not look, and no handoff would arrive.',
	remedy:
		'Take TWILIO_REGION out of .env, and use the API key and the Orchestrator configuration of the region us1.',
	offline: true,
	look: ({ environment }) => {
		const region = environment.TWILIO_REGION?.trim().toLowerCase() ?? '';
		if (region === '') return ok('unset, which means us1');
		if (region === 'us1') return ok('us1');
		// Anything else might be a secret in the wrong line.
		return wrong(`TWILIO_REGION is ${/^[a-z]{2}\d$/.test(region) ? region : 'set to no region there is'}`);
	},
};
