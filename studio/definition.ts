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

const anyState = z.looseObject({
	name: z.string(),
	type: z.string(),
	properties: z.looseObject({}),
	transitions: z.array(z.looseObject({ event: z.string(), next: z.nullish(z.string()) })),
});

/**
 * What every flow has. Flows in an account may lack properties of ours, or have others. They can still be read, compared,
 * and replaced.
 */
const anyFlow = z.looseObject({
	description: z.nullish(z.string()),
	initial_state: z.nullish(z.string()),
	states: z.array(anyState),
});

export type AnyFlow = z.infer<typeof anyFlow>;
export type AnyState = z.infer<typeof anyState>;

/** Whether a value has at least that, without parsing it. */
export function isAnyFlow(value: unknown): value is AnyFlow {
	return anyFlow.safeParse(value).success;
}

/**
 * Whether a value is a flow definition, without parsing it: parsing reorders the keys as the schema has them, and drops
 * those that are not in the schema.
 */
export function isFlowDefinition(value: unknown): value is FlowDefinition {
	return flowDefinition.safeParse(value).success;
}
