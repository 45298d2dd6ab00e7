/**
 * What is in an undo file.
 * @module
 */
import * as z from 'zod';
import { STAGES } from './fix';
import { json } from './json';
import { live } from './live';

const resource = z.enum([
	'env',
	'orchestrator-configuration',
	'intelligence-configuration',
	'flex-configuration',
	'workflow',
	'phone-number',
	'address-configuration',
	'live',
]);
const target = { resource, id: z.string() };
const path = z.array(z.string());
export const edit = z.discriminatedUnion('edit', [
	z.object({
		edit: z.literal('set'),
		...target,
		path,
		before: json.exactOptional(),
		after: json.exactOptional(),
	}),
	z.object({ edit: z.literal('list'), ...target, path, remove: z.array(json), add: z.array(json) }),
	z.object({ edit: z.literal('create'), resource, value: z.record(z.string(), json) }),
	z.object({ edit: z.literal('delete'), ...target }),
]);
const step = z.object({
	/** `begun` is written before the change, `done` after it. */
	state: z.enum(['begun', 'done']),
	edit,
	/** What a `create` made, and what it looked like. */
	created: z.string().exactOptional(),
	digest: z.string().exactOptional(),
});
export const change = z.object({
	title: z.string(),
	stage: z.enum(STAGES),
	/** It went live with `npm run deploy`. This is what was live before. */
	before: live.exactOptional(),
	steps: z.array(step),
});
/** A whole undo file, its changes still with placeholders. */
export const content = z.object({
	accountSid: z.string(),
	startedAt: z.string(),
	/** What the placeholders stand for, masked. */
	senders: z.record(z.string(), z.string()),
	changes: z.array(json),
	/** All of it is as it was before. */
	takenBackAt: z.string().exactOptional(),
});

/** One change as it was written down: its steps belong together, and are taken back together. */
export type Change = z.infer<typeof change>;
