/**
 * Requests as TAC and Twilio send them, one file a case: `request` is what goes to `/handoff`, `upstream` what Twilio's
 * API knows at that moment. Cases beside the project are tried too, where there are any.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { type Answer, apiKey, signature, useLocalStack } from '../support/local-stack';
import { loadUpstream } from '../support/upstream-vector';
import { expectEnqueue, expectTwiml } from './expectations';

const stage = useLocalStack();

const vectorSchema = z.object({
	name: z.string(),
	request: z.object({
		contentType: z.string(),
		form: z.record(z.string(), z.union([z.string(), z.array(z.string())])).exactOptional(),
		json: z.unknown().exactOptional(),
	}),
	upstream: z
		.looseObject({
			participants: z
				.array(
					z.object({
						type: z.string(),
						addresses: z
							.array(z.object({ channel: z.string(), address: z.string(), channelId: z.string().nullish() }))
							.default([]),
					}),
				)
				.default([]),
		})
		.optional(),
});
type Vector = z.infer<typeof vectorSchema>;

const payloadSchema = z.object({
	conversationId: z.string(),
	storeId: z.string().nullish(),
	profileId: z.string().nullish(),
	attributes: z.record(z.string(), z.unknown()).nullish(),
});

const ROOT = join(__dirname, '../..');
const files = new Map(
	[join(ROOT, '../shared/vectors'), join(ROOT, 'test/vectors')]
		.filter((directory) => existsSync(directory))
		.flatMap((directory) => readdirSync(directory).map((file) => join(directory, file)))
		.filter((file) => file.endsWith('.json'))
		// A case that is in both places is ours.
		.map((file) => [basename(file), file]),
);
const vectors = [...files.values()].map((file): [string, Vector] => {
	const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
	return [basename(file), vectorSchema.parse(content)];
});

test.each(vectors)('%s', async (_, vector) => {
	const conversation = loadUpstream(stage.world, vector.upstream);
	const { form, json } = vector.request;
	const params: Record<string, unknown> = form ?? z.record(z.string(), z.unknown()).parse(json);
	const send = (as: typeof apiKey) =>
		form ? stage.post('/handoff', form, as) : stage.postJson('/handoff', json, as);

	if (params.CallSid !== undefined) return expectCall(await send(signature), params.HandoffData);

	const answer = await send(apiKey);
	const payload = payloadOf(params.Parameters, 'HandoffData');
	const fitting = payload ? conversationsFitting(vector, params.To) : [];
	const [conversationSid] = fitting;
	if (!payload || conversation === undefined || fitting.length !== 1) {
		expect(answer.status).toBeGreaterThanOrEqual(400);
		expect(answer.body).toEqual({ error: expect.objectContaining({ code: expect.any(String) }) });
		return;
	}
	expect(answer).toMatchObject({ status: 201, body: { status: 'handoff_initiated', conversationSid } });
	const { conversationId, storeId, profileId, attributes } = payload;
	expect(await stage.taskOf(conversationId)).toMatchObject({
		conversationSid,
		attributes: { ...attributes, conversationId, storeId: storeId ?? '', profileId: profileId ?? '' },
	});
});

function expectCall(answer: Answer, handoffData: unknown): void {
	if (typeof handoffData !== 'string' || handoffData.trim() === '') {
		expect(expectTwiml(answer).map(({ name }) => name)).toEqual(['Hangup']);
		return;
	}
	const task = expectEnqueue(answer, stage.world.workflowSid);
	const payload = payloadOf(handoffData);
	if (!payload) return;
	const { attributes, conversationId } = payload;
	expect(task.attributes).toMatchObject({ ...attributes, conversationId, channel: 'VOICE' });
}

/** The payload in a JSON text or object, or nothing when it is none. */
function payloadOf(value: unknown, key?: string): z.infer<typeof payloadSchema> | undefined {
	let parsed = value;
	try {
		if (typeof value === 'string') parsed = JSON.parse(value);
	} catch {
		return undefined;
	}
	if (key !== undefined) parsed = z.record(z.string(), z.unknown()).safeParse(parsed).data?.[key];
	return payloadSchema.safeParse(parsed).data;
}

/** The classic conversations that the customer may be in, as far as `To` tells. */
function conversationsFitting({ upstream }: Vector, to: unknown): string[] {
	const addresses = (upstream?.participants ?? [])
		.filter(({ type }) => type === 'CUSTOMER')
		.flatMap((participant) => participant.addresses)
		.flatMap(({ address, channelId }) => (channelId?.startsWith('CH') ? [{ address, channelId }] : []));
	const sids = (some: typeof addresses) => [...new Set(some.map(({ channelId }) => channelId))];
	const all = sids(addresses);
	return all.length === 1 ? all : sids(addresses.filter(({ address }) => address === to));
}
