/**
 * The Flex instance of the account: one configuration, with the SIDs of the other resources that Flex uses.
 * Field names: twilio-node 6.2 `rest/flexApi/v1/configuration.d.ts`.
 * @module
 */
import type { Twilio } from 'twilio';
import * as z from 'zod';
import { getJson } from '../../../src/twilio/get-json';
import { asking, askingFor } from '../asking';

const URL = 'https://flex-api.twilio.com/v1/Configuration';
const READING = 'reading the Flex configuration';

const text = z.nullish(z.string());
const flexConfiguration = z.looseObject({
	account_sid: z.string(),
	status: text,
	ui_version: text,
	taskrouter_workspace_sid: text,
	taskrouter_target_taskqueue_sid: text,
	chat_service_instance_sid: text,
	flex_service_instance_sid: text,
});
export type FlexConfiguration = z.infer<typeof flexConfiguration>;

/** @throws {HandoffError} when Twilio does not respond, or the account has no Flex */
export function fetchFlexConfiguration(twilio: Twilio): Promise<FlexConfiguration> {
	return asking(READING, () => read(twilio));
}

/**
 * GUESS(no-flex-404): Twilio returns 404 to an account without Flex. The request on such an account would verify it.
 * @returns `undefined` when the account has no Flex
 * @throws {HandoffError} when Twilio does not respond
 */
export function findFlexConfiguration(twilio: Twilio): Promise<FlexConfiguration | undefined> {
	return askingFor(READING, () => read(twilio));
}

async function read(twilio: Twilio): Promise<FlexConfiguration> {
	return flexConfiguration.parse(await getJson(twilio, URL));
}
