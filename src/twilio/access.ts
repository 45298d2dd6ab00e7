/**
 * What the code behind a Function needs of the account.
 * @module
 */
import type { Twilio } from 'twilio';
import type { Settings } from '../settings';
import type { TimeBudget } from './time-budget';

/** Clients of the account, and the time that one invocation has for their requests. */
export interface TwilioAccess {
	readonly budget: TimeBudget;
	/** A client whose requests share a time budget: the invocation's own unless another is given. */
	readonly twilio: (budget?: TimeBudget) => Twilio;
}

/** The same with the settings of the handoff. */
export interface AccountAccess extends TwilioAccess {
	readonly settings: Settings;
}
