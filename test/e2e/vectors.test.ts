/**
 * Requests as TAC and Twilio send them, one file a case: `request` is what goes to `/handoff`, `upstream` what Twilio's
 * API knows at that moment, and `expected` the response and the attributes of the task.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { apiKey, signature, useLocalStack } from '../support/local-stack';
import { loadUpstream } from '../support/upstream-vector';
import { expectEnqueue } from './expectations';

const stage = useLocalStack();

const attributes = z.record(z.string(), z.unknown());
const vectorSchema = z.strictObject({
	name: z.string(),
	request: z.object({
		contentType: z.string(),
		form: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
	}),
	upstream: z.unknown().optional(),
	expected: z.union([
		z.strictObject({ status: z.literal(201), conversationSid: z.string(), task: attributes }),
		z.strictObject({ status: z.literal(200), task: attributes }),
		z.strictObject({ status: z.number().min(400), code: z.string() }),
	]),
});
type Vector = z.infer<typeof vectorSchema>;

const DIRECTORY = join(__dirname, '../vectors');
const vectors = readdirSync(DIRECTORY).map((file): [string, Vector] => {
	const content: unknown = JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8'));
	return [file, vectorSchema.parse(content)];
});

test.each(vectors)(
	'/handoff answers the request of %s as its world demands',
	async (_, { request: { form }, upstream, expected }) => {
		const conversation = loadUpstream(stage.world, upstream);
		const answer = await stage.post('/handoff', form, form.CallSid === undefined ? apiKey : signature);
		if ('code' in expected) {
			const { status, code } = expected;
			expect(answer).toMatchObject({ status, body: { error: { code } } });
			return;
		}
		if (!('conversationSid' in expected)) {
			expect(expectEnqueue(answer, stage.world.workflowSid).attributes).toMatchObject(expected.task);
			return;
		}
		const { status, conversationSid, task } = expected;
		expect(answer).toMatchObject({ status, body: { status: 'handoff_initiated', conversationSid } });
		expect(await stage.taskOf(conversation?.id ?? '')).toMatchObject({ conversationSid, attributes: task });
	},
);
