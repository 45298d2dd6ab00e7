/**
 * Intelligence configurations that nothing uses: a run of setup that failed half-way left them, or a person.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import type { AccountView } from '../../account/account-view';
import {
	type IntelligenceConfiguration,
	type IntelligenceRule,
	readIntelligenceConfigurations,
} from '../../account/intelligence-configuration';
import { readEveryConfiguration } from '../../account/orchestrator-configuration';
import type { Json } from '../engine/fix';
import { asJson, asJsonObject, isList } from '../engine/json';

/**
 * Those attached to no Orchestrator configuration of the account, and never edited: an edited one may not run (see
 * `replacement.ts`).
 * @throws {HandoffError} when Twilio does not answer
 */
export async function readSpare(account: AccountView): Promise<readonly IntelligenceConfiguration[]> {
	const [all, orchestrators] = await Promise.all([
		readIntelligenceConfigurations(account),
		readEveryConfiguration(account),
	]);
	const attached = orchestrators.flatMap((each) => each.intelligenceConfigurationIds ?? []);
	return all.filter(({ id, version }) => !attached.includes(id) && (version ?? 1) === 1);
}

/** Whether a configuration has these rules. Ids are Twilio's own. */
export function hasRules({ rules }: IntelligenceConfiguration, wanted: readonly Json[]): boolean {
	return isDeepStrictEqual(withoutEmpty((rules ?? []).map(asSent)), withoutEmpty(wanted));
}

/**
 * A rule as it would be sent to make another like it. An empty context goes: a request that names knowledge names at
 * least one base (`minItems`, Twilio's OpenAPI spec, twilio_intelligence_v3.json).
 */
export function asSent({ id: _, ...rule }: IntelligenceRule): Json {
	const { context = null } = asJsonObject(without(asJson({ context: rule.context ?? null }), isNothing));
	return withoutNulls(asJson({ ...rule, context }));
}

function isNothing(value: Json): boolean {
	return value === null || (typeof value === 'object' && Object.keys(value).length === 0);
}

/** What Twilio shows as null was never set, and may not be taken in a request. */
function withoutNulls(value: Json): Json {
	return without(value, (each) => each === null);
}

/** What was not sent may be shown as an empty list, and the other way round. */
function withoutEmpty(value: Json): Json {
	return without(value, (each) => isList(each) && each.length === 0);
}

/** Leaves fields out, at every depth, the deepest first. */
function without(value: Json, isLeftOut: (value: Json) => boolean): Json {
	if (isList(value)) return value.map((each) => without(each, isLeftOut));
	if (value === null || typeof value !== 'object') return value;
	const fields = Object.entries(value).map(([key, each]) => [key, without(each, isLeftOut)] as const);
	return Object.fromEntries(fields.filter(([, each]) => !isLeftOut(each)));
}
