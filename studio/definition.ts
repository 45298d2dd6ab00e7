/**
 * The shape of a Studio flow definition, as the Studio REST API accepts it and the Console exports it.
 * @see https://www.twilio.com/docs/studio/rest-api/v2/flow
 * @module
 */
import { z } from 'zod';

const condition = z.object({
	friendly_name: z.string(),
	arguments: z.array(z.string()).min(1),
	type: z.string(),
	value: z.string(),
});

const transition = z.object({
	event: z.string().min(1),
	next: z.string().min(1).optional(),
	conditions: z.array(condition).optional(),
});

const state = z.object({
	name: z.string().min(1),
	type: z.string().min(1),
	properties: z.looseObject({ offset: z.object({ x: z.number(), y: z.number() }) }),
	transitions: z.array(transition),
});

export const flowDefinition = z.object({
	description: z.string(),
	initial_state: z.string().min(1),
	flags: z.object({ allow_concurrent_calls: z.boolean() }),
	states: z.array(state).min(1),
});

export type FlowDefinition = z.infer<typeof flowDefinition>;
export type FlowState = z.infer<typeof state>;
export type FlowTransition = z.infer<typeof transition>;

/**
 * Whether a value is a flow definition, without parsing it: parsing reorders the keys as the schema has them, and drops
 * those that are not in the schema.
 */
export function isFlowDefinition(value: unknown): value is FlowDefinition {
	return flowDefinition.safeParse(value).success;
}
