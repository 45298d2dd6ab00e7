/**
 * How setup changes an Orchestrator configuration.
 * @module
 */
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import RestException from 'twilio/lib/base/RestException';
import * as z from 'zod';
import { fromTwilio } from '../../../src/twilio/errors';
import { getJson } from '../../../src/twilio/get-json';
import { type Clock, systemClock } from '../../../src/twilio/time-budget';
import type { AccountView } from '../../account/account-view';
import { asking } from '../../account/asking';
import { SetupError } from '../../account/errors';
import { CONFIGURATION_ID, CONFIGURATIONS_URL } from '../../account/orchestrator/configuration';
import type { JsonObject } from '../engine/fix';
import { asJsonObject } from '../engine/json';
import type { Resource } from '../engine/resource';
import { followOperation } from './operation';

/**
 * What Twilio fills in, including `version`: its OpenAPI spec (twilio_conversations_v2.json) marks that `readOnly`, and no
 * request has it. Every other field is sent as it was read, including those that the SDK's request does not name: a PUT
 * replaces everything, and Twilio's own example puts the whole response back (github.com/twilio/ai,
 * twilio-conversation-orchestrator).
 *
 * GUESS(orchestrator-patch): PUT is the safer one. The spec and twilio-node 6.2 also have a PATCH, which changes only
 * the fields it is sent; that skill says "PUT only". A PATCH to a live account would verify it.
 */
const READ_ONLY = ['id', 'accountId', 'accountSid', 'version', 'createdAt', 'updatedAt', 'url', 'links'];

/** A change whose response was lost takes a moment too. */
const LOOK_AFTER_MS = 2_000;

const accepted = z.looseObject({ statusUrl: z.string() });

/** @param clock what writes wait by */
export function orchestratorConfigurationResourceWith(clock: Clock): Resource {
	return {
		title: 'Orchestrator configuration',
		read,
		write: async (account, id, whole, changed, progress) => {
			const statusUrl = await put(account, id, whole);
			if (statusUrl !== undefined) {
				await followOperation(account, statusUrl, progress, clock);
				const { version = null } = await read(account, id);
				return { version };
			}
			progress('the response was lost; reading the configuration');
			await clock.sleep(LOOK_AFTER_MS);
			const there = await read(account, id);
			if (isDone(there, whole, changed)) return { version: there.version ?? null };
			throw new SetupError(
				`Twilio’s response to the change was lost, and the configuration is unchanged so far (version ${there.version ?? 'unknown'}). Run the command again in a minute.`,
			);
		},
	};
}

export const orchestratorConfigurationResource = orchestratorConfigurationResourceWith(systemClock);

async function read({ twilio }: AccountView, id: string): Promise<JsonObject> {
	return asking('reading the Orchestrator configuration', async () => {
		return asJsonObject(await getJson(twilio, urlOf(id)));
	});
}

/**
 * Replaces the whole. After a lost response, requests again: by the key, Twilio repeats its response instead of the
 * change.
 * @returns where to follow the change; `undefined` when no response came
 * @throws {HandoffError} when Twilio rejects it
 */
async function put({ twilio }: AccountView, id: string, whole: JsonObject): Promise<string | undefined> {
	const kept = Object.entries(whole).filter(([name, value]) => !READ_ONLY.includes(name) && value !== null);
	// Both are required (UpdateConfigurationRequest), and may be empty.
	const data = { channelSettings: {}, description: '', ...Object.fromEntries(kept) };
	const key = randomUUID();
	for (let attempt = 1; attempt <= 2; attempt++) {
		const headers = {
			'Content-Type': 'application/json',
			Accept: 'application/json',
			'Idempotency-Key': key,
		};
		const request = { method: 'put', uri: urlOf(id), headers, data } as const;
		const response = await twilio.request(request).catch(() => undefined);
		if (response === undefined) continue;
		if (response.statusCode !== 202) throw refusal(response);
		const { data: body } = accepted.safeParse(parse(response.body));
		if (body) return body.statusUrl;
	}
	return undefined;
}

/** A 409 names the conflicting configuration in a header; the one reason in the spec is "One configuration per V1 Service SID". */
function refusal(response: ConstructorParameters<typeof RestException>[0]): Error {
	const error = fromTwilio('updating the Orchestrator configuration', new RestException(response));
	const holder: unknown = response.headers?.['x-conflicting-resource-id'];
	if (typeof holder !== 'string' || !CONFIGURATION_ID.test(holder)) return error;
	return new SetupError(
		`${error.message} It conflicts with ${holder}: a Conversations service can be connected to one configuration only.`,
		{ cause: error },
	);
}

function parse(body: unknown): unknown {
	try {
		return typeof body === 'string' ? JSON.parse(body) : body;
	} catch {
		return undefined;
	}
}

function isDone(there: JsonObject, wanted: JsonObject, changed: readonly (readonly string[])[]): boolean {
	return changed.every(([name]) => name === undefined || isDeepStrictEqual(there[name], wanted[name]));
}

function urlOf(id: string): string {
	return `${CONFIGURATIONS_URL}/${encodeURIComponent(id)}`;
}
