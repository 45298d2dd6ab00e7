/**
 * No fix: a region is usually chosen for legal reasons, so the user decides. `TWILIO_EDGE` only chooses the route to it.
 * @see https://www.twilio.com/docs/global-infrastructure/regional-product-and-feature-availability
 * @module
 */
import { HOME_REGION, otherRegion } from '../../account/region';
import { type Check, ok, wrong } from '../engine/check';

export const region: Check = {
	name: 'region',
	title: 'Region',
	expected: 'TWILIO_REGION is unset, or us1',
	impact:
		'Handoffs fail. Flex is available in us1 only, and regions don’t share data, so Flex can’t see the virtual agent’s conversations.',
	advice: 'Remove TWILIO_REGION from .env, and use an API key and an Orchestrator configuration in us1.',
	offline: true,
	look: ({ environment }) => {
		const other = otherRegion(environment);
		if (other !== undefined) return wrong(`TWILIO_REGION is ${other}`);
		return ok(environment.TWILIO_REGION ? HOME_REGION : `unset, which means ${HOME_REGION}`);
	},
};
